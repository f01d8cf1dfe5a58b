"""Printing a PDF: each page drawn at the printer's own resolution, one a turn, so that the window stays alive."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QSize, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

FINEST_DPI = 600
"""Finer is not seen in print, and a page at 1200 dpi takes half a gigabyte."""


class Printing(QObject):
    """Prints the pages that were asked for. ``ended`` tells how many were; ``failed`` that the printer refused."""

    ended = Signal(int)
    failed = Signal()

    def __init__(self, document: QPdfDocument, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._printer = document, printer
        first = max(printer.fromPage(), 1)
        last = min(printer.toPage() or document.pageCount(), document.pageCount())
        self._pages = list(range(first - 1, last))
        if printer.pageOrder() == QPrinter.PageOrder.LastPageFirst:
            self._pages.reverse()
        self._printed = 0
        self._painter = QPainter()

    def start(self) -> None:
        """Begin; the rest follows turn by turn."""
        if not self._painter.begin(self._printer):
            self.failed.emit()
            return
        self._go_on()

    def _go_on(self) -> None:
        if self._printed == len(self._pages):
            self._painter.end()
            self.ended.emit(self._printed)
            return
        if self._printed:
            self._printer.newPage()
        self._print(self._pages[self._printed])
        self._printed += 1
        QTimer.singleShot(0, self, self._go_on)

    def _print(self, page: int) -> None:
        """One page, as large as the paper, its own margins where the printer can print that far."""
        dpi = min(self._printer.resolution(), FINEST_DPI)
        size = self._document.pagePointSize(page) / 72
        image = self._document.render(page, QSize(round(size.width() * dpi), round(size.height() * dpi)))
        whole = self._printer.paperRect(QPrinter.Unit.DevicePixel)
        sheet = self._printer.pageRect(QPrinter.Unit.DevicePixel)
        wide = size.width() * self._printer.resolution()
        high = size.height() * self._printer.resolution()
        scale = min(whole.width() / wide, whole.height() / high, 1.0)
        left = (whole.width() - wide * scale) / 2 - sheet.left()
        top = (whole.height() - high * scale) / 2 - sheet.top()
        self._painter.drawImage(QRectF(left, top, wide * scale, high * scale), image)
