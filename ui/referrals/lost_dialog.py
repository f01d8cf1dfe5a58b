"""Why a referral was lost."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app import clock
from app.domain.errors import UserError
from app.domain.referrals import Stage
from app.i18n import _
from ui.desk import Desk
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import line


class LostDialog(FormDialog):
    """Why a referral was lost: for the partner, who will ask."""

    def __init__(self, desk: Desk, row: Any, parent: QWidget | None = None) -> None:
        super().__init__(_("{customer} is lost").format(customer=row.customer), _("Mark lost"), parent)
        self._desk, self._row = desk, row
        self._reason = line(row.lost_reason, hint=_("Too expensive, chose somebody else, no answer …"))
        self.row(_("Why"), self._reason)
        self._reason.setFocus()

    def save(self) -> None:
        from app.operations import referrals

        if not self._reason.text().strip():
            raise UserError("reason_missing", _("Say in a word why: your partner will ask."))
        self._desk.do(
            "Mark {customer} lost",
            referrals.move,
            self._row.id,
            Stage.LOST,
            clock.today(),
            self._reason.text(),
            then=self._saved,
            failed=self.refuse,
            customer=self._row.customer,
        )

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self.accept()
