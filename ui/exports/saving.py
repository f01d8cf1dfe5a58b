"""Exporting: one dialog that asks for a file, whose ending says what is written."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _
from ui.desk import Desk

Say = Callable[[str], None]


def _kinds() -> list[tuple[str, str, str]]:
    """What can be exported: the words, the ending, the kind of record."""
    return [
        (_("Partners as a table (*.csv)"), ".csv", "partners"),
        (_("Partners as a workbook (*.xlsx)"), ".xlsx", "partners"),
        (_("People as contact cards (*.vcf)"), ".vcf", "people"),
        (_("Follow-ups as a calendar (*.ics)"), ".ics", "reminders"),
        (_("Commissions as a workbook (*.xlsx)"), ".xlsx", "commissions"),
        (_("Referrals as a workbook (*.xlsx)"), ".xlsx", "referrals"),
        (_("The whole book, without loss (*.json)"), ".json", "everything"),
    ]


def ask_export(desk: Desk, parent: QWidget, say: Say) -> None:
    """Ask where to and what, and write it beside everything else; ``say`` is told when it is done."""
    kinds = _kinds()
    chosen, words = QFileDialog.getSaveFileName(
        parent, _("Export"), str(desk.path.with_suffix("")), ";;".join(kind[0] for kind in kinds)
    )
    if not chosen:
        return
    _words, ending, what = next((kind for kind in kinds if kind[0] == words), kinds[0])
    path = Path(chosen)
    if path.suffix.lower() != ending:
        path = path.with_name(path.name + ending)
    desk.ask("exports", _write, desk.files, path, ending, what, then=partial(_done, say, path))


def _write(session: Any, files: Any, path: Path, ending: str, what: str) -> int:
    from app import clock, file_export
    from app.exchange.atomic import atomic_write

    with atomic_write(path, overwrite=True) as file:
        return file_export.write(session, what, ending, file, clock.now(), files=files)


def _done(say: Say, path: Path, count: int) -> None:
    say(_("{count} records are in “{name}”.").format(count=count, name=path.name))
