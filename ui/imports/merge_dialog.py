"""Choosing the partner of the book that records of a file are merged into."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from app.formatting import count
from app.i18n import _
from ui.desk import Desk
from ui.imports.rows import PreviewRow
from ui.partner_dialog import PartnerDialog


class MergeDialog(PartnerDialog):
    """Says of how many records it is."""

    def __init__(self, desk: Desk, rows: Sequence[PreviewRow], parent: QWidget | None = None) -> None:
        what = f"“{rows[0].draft.name}”" if len(rows) == 1 else count(len(rows), _("{n} record"), _("{n} records"))
        said = _("What is new in {what} is added to the partner; nothing that is there is lost or overwritten.")
        super().__init__(desk, _("Merge into a partner"), _("Merge"), said.format(what=what), parent)
