"""Shapes that several widgets paint, in the colours of the look in use."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from ui import theme


def rounded(painter: QPainter, box: QRectF, ground: str, line: str, radius: float) -> None:
    """A box with round corners on the token ``ground``, edged with ``line``; an empty name leaves that out."""
    painter.setPen(QPen(theme.colour(line), 1) if line else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour(ground) if ground else Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box, radius, radius)


def focus_frame(painter: QPainter, box: QRectF, radius: float) -> None:
    """The sign of where the keyboard is."""
    painter.setPen(QPen(theme.colour("accent"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), radius, radius)
