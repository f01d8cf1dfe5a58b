"""E-mails, telephone numbers or websites: a line for each, as many as there are."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.partners import PointKind
from app.domain.rolodex import Point
from app.i18n import _
from ui import theme
from ui.partners.checked import Checked
from ui.widgets.buttons import button
from ui.widgets.fields import line
from ui.widgets.tab_order import follow_layout


class PointsField(QWidget):
    """Ways to reach somebody, of one kind. There is always a line to type in."""

    def __init__(self, kind: PointKind, points: Iterable[Point], whose: str = "") -> None:
        """``whose`` is the person they belong to, for screen readers."""
        super().__init__()
        self._kind, self._whose = kind, whose
        self._rows: list[_Row] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(5))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addLayout(self._lines, 1)
        for point in points:
            if point.kind is kind:
                self._append(point)
        if not self._rows:
            self._append(Point(kind, ""))

    def points(self) -> tuple[Point, ...]:
        """What was typed; empty lines are left out."""
        found = (row.point() for row in self._rows)
        return tuple(point for point in found if point.value.strip())

    def complain(self, value: str, sentence: str) -> bool:
        """Say what is wrong with the line that holds ``value``; whether there is such a line."""
        for row in self._rows:
            if row.point().value.strip() == value.strip():
                row.value.complain(sentence)
                row.value.setFocus()
                return True
        return False

    def clear_complaints(self) -> None:
        for row in self._rows:
            row.value.complain("")

    def focus_first(self) -> None:
        self._rows[0].value.setFocus()

    def _append(self, point: Point) -> _Row:
        row = _Row(point, self._name())
        row.add_wanted.connect(self._on_add)
        row.remove_wanted.connect(self._on_remove)
        self._rows.append(row)
        self._lines.addWidget(row)
        follow_layout(self)
        return row

    def _on_add(self) -> None:
        self._append(Point(self._kind, "")).value.setFocus()

    def _on_remove(self, row: _Row) -> None:
        if len(self._rows) == 1:
            row.empty()
            return
        self._rows.remove(row)
        self._lines.removeWidget(row)
        row.hide()
        row.deleteLater()
        self._rows[-1].value.setFocus()

    def _name(self) -> str:
        named = {
            PointKind.EMAIL: _("E-mail"),
            PointKind.PHONE: _("Telephone"),
            PointKind.WEBSITE: _("Website"),
            PointKind.OTHER: _("Other"),
        }[self._kind]
        return f"{named}, {self._whose}" if self._whose else named


class _Row(QWidget):
    """One line: the value, the word on it, and buttons to take it away and to begin another."""

    add_wanted = Signal()
    remove_wanted = Signal(object)

    def __init__(self, point: Point, name: str) -> None:
        super().__init__()
        self._point = point
        self.value: Checked[QLineEdit] = Checked(line(point.value, hint=name.partition(",")[0]))
        self.value.setAccessibleName(name)
        self._label = line(point.label, hint=_("work …"), name=_("Word on it: {name}").format(name=name))
        self._label.setFixedWidth(theme.px(104))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(5))
        layout.addWidget(self.value, 1)
        layout.addWidget(self._label)
        layout.addWidget(button("+", self.add_wanted.emit, "small", name=_("Add another: {name}").format(name=name)))
        layout.addWidget(button("−", self._remove, "small", name=_("Remove: {name}").format(name=name)))

    def point(self) -> Point:
        return Point(self._point.kind, self.value.field.text(), self._label.text(), self._point.id)

    def empty(self) -> None:
        self.value.field.clear()
        self._label.clear()

    def _remove(self) -> None:
        self.remove_wanted.emit(self)
