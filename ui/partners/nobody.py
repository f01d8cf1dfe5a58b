"""What stands in the place of an empty list: what belongs there, and the one next step."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedLayout, QWidget

from app.i18n import _
from app.queries.partner_list import Chip
from ui.widgets.buttons import button
from ui.widgets.empty import EmptyPlace


class Nobody(QWidget):
    """Shown instead of the list when it has no rows: in a book without partners, or when nobody fits."""

    all_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._beginning = EmptyPlace(
            _("No partners yet"),
            _("Everyone who sends you customers gets a card here."),
        )
        self._unfit = EmptyPlace("", "", [button(_("Show all partners"), self.all_wanted.emit)])
        self._layout = QStackedLayout(self)
        self._layout.addWidget(self._beginning)
        self._layout.addWidget(self._unfit)

    def set_book_empty(self, empty: bool) -> None:
        """Whether there is no partner at all."""
        self._layout.setCurrentWidget(self._beginning if empty else self._unfit)

    def explain(self, chip: Chip, search: str, *, filtered: bool = False) -> None:
        """Say why nothing is shown under this chip, search and filter."""
        self._unfit.say(*_words(chip, search.strip(), filtered=filtered))


def _words(chip: Chip, search: str, *, filtered: bool) -> tuple[str, str]:
    if filtered and not search:
        return _("Nobody fits"), _("No partner fits this filter. Press Esc to leave it.")
    if search:
        return _("Nobody found"), _(
            "No partner has “{text}” in the name, the people, the e-mails, the numbers or the notes."
        ).format(text=search)
    return {
        Chip.ALL: (_("No partners yet"), ""),
        Chip.ACTIVE: (_("No active partners"), _("Partners whose status is “active” stand here.")),
        Chip.PROSPECTS: (
            _("No prospects"),
            _("Whoever may become a partner stands here: prospects, invited, and those just starting."),
        ),
        Chip.QUIET: (
            _("Nobody is going quiet"),
            _("Partners you have not spoken to for longer than their rhythm of contact show up here."),
        ),
        Chip.OWED: (_("Nothing is owed"), _("Partners with a commission that can be paid now stand here.")),
    }[chip]
