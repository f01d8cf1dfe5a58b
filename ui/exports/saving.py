"""Exporting: one dialog that asks for a file, whose ending says what is written."""

from __future__ import annotations

from array import array
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QFileDialog, QWidget

from app.i18n import _
from ui.desk import Desk

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Kind:
    """Something that can be exported: its words, the ending, the kind of record, the version of contact cards."""

    words: str
    ending: str
    what: str
    vcard: str = "4.0"


def _of_partners() -> list[Kind]:
    """What can be written of some partners alone."""
    return [
        Kind(_("Partners as a table (*.csv)"), ".csv", "partners"),
        Kind(_("Partners as a workbook (*.xlsx)"), ".xlsx", "partners"),
        Kind(_("People as contact cards (*.vcf)"), ".vcf", "people"),
        Kind(_("People as contact cards for older programs, vCard 3.0 (*.vcf)"), ".vcf", "people", "3.0"),
    ]


def _kinds() -> list[Kind]:
    return [
        *_of_partners(),
        Kind(_("Follow-ups as a calendar (*.ics)"), ".ics", "reminders"),
        Kind(_("Commissions as a workbook (*.xlsx)"), ".xlsx", "commissions"),
        Kind(_("Referrals as a workbook (*.xlsx)"), ".xlsx", "referrals"),
        Kind(_("The whole book, without loss (*.json)"), ".json", "everything"),
    ]


def ask_export(desk: Desk, parent: QWidget, say: Say, only: array[int] | None = None) -> None:
    """Ask where to and what, and write it beside everything else; ``say`` is told when it is done.

    ``only`` are the ids of the partners who are wanted alone.
    """
    kinds = _kinds() if only is None else [*_of_partners(), Kind(_("Partners as JSON (*.json)"), ".json", "partners")]
    chosen, words = QFileDialog.getSaveFileName(
        parent, _("Export"), str(desk.path.with_suffix("")), ";;".join(kind.words for kind in kinds)
    )
    if not chosen:
        return
    kind = next((kind for kind in kinds if kind.words == words), kinds[0])
    path = Path(chosen)
    if path.suffix.lower() != kind.ending:
        path = path.with_name(path.name + kind.ending)
    desk.ask("exports", _write, desk.files, path, kind, only, then=partial(_done, say, path))


def _write(session: Any, files: Any, path: Path, kind: Kind, only: array[int] | None) -> int:
    from app import clock, file_export
    from app.exchange.atomic import atomic_write

    with atomic_write(path, overwrite=True) as file:
        how = {"only": only, "vcard": kind.vcard, "files": files}
        return file_export.write(session, kind.what, kind.ending, file, clock.now(), **how)


def _done(say: Say, path: Path, count: int) -> None:
    say(_("{count} records are in “{name}”.").format(count=count, name=path.name))
