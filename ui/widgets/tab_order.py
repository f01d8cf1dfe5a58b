"""The order in which Tab walks, for fields to which lines are added after the form was made."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLayout, QWidget


def follow_layout(field: QWidget) -> None:
    """Let Tab walk through what is in ``field`` as it is laid out. Qt walks last to what was made last."""
    before: QWidget | None = field.previousInFocusChain()
    while before is not None and before is not field and (field.isAncestorOf(before) or not _takes_focus(before)):
        before = before.previousInFocusChain()
    if before is None or before is field:
        return
    for stop in _stops(field.layout()):
        QWidget.setTabOrder(before, stop)
        before = stop


def _stops(layout: QLayout | None) -> Iterator[QWidget]:
    for at in range(layout.count() if layout is not None else 0):
        item = layout.itemAt(at) if layout is not None else None
        widget = item.widget() if item is not None else None
        if widget is not None and widget.layout() is not None:
            yield from _stops(widget.layout())
        elif widget is not None and _takes_focus(widget):
            yield widget
        elif item is not None:
            yield from _stops(item.layout())


def _takes_focus(widget: QWidget) -> bool:
    return bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
