"""Whom a file means by a name that is not sure: asked once for each name, with those offered who are called alike."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.formatting import number
from app.i18n import _
from ui import theme
from ui.actions import plain
from ui.imports.deals_work import Question
from ui.table.columns import Column
from ui.table.model import RecordModel
from ui.table.view import RecordTable
from ui.widgets.buttons import button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label

WIDEST = 200
"""So wide a name on a button may be, in design pixels."""

OFFERED = 3
"""How many of those offered have a button of their own; the rest are found by “Another partner…”."""


class Questions(QWidget):
    """``answered`` tells what was asked and the partner's id, or none for nobody; ``other_wanted`` the question that
    somebody else is the answer to, ``again_wanted`` that all answers are taken back."""

    answered = Signal(str, object)
    other_wanted = Signal(object)
    again_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        columns = (
            Column(_("Written in the file"), lambda each: str(each.asks), 220, stretch=True, bold=True),
            Column(_("Rows"), lambda each: number(each.rows), 70, right=True),
            Column(_("May be"), _may_be, 260, stretch=True),
        )
        self._model = RecordModel(columns, self)
        self._table = RecordTable(self._model, _("Partners that are not sure"))
        self._why = label("", "soft", wrap=True)
        self._offers = [button("", partial(self._take, place), "small") for place in range(OFFERED)]
        self._other = button(_("Another partner…"), self._want_other, "small")
        self._nobody = button(_("Nobody in the book"), self._say_nobody, "small")
        self._again = button(_("Ask all again"), self.again_wanted.emit, "small")
        foot = QWidget()
        buttons = FlowLayout(foot, gap=theme.px(6), line_gap=theme.px(6))
        for each in (*self._offers, self._other, self._nobody, self._again):
            buttons.addWidget(each)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(self._table, 1)
        layout.addWidget(self._why)
        layout.addWidget(foot)
        self._current: Question | None = None
        self._table.current_changed.connect(self._show)

    def show_questions(self, questions: Sequence[Question], answered: bool) -> None:
        """Ask these; ``answered`` is whether others were answered before."""
        self._again.setVisible(answered)
        self._model.set_rows(questions)
        if questions:
            self._table.setCurrentIndex(self._model.index(0, 0))
        self._show(questions[0] if questions else None)

    @Slot(object)
    def _show(self, question: Question | None) -> None:
        self._current = question
        self._why.setText(question.why if question else _("Everybody named in the file is known."))
        offered = question.offered if question else ()
        for place, each in enumerate(self._offers):
            each.setVisible(place < len(offered))
            if place < len(offered):
                name = offered[place][1]
                short = each.fontMetrics().elidedText(name, Qt.TextElideMode.ElideRight, theme.px(WIDEST))
                each.setText(plain(_("It is {partner}").format(partner=short)))
                each.setAccessibleName(_("It is {partner}").format(partner=name))
        for each in (self._other, self._nobody):
            each.setEnabled(question is not None)

    def _take(self, place: int) -> None:
        if self._current is not None:
            self.answered.emit(self._current.asks, self._current.offered[place][0])

    def _want_other(self) -> None:
        if self._current is not None:
            self.other_wanted.emit(self._current)

    def _say_nobody(self) -> None:
        if self._current is not None:
            self.answered.emit(self._current.asks, None)


def _may_be(question: Question) -> str:
    return ", ".join(name for _id, name in question.offered) or _("nobody of a like name")
