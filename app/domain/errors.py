"""Errors that a person can do something about.

Anything that is not one of these is a bug and is reported as such.
"""

from __future__ import annotations


class PartnerbookError(Exception):
    """A known trouble with a stable ``code`` and a sentence for the user.

    ``sentence`` is a template with named fields filled from ``parameters``; it says what is wrong and, where there
    is one, the way out. ``str(error)`` is the finished sentence.
    """

    def __init__(self, code: str, sentence: str, /, **parameters: object) -> None:
        self.code = code
        self.sentence = sentence
        self.parameters = parameters
        super().__init__(sentence.format(**parameters) if parameters else sentence)


class UserError(PartnerbookError):
    """What was asked cannot be done with what was given; nothing was changed."""


class StorageError(PartnerbookError):
    """The book, a file or the disk is in the way; nothing was changed."""
