"""Rules that need tables and regular expressions only, one family of damage a file."""
