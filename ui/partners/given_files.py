"""Files and pictures that are dropped or pasted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QWidget

from ui.partners.file_work import Source

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".gif", ".bmp")


def files_in(data: QMimeData) -> list[Source]:
    """The files on this disk that are dropped or pasted, or else the picture. An address is never fetched."""
    paths: list[Source] = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return paths or list(_image_in(data))


def picture_in(data: QMimeData) -> Source | None:
    """The one picture that is dropped or pasted, if it is one."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    if paths:
        return paths[0] if len(paths) == 1 and paths[0].suffix.lower() in PICTURES else None
    return next(iter(_image_in(data)), None)


def has_files(data: QMimeData) -> bool:
    """Whether ``files_in`` would find any."""
    return data.hasImage() or any(url.isLocalFile() for url in data.urls())


def has_picture(data: QMimeData) -> bool:
    """Whether ``picture_in`` would find one."""
    return picture_in(data) is not None if data.hasUrls() else data.hasImage()


def _image_in(data: QMimeData) -> tuple[QImage, ...]:
    image = data.imageData() if data.hasImage() else None
    return (image,) if isinstance(image, QImage) and not image.isNull() else ()


class Drop(QObject):
    """Takes what is dropped on a widget, where ``fits`` says so; anything else goes on to what lies around it."""

    def __init__(self, target: QWidget, fits: Callable[[QMimeData], bool], take: Callable[[QMimeData], object]) -> None:
        super().__init__(target)
        self._fits, self._take = fits, take
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QDropEvent):
            return super().eventFilter(watched, event)
        if not self._fits(event.mimeData()):
            event.ignore()
        else:
            event.acceptProposedAction()
            if not isinstance(event, QDragEnterEvent | QDragMoveEvent):
                self._take(event.mimeData())
        return True
