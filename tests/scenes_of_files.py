"""Scenes of the files of partners and the pictures on their cards, for the pictures of the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter

from app.i18n import _

if TYPE_CHECKING:
    from tests.scenes import Guide

Scene = Callable[["Guide"], None]

NAMES = (
    "Partnership agreement 2026 signed.pdf",
    "price list.xlsx",
    "写真 <b>logo & letterhead, with a name that goes on and on until nobody knows any longer what is in it.zip",
)


def portrait(path: Path, width: int = 300, height: int = 300) -> Path:
    """A picture that could be of somebody."""
    image = QImage(width, height, QImage.Format.Format_RGB32)
    sky = QLinearGradient(QPointF(), QPointF(0, height))
    sky.setColorAt(0, QColor("#88b0c8"))
    sky.setColorAt(1, QColor("#d8c8a8"))
    painter = QPainter(image)
    painter.fillRect(image.rect(), sky)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor("#7a4f3a"))
    painter.drawEllipse(QPointF(width / 2, height * 0.42), width * 0.18, height * 0.22)
    painter.setBrush(QColor("#22405a"))
    painter.drawEllipse(QPointF(width / 2, height * 1.02), width * 0.36, height * 0.34)
    painter.end()
    image.save(str(path))
    return path


def dropped(*paths: Path) -> QMimeData:
    """What a drag from a folder carries."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def _filled(guide: Guide) -> Any:
    page = guide.page("partners")
    paths = [guide.file(name, "x" * 1234 * (place + 1) ** 7) for place, name in enumerate(NAMES)]
    tab = guide.tab(page, "files")
    assert hasattr(tab, "take")
    tab.take(dropped(*paths))
    page.acts.faces._take(dropped(portrait(guide.scratch / "Portrait.png")))
    for _turn in range(3):
        guide.wait()
    return page


def _files(guide: Guide) -> None:
    _filled(guide)


def _wide_logo(guide: Guide) -> None:
    page = guide.page("partners")
    page.acts.faces._take(dropped(portrait(guide.scratch / "Logo.png", 400, 120)))
    for _turn in range(3):
        guide.wait()


def _rename(guide: Guide) -> None:
    page = _filled(guide)
    guide.press(_("Rename…"), page)


def _none(guide: Guide) -> None:
    guide.tab(guide.page("partners"), "files")


FILES: dict[str, Scene] = {
    "partners-files-none": _none,
    "partners-files": _files,
    "partners-files-rename": _rename,
    "partners-logo": _wide_logo,
}
