"""The partners that this one has to do with: who introduced it, whose company it is, with whom it works."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.i18n import _
from ui import theme
from ui.partners.relation_words import told
from ui.widgets.buttons import Link, button
from ui.widgets.labels import Elided, label

if TYPE_CHECKING:
    from app.queries.relations import RelationRow


class RelationsList(QWidget):
    """A line for each relation. ``open_wanted`` tells the other partner's id, ``remove_wanted`` the relation."""

    add_wanted = Signal()
    open_wanted = Signal(object)
    remove_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.addWidget(label(_("Relations"), "bold"))
        head.addStretch(1)
        head.addWidget(button(_("Add a relation…"), self.add_wanted.emit, "small"))
        outer.addLayout(head)
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(2))
        outer.addLayout(self._lines)

    def show_relations(self, rows: Sequence[RelationRow]) -> None:
        """Show these."""
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._lines.addWidget(self._line(row))
        if not rows:
            hint = _("Who introduced this partner, to which company it belongs, with whom it works.")
            self._lines.addWidget(label(hint, "soft", wrap=True))

    def _line(self, row: RelationRow) -> QWidget:
        made = QWidget()
        layout = QHBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        words = told(row.kind, row.is_first)
        layout.addWidget(label(words, "soft"))
        link = Link(partial(self.open_wanted.emit, row.other_id))
        link.show_text(row.other, f"{words} {row.other}")
        layout.addWidget(link)
        layout.addWidget(Elided(row.note, "soft"), 1)
        name = _("Remove: {what}").format(what=f"{words} {row.other}")
        layout.addWidget(button(_("Remove"), partial(self.remove_wanted.emit, row), "small", name=name))
        return made
