"""Dragging something out of the window: pressing on a widget and moving away, and the file that is carried."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget


class DragOut(QObject):
    """Tells by ``wanted`` that one of these widgets is dragged from."""

    wanted = Signal()

    def __init__(self, parent: QObject, *widgets: QWidget) -> None:
        super().__init__(parent)
        self._pressed: QPoint | None = None
        for widget in widgets:
            widget.installEventFilter(self)
            widget.setCursor(Qt.CursorShape.OpenHandCursor)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QMouseEvent):
            at = event.position().toPoint()
            if event.type() == QEvent.Type.MouseButtonPress and event.button() == Qt.MouseButton.LeftButton:
                self._pressed = at
                return True  # or the widget below would take the press, and the moves with it
            if event.type() == QEvent.Type.MouseButtonRelease:
                self._pressed = None
            elif event.type() == QEvent.Type.MouseMove and self._pressed is not None:
                if (at - self._pressed).manhattanLength() >= QApplication.startDragDistance():
                    self._pressed = None
                    self.wanted.emit()
                return True
        return super().eventFilter(watched, event)


def carried(path: Path, data: bytes, kind: str) -> QMimeData:
    """A file that was written at ``path``, and the same as ``kind`` for programs that take it without a file."""
    made = QMimeData()
    made.setUrls([QUrl.fromLocalFile(str(path))])
    made.setData(kind, data)
    return made


def drag(source: QWidget, mime: QMimeData) -> None:
    """Drag it, until it is dropped somewhere or given up."""
    moving = QDrag(source)
    moving.setMimeData(mime)
    moving.exec(Qt.DropAction.CopyAction)
