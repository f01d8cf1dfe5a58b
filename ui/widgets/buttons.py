"""Buttons in the few kinds there are."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QWidget

from ui.actions import plain


def button(
    text: str,
    handler: Callable[[], object] | None = None,
    kind: str = "",
    *,
    name: str = "",
    parent: QWidget | None = None,
) -> QPushButton:
    """A button saying ``text``; ``&`` in it is only an ampersand.

    ``kind``: ``primary`` (the one next step), ``small`` (in rows), ``link``, ``menu``, ``fold`` (a heading that opens
    what is below it), ``danger``, or plain. ``name`` is what a screen reader says where the text alone would not do
    (“Done: send landing-page copy”).
    """
    made = QPushButton(plain(text), parent)
    made.setProperty("kind", kind)
    made.setAccessibleName(name or text)
    made.setAutoDefault(False)
    if handler is not None:
        made.clicked.connect(handler)
    return made
