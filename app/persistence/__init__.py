"""The book on disk: opening, named writes, undo, search, migration and backup. The only room that knows SQLite."""
