"""Two cards side by side: where they differ, one is chosen field by field; all the rest is kept of both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.domain.custom_fields import OWN
from app.domain.merging import CHOSEN, differing
from app.domain.rolodex import PartnerFields
from app.formatting import terms_sentence
from app.i18n import _
from app.queries.merging import Both, Side
from ui import theme
from ui.merging import words
from ui.merging.cell import Cell
from ui.widgets.buttons import button
from ui.widgets.labels import Elided, label
from ui.widgets.panel import Hairline


class SideBySide(QScrollArea):
    """``changed`` tells that something else was chosen."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._both: Both | None = None
        self._cells: dict[str, tuple[Cell, Cell]] = {}
        self._money = label("", "body", tone="amber", wrap=True)
        self._place = 0
        self._grid = QGridLayout()

    @property
    def both(self) -> Both | None:
        """The two that are shown."""
        return self._both

    def clear(self) -> None:
        """Show nobody."""
        self._both, self._cells = None, {}
        self._show_inner(QWidget())

    def show_both(self, both: Both) -> None:
        """Show two cards; what the first says is chosen until the user says otherwise."""
        self._both, self._cells, self._place = both, {}, 0
        inner = QWidget()
        outer = QVBoxLayout(inner)
        outer.setContentsMargins(theme.px(18), theme.px(14), theme.px(18), theme.px(14))
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(16))
        self._grid.setVerticalSpacing(theme.px(9))
        for column, share in enumerate((0, 1, 1)):
            self._grid.setColumnStretch(column, share)
        outer.addLayout(self._grid)
        self._money = label("", "body", tone="amber", wrap=True)
        outer.addWidget(self._money)
        outer.addStretch(1)
        self._heads(both)
        self._fields(both)
        self._kept(both)
        if both.asks_for_terms:
            self._terms(both)
        self._show_inner(inner)
        self._tell()

    def _show_inner(self, inner: QWidget) -> None:
        inner.setObjectName("content")
        self.setWidget(inner)

    def chosen(self) -> frozenset[str]:
        """The fields that are taken from the second card."""
        return frozenset(name for name, cells in self._cells.items() if name != "terms" and _is_on(cells[1]))

    def terms_of(self) -> int | None:
        """Whose terms hold, where that was to be chosen."""
        if self._both is None or "terms" not in self._cells:
            return None
        side = self._both.other if _is_on(self._cells["terms"][1]) else self._both.kept
        return side.card.id

    def focus_first(self) -> None:
        """Put the focus on the first choice."""
        for cells in self._cells.values():
            for cell in cells:
                if cell.radio is not None and cell.radio.isChecked():
                    cell.radio.setFocus()
                    return

    def _heads(self, both: Both) -> None:
        for column, side in enumerate((both.kept, both.other), start=1):
            head = QWidget()
            lines = QVBoxLayout(head)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(theme.px(3))
            name = side.card.fields.name
            lines.addWidget(Elided(name, "heading"))
            lines.addWidget(label(words.since(side), "soft", wrap=True))
            take = button(
                _("Take all from here"),
                partial(self._take_all, column - 1),
                "small",
                name=_("Take all from {partner}").format(partner=name),
            )
            lines.addWidget(take, 0, Qt.AlignmentFlag.AlignLeft)
            self._grid.addWidget(head, 0, column)
        self._place = 1

    def _fields(self, both: Both) -> None:
        ours, theirs = both.kept.card.fields, both.other.card.fields
        differ = differing(ours, theirs)
        for name in differ:
            if not name.startswith(OWN):
                self._line(words.field(name), name, words.value(ours, name), words.value(theirs, name))
        for field in both.own:
            one, other = words.own_value(ours, field), words.own_value(theirs, field)
            if one or other:
                name = field.key
                self._line(field.name, name if name in differ else "", one, other)
        same = [name for name in CHOSEN if name not in differ]
        for name in same:
            said = words.value(ours, name), words.value(theirs, name)
            if any(said):
                self._line(words.field(name), "", *said)

    def _kept(self, both: Both) -> None:
        """What both say is kept, people of one name and equal addresses once."""
        ours, theirs = both.kept.card.fields, both.other.card.fields
        rows: tuple[tuple[str, Callable[[PartnerFields], str]], ...] = (
            (_("People"), words.people),
            (_("Reached by"), words.reach),
            (_("Addresses"), words.addresses),
            (_("Tags"), words.tags),
            (_("Notes"), lambda fields: fields.notes),
        )
        shown = [(title, of(ours), of(theirs)) for title, of in rows if of(ours) or of(theirs)]
        if shown:
            self._rule(_("Kept of both"))
        for title, one, other in shown:
            self._line(title, "", one, other)

    def _terms(self, both: Both) -> None:
        self._rule(_("Whose terms hold from now on"))
        one, other = (_terms_of(side) for side in (both.kept, both.other))
        self._line(_("Terms"), "terms", one, other, second=both.terms_of == both.other.card.id)

    def _rule(self, heading: str) -> None:
        self._grid.addWidget(Hairline(), self._place, 0, 1, 3)
        self._grid.addWidget(label(heading, "bold", wrap=True), self._place + 1, 0, 1, 3)
        self._place += 2

    def _line(self, title: str, name: str, one: str, other: str, second: bool = False) -> None:
        group = QButtonGroup(self._grid.parentWidget()) if name else None
        cells = tuple(Cell(text, f"{title}: {text}", group) for text in (one, other))
        top = Qt.AlignmentFlag.AlignTop
        self._grid.addWidget(label(title, "soft"), self._place, 0, top)
        for column, cell in enumerate(cells, start=1):
            self._grid.addWidget(cell, self._place, column, top)
        self._place += 1
        if group is not None:
            self._cells[name] = (cells[0], cells[1])
            _switch_on(cells[second])
            group.buttonToggled.connect(self._tell)

    def _take_all(self, side: int) -> None:
        for cells in self._cells.values():
            _switch_on(cells[side])

    def _tell(self) -> None:
        """Say what the choice of terms changes."""
        if self._both is not None:
            holder = self.terms_of() or self._both.terms_of
            said = words.change(self._both.changes[holder])
            self._money.setText(said)
            self._money.setVisible(bool(said))
        self.changed.emit()


def _terms_of(side: Side) -> str:
    terms = side.card.terms
    return terms_sentence(terms.terms) if terms is not None else _("no terms")


def _is_on(cell: Cell) -> bool:
    return cell.radio is not None and cell.radio.isChecked()


def _switch_on(cell: Cell) -> None:
    if cell.radio is not None:
        cell.radio.setChecked(True)
