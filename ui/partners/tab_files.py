"""The files of a partner: contracts, scans, logos; kept beside the book."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any
from weakref import finalize

from PySide6.QtCore import QMimeData, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QStackedWidget, QWidget

from app import clock
from app.domain.attachments import file_name
from app.formatting import day
from app.i18n import _
from ui.desk import Desk
from ui.partners import file_work, given_files, reads, words, writes
from ui.partners.file_work import Brought, Source
from ui.partners.tab import Tab
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace
from ui.widgets.labels import Elided
from ui.widgets.messages import tell
from ui.widgets.record_list import RecordList, TwoLines

if TYPE_CHECKING:
    from app.queries.attachments import AttachmentRow


class FilesTab(Tab):
    """Files are added by the button, dropped, or pasted; Enter opens a copy of one, Del takes one out."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._asked = count()
        self._copies: TemporaryDirectory[str] | None = None
        self._model = RecordModel([Column(_("File"), _name)], self)
        self._list = RecordList(self._present, _("Files"))
        self._list.setModel(self._model)
        self._list.setProperty("timeline", True)
        self._list.opened.connect(self._open)
        self._list.doubleClicked.connect(self._open)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self._list, self._remove).setContext(
            Qt.ShortcutContext.WidgetShortcut
        )
        add = button(_("Add files…"), self._choose, "primary")
        self._empty = EmptyPlace(
            _("No files yet"),
            _("Drop or paste contracts, scans and other files here."),
            [add],
        )
        self._places = QStackedWidget()
        self._places.addWidget(self._list)
        self._places.addWidget(self._empty)
        self._said = Elided("", "soft")
        acts = [
            button(_("Open"), self._open, "small"),
            button(_("Save as…"), self._save, "small"),
            button(_("Rename…"), self._rename, "small"),
            button(_("Remove"), self._remove, "small", name=_("Remove the file")),
            button(_("Add files…"), self._choose, "small"),
        ]
        self._head = QWidget()
        head = QHBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self._said, 1)
        for each in acts:
            head.addWidget(each)
        self.column.addWidget(self._head)
        self.column.addWidget(self._places, 1)
        given_files.Drop(self, given_files.has_files, self.take)

    def take(self, data: QMimeData) -> bool:
        """Add the files, or the picture, that were dropped or pasted; says whether there were any."""
        sources = given_files.files_in(data)
        if sources:
            self._bring(sources)
        return bool(sources)

    def clear(self) -> None:
        self._model.set_rows(())
        self._said.setText("")

    def refresh(self) -> None:
        self.desk.ask("partners.files", reads.files, self.partner_id, then=self._show)

    def _show(self, rows: tuple[AttachmentRow, ...]) -> None:
        place = self._list.currentIndex().row()
        self._model.set_rows(rows)
        self._places.setCurrentIndex(0 if rows else 1)
        self._head.setVisible(bool(rows))
        if rows:
            self._list.go_to(min(max(place, 0), len(rows) - 1))

    def _present(self, row: AttachmentRow) -> TwoLines:
        added = day(row.added_at.astimezone().date(), today=clock.today())
        return TwoLines(row.name, " · ".join((words.file_size(row.size), added)))

    def _current(self) -> AttachmentRow | None:
        row: AttachmentRow | None = self._model.row(self._list.currentIndex().row())
        return row

    def _choose(self) -> None:
        chosen, _filter = QFileDialog.getOpenFileNames(self, _("Add files to {partner}").format(partner=self.partner))
        if chosen:
            self._bring([Path(each) for each in chosen])

    def _bring(self, sources: Sequence[Source]) -> None:
        self._said.setText(_("Keeping…"))
        self._work(
            partial(file_work.keep, self.desk.files, sources), partial(self._brought, self.partner_id, self.partner)
        )

    def _brought(self, partner_id: int, partner: str, brought: Brought) -> None:
        self._said.setText("")
        if brought.files:
            label = "Add file to {partner}" if len(brought.files) == 1 else "Add files to {partner}"
            self.desk.do(label, writes.add_files, partner_id, brought.files, partner=partner)
        if brought.troubles:
            tell(self.window(), _("Not every file was added"), "\n".join(brought.troubles))

    @Slot()
    def _open(self) -> None:
        row = self._current()
        if row is not None:
            if self._copies is None:
                self._copies = TemporaryDirectory(prefix="partnerbook-", ignore_cleanup_errors=True)
                finalize(self, self._copies.cleanup)
            made = partial(file_work.copy_to_open, self.desk.files, row.digest, row.name, Path(self._copies.name))
            self._work(made, self._hand_over)

    @Slot(object)
    def _hand_over(self, copy: Path) -> None:
        self._said.setText("")
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy)))

    def _save(self) -> None:
        row = self._current()
        if row is None:
            return
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Save the file as"), file_name(row.name))
        if chosen:
            self._work(partial(file_work.copy_out, self.desk.files, row.digest, Path(chosen)), self._saved)

    @Slot(object)
    def _saved(self, target: Path) -> None:
        self._said.setText(_("Saved as “{name}”.").format(name=target.name))

    def _rename(self) -> None:
        from ui.partners.file_form import FileForm

        row = self._current()
        if row is not None:
            FileForm(self.desk, row, self.partner, self.window()).open()

    def _remove(self) -> None:
        row = self._current()
        if row is not None:
            self.desk.do(
                "Remove file “{name}” of {partner}", writes.remove_file, row.id, name=row.name, partner=self.partner
            )

    def _work(self, function: Any, then: Any) -> None:
        """Each in a slot of its own: none makes another void."""
        self.desk.work(("partners.file", next(self._asked)), function, then, self._refused)

    @Slot(object)
    def _refused(self, error: Exception) -> None:
        self._said.setText("")
        tell(self.window(), _("That did not work"), str(error))


def _name(row: AttachmentRow) -> str:
    return row.name
