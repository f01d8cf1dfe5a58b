"""Partners that may be in the book twice, one pair after the other: made one, told apart, or left for later."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from app import clock
from app.domain.errors import PartnerbookError
from app.domain.relations import RelationKind
from app.formatting import number
from app.i18n import _, ngettext
from app.operations import merging, relations
from app.queries import merging as queries
from app.queries.duplicates import Pair, duplicates
from app.queries.merging import Both
from ui import theme
from ui.desk import Desk
from ui.merging import words
from ui.merging.side_by_side import SideBySide
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.widgets.buttons import button
from ui.widgets.dialog import room_over
from ui.widgets.labels import label
from ui.widgets.record_list import RecordList, TwoLines


class MergingDialog(QDialog):
    """``merged`` tells in a sentence what was done, and ``opened`` the card that stays.

    Without ``pair`` it looks through the whole book first.
    """

    merged = Signal(str)
    opened = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None, pair: tuple[int, int] | None = None) -> None:
        super().__init__(parent)
        heading = _("Possible duplicates") if pair is None else _("Merge two partners")
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setModal(True)
        self._desk, self._pair, self._alone = desk, pair, pair is not None
        self._pairs: list[Pair] = []
        self._summary = label("", "soft", wrap=True)
        self._model = RecordModel([Column(_("Pair"), words.pair)], self)
        self._list = RecordList(_present, _("Pairs of partners that may be one"))
        self._list.setModel(self._model)
        self._list.setMinimumWidth(theme.px(220))
        self._sides = SideBySide()
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._trouble = label("", "error", wrap=True)
        self._apart = button(_("They are two"), self._tell_apart)
        self._merge = button(_("Merge"), self._do_merge, "primary")
        self._apart.setVisible(not self._alone)
        self._arrange(heading)
        self._list.current_changed.connect(self._on_row)
        self._list.opened.connect(self._focus_choices)
        QShortcut(QKeySequence("Ctrl+Return"), self, self._do_merge)
        self.resize(room_over(parent, 1000, 660))

    def _arrange(self, heading: str) -> None:
        self._split.setChildrenCollapsible(False)
        self._split.addWidget(self._list)
        self._split.addWidget(self._sides)
        self._split.setStretchFactor(1, 1)
        self._split.setSizes([theme.px(280), theme.px(700)])
        self._list.setVisible(not self._alone)
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(8))
        foot.addWidget(self._apart)
        foot.addStretch(1)
        foot.addWidget(button(_("Close"), self.reject))
        foot.addWidget(self._merge)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        outer.setSpacing(theme.px(10))
        outer.addWidget(label(heading, "title", wrap=True))
        outer.addWidget(self._summary)
        outer.addWidget(self._split, 1)
        outer.addStretch(0)
        outer.addWidget(self._trouble)
        outer.addLayout(foot)
        self._trouble.hide()

    def start(self) -> None:
        """Open, and look through the book or at the two."""
        self._allow(False)
        self._sides.clear()
        self.open()
        if self._pair is not None:
            self._summary.setText(
                _("Everything moves to one card. What is not chosen is kept in its notes, and undo brings both back.")
            )
            self._ask(self._pair)
            return
        self._summary.setText(_("Looking through the book…"))
        self._split.hide()  # an empty list would look like an answer
        self._desk.ask("merging.duplicates", duplicates, then=self._show)

    @Slot(object)
    def _show(self, pairs: tuple[Pair, ...]) -> None:
        self._pairs = list(pairs)
        self._list_pairs(0)
        self._list.setFocus()

    def _list_pairs(self, place: int) -> None:
        """The pairs that are left, with the one at ``place`` in front."""
        self._model.set_rows(self._pairs)
        left = len(self._pairs)
        self._summary.setText(
            ngettext(
                "{n} pair may be one partner, the likeliest first. What is not chosen is kept in the notes.",
                "{n} pairs may be one partner each, the likeliest first. What is not chosen is kept in the notes.",
                left,
            ).format(n=number(left))
            if left
            else _("No two partners look like one. Nothing is to be done here.")
        )
        for each in (self._split, self._apart, self._merge):
            each.setVisible(bool(left))
        if left:
            self._list.go_to(min(place, left - 1))
            self._on_row(self._list.currentIndex().row())
        else:
            self._sides.clear()
            self._allow(False)

    @Slot(int)
    def _on_row(self, place: int) -> None:
        pair = self._model.row(place)
        if pair is not None:
            self._ask((pair.first_id, pair.second_id))

    def _ask(self, pair: tuple[int, int]) -> None:
        self._allow(False)
        self._trouble.hide()
        self._desk.ask("merging.both", queries.both, *pair, clock.today(), then=self._show_both, failed=self._refuse)

    @Slot(object)
    def _show_both(self, both: Both) -> None:
        self._sides.show_both(both)
        self._allow(True)
        if self._alone:
            self._sides.focus_first()

    @Slot()
    def _focus_choices(self) -> None:
        self._sides.focus_first()

    def _allow(self, allowed: bool) -> None:
        self._merge.setEnabled(allowed)
        self._apart.setEnabled(allowed)

    def _do_merge(self) -> None:
        both = self._sides.both
        if both is None or not self._merge.isEnabled():
            return
        self._allow(False)
        kept, other = both.kept.card, both.other.card
        self._desk.do(
            "Merge {other} with {partner}",
            merging.merge,
            kept.id,
            other.id,
            self._sides.chosen(),
            self._sides.terms_of(),
            then=partial(self._on_merged, {kept.id, other.id}, kept.fields.name),
            failed=self._refuse,
            partner=kept.fields.name,
            other=other.fields.name,
        )

    def _on_merged(self, ids: set[int], name: str, stays: int) -> None:
        self.merged.emit(_("{partner} is one card now.").format(partner=name))
        self.opened.emit(stays)
        if self._alone:
            self.accept()
            return
        place = self._list.currentIndex().row()
        gone = ids - {stays}
        self._pairs = [pair for pair in self._pairs if not gone & {pair.first_id, pair.second_id}]
        self._list_pairs(place)

    def _tell_apart(self) -> None:
        both = self._sides.both
        if both is None:
            return
        self._allow(False)
        one, other = both.kept.card, both.other.card
        self._desk.do(
            "Tell {partner} and {other} apart",
            relations.relate,
            one.id,
            RelationKind.DISTINCT,
            other.id,
            then=partial(self._on_apart, {one.id, other.id}),
            failed=self._refuse,
            partner=one.fields.name,
            other=other.fields.name,
        )

    def _on_apart(self, ids: set[int], _nothing: Any) -> None:
        place = self._list.currentIndex().row()
        self._pairs = [pair for pair in self._pairs if {pair.first_id, pair.second_id} != ids]
        self._list_pairs(place)

    @Slot(object)
    def _refuse(self, error: PartnerbookError) -> None:
        self._trouble.setText(str(error))
        self._trouble.show()
        self._allow(True)


def _present(pair: Pair) -> TwoLines:
    return TwoLines(words.pair(pair), words.reasons(pair))
