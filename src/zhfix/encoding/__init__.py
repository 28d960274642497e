"""What bytes, codecs and their misreadings do to text, and how it is undone."""
