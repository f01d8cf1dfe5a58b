"""Bringing contacts in from a file: read it, look at what would happen, decide, and take it in with one write."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QStackedWidget, QVBoxLayout, QWidget

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
from ui.imports.preview import Preview
from ui.imports.work import Order, Prepared, Reading
from ui.jobs import Control
from ui.widgets.buttons import button
from ui.widgets.fields import Choice
from ui.widgets.labels import label
from ui.widgets.tabs import Tabs
from ui.widgets.timeline import Entry, Timeline

if TYPE_CHECKING:
    from app.operations.imports import Imported

PREVIEW, PROBLEMS = "preview", "problems"


class ImportWizard(QDialog):
    """Nothing is written until Import is pressed. ``imported`` tells in a sentence what was done."""

    imported = Signal(str)

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Contacts from “{name}”").format(name=path.name))
        self.setModal(True)
        self.resize(theme.px(920), theme.px(600))
        self._desk = desk
        self._reading = Reading(path)
        self._result: ReadResult[PartnerDraft] | None = None
        self._control = Control()
        self._writing = False
        self._how = HowRead()
        self._preview = Preview()
        self._problems = Timeline(_("Problems"))
        for later in (self._preview, self._problems):  # hidden until their tab is shown, and never without a parent
            later.setParent(self)
            later.hide()
        self._tabs = Tabs(_("What was found"))
        self._summary = label("", "body", wrap=True)
        self._remarks = label("", "soft", wrap=True)
        self._status = Choice([(status, names.status(status)) for status in Status], Status.ACTIVE)
        self._status.setAccessibleName(_("Status of new partners"))
        self._said = label("", "body", wrap=True)
        self._bar = QProgressBar()
        self._bar.setAccessibleName(_("Progress"))
        self._import = button(_("Import"), self._write, "primary")
        self._cancel = button(_("Cancel"), self.reject)
        self._pages = QStackedWidget()
        self._arrange()
        self._how.changed.connect(self.read)
        self._preview.decided.connect(self._count)

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
        self._pages.addWidget(self._waiting())
        self._pages.addWidget(found)
        foot = QHBoxLayout()
        self._status_label = label(_("New partners are"), "soft")
        foot.addWidget(self._status_label)
        foot.addWidget(self._status)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._import)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        outer.setSpacing(theme.px(12))
        outer.addWidget(label(self.windowTitle(), "title", wrap=True))
        outer.addWidget(self._pages, 1)
        outer.addLayout(foot)

    def _waiting(self) -> QWidget:
        page = QWidget()
        layout = QVBoxLayout(page)
        layout.addStretch(1)
        layout.addWidget(self._said)
        layout.addWidget(self._bar)
        layout.addStretch(2)
        return page

    def _get_preview(self) -> QWidget:
        return self._preview

    def _get_problems(self) -> QWidget:
        return self._problems

    def start(self) -> None:
        """Show the dialog and begin to read."""
        self.open()
        self.read(self._reading)

    @Slot(object)
    def read(self, reading: Reading) -> None:
        """Read the file in this way."""
        self._reading = reading
        self._wait(_("Reading “{name}”…").format(name=reading.path.name))
        self._desk.work(
            "imports.read", partial(work.read, reading, self._control), then=self._compare, failed=self._on_failed
        )

    def _wait(self, said: str) -> None:
        """Show that something is under way. Cancel stops it."""
        self._control = Control(self._on_progress)
        self._said.setText(said)
        self._bar.setRange(0, 0)
        self._bar.show()
        self._pages.setCurrentIndex(0)
        self._import.setEnabled(False)

    @Slot(object, object)
    def _on_progress(self, done: int, total: int) -> None:
        self._bar.setRange(0, 100)
        self._bar.setValue(done * 100 // total if total else 0)

    def _compare(self, result: ReadResult[PartnerDraft]) -> None:
        self._result = result
        self._said.setText(_("Comparing with your book…"))
        self._bar.setRange(0, 0)
        self._desk.ask("imports.prepare", work.prepare, result.drafts, then=self._name_known, failed=self._on_failed)

    def _name_known(self, proposals: list[Proposal]) -> None:
        self._desk.ask_fast("imports.names", work.names, proposals, clock.today(), then=self._show)

    def _show(self, prepared: Prepared) -> None:
        result = self._result
        if result is None:
            return
        self._how.show_result(self._reading, result)
        self._remarks.setText("\n".join(result.remarks))
        self._remarks.setVisible(bool(result.remarks))
        self._preview.show_rows(rows.rows(prepared))
        self._problems.show_entries(
            Entry(_("Line {n}").format(n=problem.line), "", problem.sentence, source=problem)
            for problem in result.problems
        )
        problems = len(result.problems)
        self._tabs.set_text(PROBLEMS, f"{_('Problems')} {number(problems)}" if problems else _("No problems"))
        self._tabs.set_current(PREVIEW if prepared.proposals else PROBLEMS)
        self._pages.setCurrentIndex(1)
        self._count()
        (self._import if self._import.isEnabled() else self._cancel).setFocus()

    @Slot()
    def _count(self) -> None:
        if self._result is not None:
            chosen = [row.choice for row in self._preview.rows()]
            self._summary.setText(words.summary(self._result, chosen))
            self._import.setEnabled(any(choice is not Decision.SKIP for choice in chosen))

    def _write(self) -> None:
        result = self._result
        if result is None:
            return
        order = Order(
            proposals=tuple(row.proposal for row in self._preview.rows()),
            file_name=self._reading.path.name,
            preset=result.preset,
            kept_out=result.kept_out,
            problems=result.problems,
            defaults=PartnerFields("", Kind.REFERRAL, self._status.value()),
        )
        self._wait(_("Taking the contacts into your book…"))
        self._writing = True
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
        self.imported.emit(words.done(done.added, done.merged))
        self.accept()

    def _on_failed(self, error: PartnerbookError) -> None:
        self._writing = False
        if error.code == "cancelled":
            super().reject()
            return
        self._said.setText(str(error))
        self._bar.hide()
        self._cancel.setText(_("Close"))

    def reject(self) -> None:
        """Stop what is under way, leaving the book as it is, and close: while it writes, once it has stopped."""
        self._control.cancel()
        if self._writing:
            self._said.setText(_("Stopping…"))
            return
        self._desk.forget("imports.read")
        self._desk.forget("imports.prepare")
        super().reject()
