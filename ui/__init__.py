"""The window. Reads through ``app.queries``, writes through ``app.operations``, and knows no table of the book."""
