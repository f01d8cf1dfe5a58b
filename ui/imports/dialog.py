"""What every import has in common: read the file, show what would happen, back up, and write it in one go."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.domain.errors import PartnerbookError
from app.exchange.drafts import Problem, ReadResult
from app.formatting import number
from app.i18n import _
from app.queries import import_mappings
from ui import theme
from ui.desk import Desk
from ui.imports import words
from ui.imports.columns_dialog import ColumnsDialog
from ui.imports.how_read import HowRead, Means
from ui.imports.opening import FileDrop, ask_for_file
from ui.imports.problems import Problems
from ui.imports.waiting import Waiting
from ui.imports.work import Reading
from ui.jobs import Control
from ui.widgets.buttons import button
from ui.widgets.fields import Choice
from ui.widgets.labels import label
from ui.widgets.tabs import Tabs

PROBLEMS = "problems"
SLOTS = ("imports.read", "imports.prepare")
"""What is under way while nothing is written yet."""


class ImportDialog(QDialog):
    """Nothing is written until Import is pressed. ``imported`` tells in a sentence what was done, and the run's id.

    ``kind_wanted`` tells the path and that the file holds another kind than was believed.
    """

    imported = Signal(str, int)
    kind_wanted = Signal(object, str)

    def __init__(self, desk: Desk, path: Path, kind: str, means: Means, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._desk = desk
        self._reading = Reading(path)
        self._control = Control()
        self._writing = False
        self._heading = label("", "title", wrap=True)
        self._holds = Choice(words.kinds().items(), kind)
        self._holds.setAccessibleName(_("What the file holds"))
        self._summary = label("", "bold", wrap=True)
        self._kind_of_file = kind
        self._how = HowRead(means)
        self._remarks = label("", "soft", wrap=True)
        self._tabs = Tabs(_("What was found"))
        self._problems = Problems()
        self._trouble = label("", "error", wrap=True)
        self._waiting = Waiting()
        self._import = button(_("Import"), self._write, "primary")
        self._cancel = button(_("Cancel"), self.reject)
        self._pages = QStackedWidget()
        self._beside: tuple[QWidget, ...] = ()
        self._how.changed.connect(self.read)
        self._how.remember_wanted.connect(self._remember)
        self._waiting.another_wanted.connect(self._choose_another)
        self._holds.picked.connect(self._other_kind)
        self.finished.connect(self._release)
        FileDrop(self, self._read_file)

    def _arrange(self, views: Sequence[tuple[str, str, QWidget]], beside: Sequence[QWidget] = ()) -> None:
        """``views`` (key, title, view) show what was read, problems last; ``beside`` stands left of the buttons."""
        found = QWidget()
        column = QVBoxLayout(found)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(10))
        for widget in (self._summary, self._how, self._remarks):
            column.addWidget(widget)
        column.addWidget(self._tabs, 1)
        column.addWidget(self._trouble)
        for key, title, view in (*views, (PROBLEMS, _("Problems"), self._problems)):
            view.setParent(self)  # hidden until its tab is shown, and never without a parent
            view.hide()
            self._tabs.add(key, title, partial(_same, view))
        self._pages.addWidget(self._waiting)
        self._pages.addWidget(found)
        self._beside = tuple(beside)
        head = QHBoxLayout()
        head.setSpacing(theme.px(10))
        head.addWidget(self._heading, 1)
        head.addWidget(self._holds, 0, Qt.AlignmentFlag.AlignTop)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        for each in self._beside:
            foot.addWidget(each)
        foot.addStretch(1)
        foot.addWidget(self._cancel)
        foot.addWidget(self._import)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        outer.setSpacing(theme.px(12))
        outer.addLayout(head)
        outer.addWidget(self._pages, 1)
        outer.addLayout(foot)

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
        reading = self._reading = replace(reading, saved=self._desk.now(import_mappings.listed))
        heading = self._headed(reading.path.name)
        self.setWindowTitle(heading)
        self._heading.setText(heading)
        self._wait(_("Reading “{name}”…").format(name=reading.path.name))
        self._begin(reading)

    def _headed(self, name: str) -> str:
        raise NotImplementedError

    def _begin(self, reading: Reading) -> None:
        """Have the file read beside the window."""
        raise NotImplementedError

    def _take_in(self) -> None:
        """Write what was agreed to, after the backup."""
        raise NotImplementedError

    def _release(self) -> None:
        """Let go of what was read."""
        raise NotImplementedError

    @Slot(object, str, object)
    def _remember(self, dialog: ColumnsDialog, name: str, mapping: Mapping[str, str]) -> None:
        """Keep under a name what the columns mean, and read the file by that."""
        from app.operations.import_mappings import save

        self._desk.do(
            *("Remember what columns mean: {name}", save),
            *(name, self._kind_of_file, list(mapping), mapping),
            then=partial(self._remembered, dialog, name),
            failed=dialog.refuse,
            name=name,
        )

    def _remembered(self, dialog: ColumnsDialog, name: str, _id: int) -> None:
        dialog.accept()
        self.read(replace(self._reading, preset=" ".join(name.split()), mapping=None))

    @Slot(object)
    def _other_kind(self, kind: str) -> None:
        path = self._reading.path
        self.reject()
        self.kind_wanted.emit(path, kind)

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
        self._holds.setEnabled(not self._writing)
        for each in self._beside:
            each.setVisible(page == 1)

    @Slot(object, object)
    def _on_progress(self, done: int, total: int) -> None:
        self._waiting.show_progress(done, total)

    def _show_reading(self, result: ReadResult[Any], problems: Sequence[Problem]) -> None:
        """Show how the file was understood, and what could not be taken from it."""
        self._how.show_result(self._reading, result)
        self._remarks.setText("\n".join(result.remarks))
        self._remarks.setVisible(bool(result.remarks))
        self._say_trouble("")
        self._problems.show_problems(problems)
        told = f"{_('Problems')} {number(len(problems))}" if problems else _("No problems")
        self._tabs.set_text(PROBLEMS, told)

    def _write(self) -> None:
        """Make a backup, where there is anything to lose, and take the records in."""
        from app.operations import backups

        self._writing = True
        self._wait(_("Backing up your book first…"))
        self._desk.maintain(backups.before_import, self._go_on, self._on_failed)

    def _go_on(self, _backup: Path | None) -> None:
        if self._control.cancelled():
            self._stop()
        else:
            self._take_in()

    def _finish(self, said: str, run_id: int) -> None:
        self._writing = False
        self.imported.emit(said, run_id)
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
        for slot in SLOTS:
            self._desk.forget(slot)
        super().reject()


def _same(view: QWidget) -> QWidget:
    """For tabs, which ask for their view when it is first shown: this one is made already."""
    return view
