"""Settings: the business on the letterhead, how the program works, the book and its backups."""
