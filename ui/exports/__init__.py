"""Writing records of the book to files that other programs read."""
