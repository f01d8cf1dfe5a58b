"""Imports: from the drafts of an outside file to partners in the book."""

from app.operations.imports.apply import Imported, apply

__all__ = ["Imported", "apply"]
