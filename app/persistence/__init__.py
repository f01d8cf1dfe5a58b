"""The book on disk: opening, writing under a name, undo, search, migration and backup. The only room that knows SQLite."""
