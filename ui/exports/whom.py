"""Whom to export, where the list of the partners is narrowed or several are selected."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.formatting import number
from app.i18n import _
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice


class WhomDialog(FormDialog):
    """All partners, those shown, or those selected. ``go_on`` is given their ids, or none for all."""

    def __init__(
        self, shown: array[int], selected: array[int], go_on: Callable[[array[int] | None], object], parent: QWidget
    ) -> None:
        super().__init__(_("Export"), _("Go on…"), parent)
        self._ids: dict[str, array[int] | None] = {"all": None, "shown": shown, "selected": selected}
        self._go_on, self._over = go_on, parent
        offered = [("all", _("Everything in the book"))]
        offered.append(("shown", _("The partners shown ({count})").format(count=number(len(shown)))))
        if len(selected) > 1:
            offered.append(("selected", _("The partners selected ({count})").format(count=number(len(selected)))))
        self._whom = Choice(offered, offered[-1][0])
        self.row(_("What"), self._whom)
        self._whom.setFocus()
        self.fit()

    def save(self) -> None:
        ids = self._ids[self._whom.value()]
        self.accept()
        # The dialog for the file runs a loop of its own: not before this one is gone.
        QTimer.singleShot(0, self._over, lambda: self._go_on(ids))
