"""The first start: what to begin a new book with."""
