"""The field in which a partner of the book is chosen by typing a few letters of its name."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.i18n import _
from ui.desk import Desk
from ui.widgets.suggest import SHOWN, Suggest, Suggestion


class PartnerField(Suggest):
    """``leave_out`` tells, when suggestions are shown, whom not to suggest."""

    def __init__(
        self, desk: Desk, leave_out: Callable[[], Collection[int]] = tuple, parent: QWidget | None = None
    ) -> None:
        super().__init__(_("Partner"), _("Type a few letters of the partner’s name"), parent)
        self._desk, self._leave_out = desk, leave_out
        self.wanted.connect(self._ask_book)

    @Slot(str)
    def _ask_book(self, typed: str) -> None:
        from app.queries import partners

        most = SHOWN + len(self._leave_out())
        self._desk.ask(("partner.field", id(self)), partners.choices, typed, most, then=self._take)

    @Slot(object)
    def _take(self, choices: Sequence[Any]) -> None:
        unwanted = self._leave_out()
        self.offer([Suggestion(each.id, each.name, each.code) for each in choices if each.id not in unwanted])
