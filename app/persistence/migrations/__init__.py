"""The steps from each schema of a book to the next (Alembic). A revision's number is the book's schema number."""
