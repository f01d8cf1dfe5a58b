"""The book that tests of this folder work in."""

from tests.operations.conftest import book, office

__all__ = ["book", "office"]
