"""Looking for partners that are in the book twice, and making one of two."""
