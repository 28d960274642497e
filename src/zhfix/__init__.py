"""zhfix finds and repairs corrupted Chinese text."""
