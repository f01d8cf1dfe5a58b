"""Ways into the import: asking for a file, and a file that is dropped on the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _

ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".vcf", ".vcard")


def ask_for_file(parent: QWidget) -> Path | None:
    """The file that the user chooses; none when they think better of it."""
    kinds = " ".join(f"*{ending}" for ending in ENDINGS)
    chosen, _filter = QFileDialog.getOpenFileName(
        parent, _("Import a file"), "", _("Contacts, referrals, sales ({kinds})").format(kinds=kinds)
    )
    return Path(chosen) if chosen else None


class FileDrop(QObject):
    """Takes files to import that are dropped on a widget, and gives the path of each to ``take``."""

    def __init__(self, target: QWidget, take: Callable[[Path], object]) -> None:
        super().__init__(target)
        self._take = take
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDropEvent) and event.type() in (QEvent.Type.DragEnter, QEvent.Type.Drop):
            path = _path_in(event)
            if path is not None:
                event.acceptProposedAction()
                if not isinstance(event, QDragEnterEvent):
                    self._take(path)
                return True
        return super().eventFilter(watched, event)


def _path_in(event: QDropEvent) -> Path | None:
    """The file to import that is being dropped; none where it is something else or more than one."""
    urls = event.mimeData().urls()
    if len(urls) != 1 or not urls[0].isLocalFile():
        return None
    path = Path(urls[0].toLocalFile())
    return path if path.suffix.lower() in ENDINGS else None
