"""A document inside the window: pages, zoom, search; print, save, mail. Escape goes back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QPointF, Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from app.formatting import count
from app.i18n import _, ngettext
from ui import theme
from ui.desk import Desk
from ui.reports import documents
from ui.reports.documents import Document
from ui.widgets.buttons import button
from ui.widgets.fields import line
from ui.widgets.labels import Elided, label
from ui.widgets.panel import Hairline, Pill

ZOOM_STEP = 1.2
READABLE_ZOOM = 1.2
"""A wide window does not blow a page up beyond this; one can."""
LEAST_ZOOM, MOST_ZOOM = 0.25, 5.0


class Preview(QWidget):
    """Shows one ``Document``."""

    left = Signal()
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Preview"))
        self._desk = desk
        self._shown: Document | None = None
        self._folder: Path | None = None
        self._bytes = QBuffer(self)
        self.pdf = QPdfDocument(self)
        self.view = QPdfView(self)
        self.view.setAccessibleName(_("Pages of the document"))
        self.view.setDocument(self.pdf)
        self.view.setPageMode(QPdfView.PageMode.MultiPage)
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self.view.setFrameShape(QPdfView.Shape.NoFrame)
        self._search = QPdfSearchModel(self)
        self._search.setDocument(self.pdf)
        self.view.setSearchModel(self._search)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(self._make_head())
        layout.addLayout(self._make_tools())
        layout.addWidget(Hairline())
        layout.addWidget(self.view, 1)
        self.view.pageNavigator().currentPageChanged.connect(self._show_place)
        self._search.countChanged.connect(self._show_hits)
        self._add_keys()

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), theme.px(10), theme.px(16), theme.px(6))
        head.setSpacing(theme.px(8))
        back = button(_("‹ Back"), self.left.emit, name=_("Back"))
        back.setToolTip(_("Back (Esc)"))
        self._title = Elided("", "heading")
        self._pill = Pill()
        self._print = button(_("Print…"), self.print_pages)
        self._save = button(_("Save as…"), self.save_as)
        self._mail = button(_("Mail draft"), self.draft_mail, "primary")
        self._mail.setToolTip(_("Opens a mail with the PDF attached in your mail program. Nothing is sent by itself."))
        self._open = button(_("Open folder"), self.open_folder)
        self._open.setEnabled(False)
        head.addWidget(back)
        head.addWidget(self._title, 1)
        head.addWidget(self._pill)
        for each in (self._open, self._print, self._save, self._mail):
            head.addWidget(each)
        return head

    def _make_tools(self) -> QHBoxLayout:
        tools = QHBoxLayout()
        tools.setContentsMargins(theme.px(16), 0, theme.px(16), theme.px(8))
        tools.setSpacing(theme.px(6))
        self._find = line(hint=_("Search in the document"), name=_("Search in the document"))
        self._find.setFixedWidth(theme.px(220))
        self._find.textChanged.connect(self._search.setSearchString)
        self._find.returnPressed.connect(self.next_hit)
        self._hits = label("", "small")
        self._place = label("", "soft")
        self._zoom = label("", "soft")
        tools.addWidget(self._find)
        tools.addWidget(self._hits)
        tools.addStretch(1)
        tools.addWidget(_tool("‹", _("Previous page"), self.previous_page))
        tools.addWidget(self._place)
        tools.addWidget(_tool("›", _("Next page"), self.next_page))
        tools.addSpacing(theme.px(12))
        tools.addWidget(_tool("−", _("Smaller"), self.smaller))
        tools.addWidget(self._zoom)
        tools.addWidget(_tool("+", _("Larger"), self.larger))
        tools.addWidget(button(_("Fit width"), self.fit_width, "small"))
        tools.addWidget(button(_("Whole page"), self.fit_page, "small"))
        self.view.zoomFactorChanged.connect(self._show_zoom)
        return tools

    def _add_keys(self) -> None:
        for keys, handler in (
            ("Esc", self.left.emit),
            ("Ctrl+P", self.print_pages),
            ("Ctrl+S", self.save_as),
            ("Ctrl++", self.larger),
            ("Ctrl+=", self.larger),
            ("Ctrl+-", self.smaller),
            ("Ctrl+0", self.fit_width),
            ("F3", self.next_hit),
            ("/", self._find.setFocus),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, handler)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_document(self, document: Document) -> None:
        """Show this document from its first page."""
        self._shown = document
        self._folder = None
        self._open.setEnabled(False)
        self._find.clear()
        self.pdf.close()
        self._bytes.close()
        self._bytes.setData(document.pdf)
        self._bytes.open(QIODevice.OpenModeFlag.ReadOnly)
        self.pdf.load(self._bytes)
        self._title.setText(document.title)
        words = {"void": _("VOID"), "draft": _("DRAFT")}.get(document.mark, "")
        self._pill.show_text(words, "red" if document.mark == "void" else "amber")
        self._pill.setToolTip(document.mark_reason)
        self.fit_width()
        if self._factor() > READABLE_ZOOM:
            self.view.setZoomMode(QPdfView.ZoomMode.Custom)
            self.view.setZoomFactor(READABLE_ZOOM)
        self.view.pageNavigator().jump(0, QPointF(), 0)
        self._show_place()
        self.view.setFocus()
        if document.missing:
            self.said.emit(
                _("Some characters could not be drawn: {texts}").format(texts=", ".join(document.missing[:3]))
            )

    def document(self) -> Document | None:
        """What is shown."""
        return self._shown

    def next_page(self) -> None:
        self._turn(1)

    def previous_page(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        page = self.view.pageNavigator().currentPage() + step
        if 0 <= page < self.pdf.pageCount():
            self.view.pageNavigator().jump(page, QPointF(), 0)

    def larger(self) -> None:
        self._zoom_by(ZOOM_STEP)

    def smaller(self) -> None:
        self._zoom_by(1 / ZOOM_STEP)

    def _zoom_by(self, factor: float) -> None:
        current = self._factor()
        self.view.setZoomMode(QPdfView.ZoomMode.Custom)
        self.view.setZoomFactor(min(max(current * factor, LEAST_ZOOM), MOST_ZOOM))
        self._show_zoom()

    def fit_width(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._show_zoom()

    def fit_page(self) -> None:
        self.view.setZoomMode(QPdfView.ZoomMode.FitInView)
        self._show_zoom()

    def _factor(self) -> float:
        """How large the pages are drawn now; 1 is their size on paper at this screen's resolution."""
        if self.view.zoomMode() == QPdfView.ZoomMode.Custom or not self.pdf.pageCount():
            return self.view.zoomFactor()
        page = self.pdf.pagePointSize(0) * (self.view.logicalDpiX() / 72)
        margins = self.view.documentMargins()
        wide = (self.view.viewport().width() - margins.left() - margins.right()) / page.width()
        if self.view.zoomMode() == QPdfView.ZoomMode.FitToWidth:
            return wide
        return min(wide, (self.view.viewport().height() - margins.top() - margins.bottom()) / page.height())

    def _show_zoom(self) -> None:
        fitted = self.view.zoomMode() != QPdfView.ZoomMode.Custom
        self._zoom.setText(_("fitted") if fitted else f"{round(self.view.zoomFactor() * 100)}%")

    def _show_place(self) -> None:
        page, pages = self.view.pageNavigator().currentPage() + 1, self.pdf.pageCount()
        self._place.setText(f"{page} / {pages}" if pages else "")

    def _show_hits(self) -> None:
        found = self._search.rowCount(self._search.index(-1, -1))
        told = count(found, _("{n} hit"), _("{n} hits"))
        self._hits.setText(told if self._find.text() else "")

    def next_hit(self) -> None:
        """Go to the next place where the text searched for stands."""
        found = self._search.rowCount(self._search.index(-1, -1))
        if found:
            at = (self.view.currentSearchResultIndex() + 1) % found
            self.view.setCurrentSearchResultIndex(at)
            hit = self._search.resultAtIndex(at)
            self.view.pageNavigator().jump(hit.page(), hit.location(), 0)

    def print_pages(self) -> None:
        """Ask for a printer and print."""
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter

        if self._shown is None:
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setDocName(self._shown.title)
        dialog = QPrintDialog(printer, self.window())
        dialog.setWindowTitle(_("Print {title}").format(title=self._shown.title))
        dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
        dialog.setMinMax(1, self.pdf.pageCount())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(_print_on, self, printer))
        dialog.setModal(True)
        dialog.show()

    def print_on(self, printer: Any) -> None:
        """Print on this ``QPrinter``."""
        from ui.reports.printing import Printing

        printing = Printing(self.pdf, printer, self)
        printing.ended.connect(self._printed)
        printing.failed.connect(self._not_printed)
        printing.ended.connect(printing.deleteLater)
        printing.failed.connect(printing.deleteLater)
        printing.start()

    @Slot(int)
    def _printed(self, pages: int) -> None:
        told = ngettext("{n} page sent to the printer", "{n} pages sent to the printer", pages)
        self.said.emit(told.format(n=pages))

    @Slot()
    def _not_printed(self) -> None:
        self.said.emit(_("The printer did not take the document. Is it switched on and connected?"))

    def save_as(self) -> None:
        """Ask where, and write the PDF there."""
        if self._shown is None:
            return
        proposed = self._desk.path.parent / f"{self._shown.name}.pdf"
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save as PDF"), str(proposed), _("PDF (*.pdf)"))
        if chosen:
            path = Path(chosen)
            path = path if path.suffix else path.with_suffix(".pdf")
            self._desk.work("report.save", partial(documents.save, path, self._shown), self._saved)

    @Slot(object)
    def _saved(self, path: Path) -> None:
        self._remember(path)
        self.said.emit(_("Saved as “{name}”").format(name=path.name))

    def draft_mail(self) -> None:
        """Write a mail with the PDF attached beside the book, and open it in the mail program."""
        if self._shown is not None:
            folder = self._desk.path.with_name(f"{self._desk.path.stem} drafts")
            self._desk.work("report.mail", partial(documents.save_mail, folder, self._shown), self._drafted)

    @Slot(object)
    def _drafted(self, path: Path) -> None:
        self._remember(path)
        if QDesktopServices.openUrl(QUrl.fromLocalFile(str(path))):
            self.said.emit(_("The draft is open in your mail program"))
        else:
            self.said.emit(_("The draft was saved as “{path}”; open it with your mail program").format(path=path))

    def _remember(self, path: Path) -> None:
        self._folder = path.parent
        self._open.setEnabled(True)

    def open_folder(self) -> None:
        """Show the folder of what was saved last."""
        if self._folder is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._folder)))


def _tool(sign: str, name: str, handler: Any) -> QPushButton:
    made = button(sign, handler, "small", name=name)
    made.setToolTip(name)
    return made


def _print_on(preview: Preview, printer: Any) -> None:
    preview.print_on(printer)
