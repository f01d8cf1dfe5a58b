"""Bringing contacts in from a file: read it, look at what would happen, decide, and take it in with one write."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.domain.errors import PartnerbookError
from app.domain.partners import Kind, Status
from app.domain.rolodex import PartnerFields
from app.exchange.drafts import PartnerDraft, ReadResult
from app.exchange.matching import Choice as Decision
from app.exchange.matching import Proposal
from app.formatting import number
from app.i18n import _
from ui import names, theme
from ui.desk import Desk
from ui.imports import rows, words, work
from ui.imports.how_read import HowRead
from ui.imports.opening import FileDrop, ask_for_file
from ui.imports.preview import Preview
from ui.imports.problems import Problems
from ui.imports.rows import PreviewRow, Records
from ui.imports.waiting import Waiting
from ui.imports.work import Order, Reading
from ui.jobs import Control
from ui.widgets.buttons import button
from ui.widgets.fields import Choice
from ui.widgets.labels import label
from ui.widgets.tabs import Tabs

if TYPE_CHECKING:
    from app.operations.imports import Imported

PREVIEW, PROBLEMS = "preview", "problems"


class ImportWizard(QDialog):
    """Nothing is written until Import is pressed. ``imported`` tells in a sentence what was done."""

    imported = Signal(str)

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._desk = desk
        self._reading = Reading(path)
        self._result: ReadResult[PartnerDraft] | None = None
        self._control = Control()
        self._writing = False
        self._heading = label("", "title", wrap=True)
        self._how = HowRead()
        self._preview = Preview()
        self._problems = Problems()
        for later in (self._preview, self._problems):  # hidden until their tab is shown, and never without a parent
            later.setParent(self)
            later.hide()
        self._tabs = Tabs(_("What was found"))
        self._summary = label("", "bold", wrap=True)
        self._remarks = label("", "soft", wrap=True)
        self._trouble = label("", "error", wrap=True)
        self._kind = Choice([(kind, names.partner_kind_long(kind)) for kind in Kind], Kind.REFERRAL)
        self._kind.setAccessibleName(_("Kind of new partners"))
        self._status = Choice([(status, names.status(status)) for status in Status], Status.ACTIVE)
        self._status.setAccessibleName(_("Status of new partners"))
        self._waiting = Waiting()
        self._import = button(_("Import"), self._write, "primary")
        self._cancel = button(_("Cancel"), self.reject)
        self._pages = QStackedWidget()
        self._arrange()
        self._how.changed.connect(self.read)
        self._preview.decided.connect(self._count)
        self._preview.partner_wanted.connect(self._ask_partner)
        self._waiting.another_wanted.connect(self._choose_another)
        self.finished.connect(self._let_go)
        FileDrop(self, self._read_file)

    def _arrange(self) -> None:
        self._tabs.add(PREVIEW, _("Preview"), self._get_preview)
        self._tabs.add(PROBLEMS, _("Problems"), self._get_problems)
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for widget in (self._summary, self._how, self._remarks):
            column.addWidget(widget)
        column.addWidget(self._tabs, 1)
        column.addWidget(self._trouble)
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(found)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        self._defaults = (label(_("New partners are"), "soft"), self._kind, self._status)
        for each in self._defaults:
            foot.addWidget(each)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._import)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        outer.setSpacing(theme.px(12))
        outer.addWidget(self._heading)
        outer.addWidget(self._pages, 1)
        outer.addLayout(foot)

    def _get_preview(self) -> QWidget:
        return self._preview

    def _get_problems(self) -> QWidget:
        return self._problems

    def start(self) -> None:
        """Show the dialog and begin to read."""
        parent = self.parentWidget()
        over = parent.size() if parent is not None else self.screen().availableSize()
        self.resize(min(theme.px(1040), over.width() - theme.px(48)), min(theme.px(680), over.height() - theme.px(48)))
        self.open()
        self.read(self._reading)

    @Slot(object)
    def read(self, reading: Reading) -> None:
        """Read the file in this way."""
        self._reading = reading
        heading = _("Contacts from “{name}”").format(name=reading.path.name)
        self.setWindowTitle(heading)
        self._heading.setText(heading)
        self._wait(_("Reading “{name}”…").format(name=reading.path.name))
        self._desk.work(
            "imports.read", partial(work.read, reading, self._control), then=self._compare, failed=self._on_failed
        )

    def _read_file(self, path: Path) -> None:
        """Read another file, unless one is being taken in."""
        if not self._writing:
            self.read(Reading(path))

    @Slot()
    def _choose_another(self) -> None:
        path = ask_for_file(self)
        if path is not None:
            self._read_file(path)

    def _wait(self, said: str) -> None:
        """Show that something is under way. Cancel stops it."""
        self._control.cancel()
        self._control = Control(self._on_progress)
        self._waiting.begin(said)
        self._cancel.setText(_("Cancel"))
        self._show_page(0)

    def _show_page(self, page: int) -> None:
        self._pages.setCurrentIndex(page)
        self._import.setEnabled(page == 1)
        for each in self._defaults:
            each.setVisible(page == 1)

    @Slot(object, object)
    def _on_progress(self, done: int, total: int) -> None:
        self._waiting.show_progress(done, total)

    def _compare(self, result: ReadResult[PartnerDraft]) -> None:
        self._result = result
        self._waiting.begin(_("Comparing with your book…"))
        self._desk.ask("imports.prepare", work.prepare, result.drafts, then=self._name_known, failed=self._on_failed)

    def _name_known(self, proposals: list[Proposal]) -> None:
        self._desk.ask_fast("imports.names", rows.named, proposals, clock.today(), then=self._show)

    def _show(self, records: Records) -> None:
        result = self._result
        if result is None:
            return
        self._how.show_result(self._reading, result)
        self._remarks.setText("\n".join(result.remarks))
        self._remarks.setVisible(bool(result.remarks))
        self._say_trouble("")
        self._preview.show_rows(records)
        self._problems.show_problems(result.problems)
        problems = len(result.problems)
        self._tabs.set_text(PROBLEMS, f"{_('Problems')} {number(problems)}" if problems else _("No problems"))
        self._tabs.set_current(PREVIEW if len(records) else PROBLEMS)
        self._show_page(1)
        self._count()
        (self._import if self._import.isEnabled() else self._cancel).setFocus()
        if not words.is_recognised(result) and self._reading.mapping is None:
            self._how.choose_columns()

    @Slot()
    def _count(self) -> None:
        if self._result is not None:
            counts = self._preview.rows().counts
            self._summary.setText(words.summary(self._result, counts))
            self._import.setEnabled(counts[Decision.ADD] + counts[Decision.MERGE] > 0)

    @Slot(object)
    def _ask_partner(self, chosen: Sequence[PreviewRow]) -> None:
        from ui.imports.merge_dialog import MergeDialog

        dialog = MergeDialog(self._desk, chosen, self)
        dialog.chosen.connect(partial(self._preview.merge_into, chosen))
        dialog.open()

    def _write(self) -> None:
        """Make a backup, where there is anything to lose, and take the records in."""
        from app.operations import backups

        self._wait(_("Backing up your book first…"))
        self._writing = True
        self._desk.maintain(backups.before_import, self._take_in, self._on_failed)

    def _take_in(self, _backup: Path | None) -> None:
        result = self._result
        if result is None or self._control.cancelled():
            self._stop()
            return
        order = Order(
            self._preview.rows(),
            result,
            self._reading.path.name,
            PartnerFields("", self._kind.value(), self._status.value()),
        )
        self._waiting.begin(_("Taking the contacts into your book…"))
        self._desk.do(
            "Import {file}",
            work.write,
            order,
            self._control,
            then=self._on_imported,
            failed=self._on_failed,
            file=order.file_name,
        )

    def _on_imported(self, done: Imported) -> None:
        self._writing = False
        self.imported.emit(words.done(done.added, done.merged))
        self.accept()

    def _on_failed(self, error: PartnerbookError) -> None:
        writing, self._writing = self._writing, False
        if error.code == "cancelled":
            self._stop()
        elif writing:
            self._say_trouble(str(error))
            self._show_page(1)
        else:
            self._waiting.refuse(str(error))
            self._cancel.setText(_("Close"))

    def _say_trouble(self, sentence: str) -> None:
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def _stop(self) -> None:
        self._writing = False
        super().reject()

    def reject(self) -> None:
        """Stop what is under way, leaving the book as it is, and close: while it writes, once it has stopped."""
        self._control.cancel()
        if self._writing:
            self._waiting.begin(_("Stopping…"))
            return
        self._desk.forget("imports.read")
        self._desk.forget("imports.prepare")
        super().reject()

    @Slot()
    def _let_go(self) -> None:
        """Have the records of a large file taken apart beside the window, not by it."""
        held: list[object] = [self._result, self._preview.rows()]
        self._result = None
        self._preview.show_rows(Records(()))
        self._desk.work("imports.release", held.clear, then=work.nothing)
