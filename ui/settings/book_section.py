"""The book itself: where it is, its backups, the way back from one, and whether it is whole."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from app import clock
from app.formatting import count, day
from app.i18n import _, ngettext
from ui import theme
from ui.desk import Desk
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.view import ROW_HEIGHT, RecordTable
from ui.widgets.buttons import button
from ui.widgets.labels import Elided, label, restyle
from ui.widgets.messages import confirm
from ui.widgets.panel import Panel

SHOWN_FINDINGS = 8
SHOWN_BACKUPS = 6
MEGABYTE = 1_000_000


class BookSection(Panel):
    """What can be done with the file. ``restore_wanted`` tells the backup to go back to.

    ``imports_wanted`` asks to see what was brought in from files.
    """

    said = Signal(str)
    restore_wanted = Signal(object)
    imports_wanted = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(_("The book"), parent=parent)
        self._desk = desk
        self.body.setSpacing(theme.px(10))
        self._path = Elided(str(desk.path), "body")
        line = QHBoxLayout()
        line.addWidget(self._path, 1)
        line.addWidget(button(_("Open folder"), self._open_folder, "small"))
        self.body.addLayout(line)
        actions = QHBoxLayout()
        actions.setSpacing(theme.px(8))
        self._back_up = button(_("Back up now"), self._back_up_now, "primary")
        actions.addWidget(self._back_up)
        actions.addWidget(button(_("Back up to…"), self._back_up_to))
        actions.addWidget(button(_("Restore…"), self._ask_restore))
        self._check = button(_("Check the book"), self._check_now)
        actions.addWidget(self._check)
        actions.addWidget(button(_("Imports…"), self.imports_wanted.emit))
        actions.addStretch(1)
        self.body.addLayout(actions)
        self._verdict = label("", wrap=True, selectable=True)
        self._verdict.hide()
        self.body.addWidget(self._verdict)
        self._add_list()

    def _add_list(self) -> None:
        self._no_backups = label(
            _("No backup yet. One is made by itself on each day that you work."), "soft", wrap=True
        )
        self.body.addWidget(self._no_backups)
        columns = (
            Column(_("Backup"), lambda kept: kept.path.stem, 200, stretch=True),
            Column(_("Made"), _made, 150, tone=lambda kept: "soft"),
            Column(_("Size"), _size, 90, right=True, tone=lambda kept: "soft"),
        )
        self._model = RecordModel(columns, self)
        self._table = RecordTable(self._model, _("Backups"))
        self.body.addWidget(self._table)

    def refresh(self) -> None:
        """Look again which backups there are."""
        from app.operations import backups

        self._desk.maintain(backups.listed, self._show_backups)

    @Slot(object)
    def _show_backups(self, kept: Sequence[Any]) -> None:
        self._model.set_rows(kept)
        self._table.setFixedHeight(theme.px(ROW_HEIGHT) * (min(len(kept), SHOWN_BACKUPS) + 1) + theme.px(4))
        self._table.setVisible(bool(kept))
        self._no_backups.setVisible(not kept)
        if kept:
            self._table.setCurrentIndex(self._model.index(0, 0))

    def _back_up_now(self) -> None:
        from app.operations import backups

        self._back_up.setEnabled(False)
        self._desk.maintain(backups.make, self._backed_up, self._not_backed_up)

    def _back_up_to(self) -> None:
        from app.operations import backups

        proposed = self._desk.path.with_name(
            f"{self._desk.path.stem} {clock.today().isoformat()}{self._desk.path.suffix}"
        )
        chosen, _filter = QFileDialog.getSaveFileName(self, _("Back up to"), str(proposed), _("Books (*.partnerbook)"))
        if chosen:
            target = Path(chosen)
            self._desk.maintain(lambda store: backups.make(store, target), self._backed_up, self._not_backed_up)

    @Slot(object)
    def _backed_up(self, made: Path) -> None:
        self._back_up.setEnabled(True)
        self.said.emit(_("Backed up to “{name}”, and the copy was checked.").format(name=made.name))
        self._desk.maintain(lambda _store: lacking_files(made), self._say_lacking)
        self.refresh()

    @Slot(object)
    def _say_lacking(self, count: int) -> None:
        if count:
            self._say(
                _("Files that are not in the backup, because they are missing or altered: {count}.").format(
                    count=count
                ),
                "amber",
            )

    @Slot(object)
    def _not_backed_up(self, error: Exception) -> None:
        self._back_up.setEnabled(True)
        self._say(str(error), "red")

    def _ask_restore(self) -> None:
        kept = self._table.current_row()
        start = kept.path if kept is not None else self._desk.path.parent
        chosen, _filter = QFileDialog.getOpenFileName(
            self, _("Restore a backup"), str(start), _("Books (*.partnerbook)")
        )
        if chosen:
            self.ask_restore(Path(chosen))

    def ask_restore(self, backup: Path) -> None:
        """Explain what going back to this backup means, and do it when that is wanted."""
        self._chosen = backup
        confirm(
            self.window(),
            _("Restore “{name}”?").format(name=backup.name),
            _(
                "The book becomes what it was when this backup was made. The book of today is not lost: it is kept "
                "among the backups, marked “replaced”. A damaged backup is refused and changes nothing."
            ),
            _("Restore"),
            self._restore,
            kind="danger",
        )

    def _restore(self) -> None:
        self.restore_wanted.emit(self._chosen)

    def _check_now(self) -> None:
        from app.queries import check

        self._check.setEnabled(False)
        self._say(_("Reading every page and adding up every amount…"), "soft")
        self._desk.ask("settings.check", check.check, then=self._show_check, failed=self._not_checked)

    @Slot(object)
    def _show_check(self, result: Any) -> None:
        self._check.setEnabled(True)
        if not result.findings:
            told = _("The book is whole, and every amount ties out: {partners}, {entries}, {statements}.")
            counted = told.format(
                partners=count(result.partners, _("{n} partner"), _("{n} partners")),
                entries=count(result.ledger_entries, _("{n} ledger entry"), _("{n} ledger entries")),
                statements=count(result.statements, _("{n} statement"), _("{n} statements")),
            )
            self._say(counted, "green")
            return
        found = len(result.findings)
        head = ngettext("{n} thing is wrong:", "{n} things are wrong:", found).format(n=found)
        sentences = [finding.sentence for finding in result.findings[:SHOWN_FINDINGS]]
        more = ["…"] if found > SHOWN_FINDINGS else []
        advice = _("Restore the newest backup that checks well, and keep this file.")
        self._say("\n".join([head, *sentences, *more, advice]), "red")

    @Slot(object)
    def _not_checked(self, error: Exception) -> None:
        self._check.setEnabled(True)
        self._say(str(error), "red")

    def _say(self, text: str, tone: str) -> None:
        self._verdict.setText(text)
        self._verdict.setProperty("tone", tone)
        self._verdict.show()
        restyle(self._verdict)

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.path.parent)))


def _made(kept: Any) -> str:
    when = kept.made_at.astimezone()
    return f"{day(when.date(), style='dated')}, {when:%H:%M}"


def lacking_files(made: Path) -> int:
    """How many files of partners the backup lacks."""
    from app.operations import backups

    return backups.lacking(made)


def _size(kept: Any) -> str:
    return _("{size} MB").format(size=f"{kept.size / MEGABYTE:.1f}")
