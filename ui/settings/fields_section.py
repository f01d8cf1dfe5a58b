"""The user's own fields: which there are, in their order, and how many partners have a value in each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout

from app.formatting import count
from app.i18n import _, ngettext
from ui import names, theme
from ui.desk import Desk
from ui.settings.short_table import ShortTable
from ui.table.columns import Column
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.messages import confirm
from ui.widgets.panel import Panel

if TYPE_CHECKING:
    from app.queries.custom_fields import FieldRow

STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class FieldsSection(Panel):
    """Added, changed, put in order (Alt+Up and Alt+Down too) and taken away."""

    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Fields"))
        self._desk = desk
        self._rows: tuple[FieldRow, ...] = ()
        self._chosen: int | None = None
        self.body.setSpacing(theme.px(10))
        self._about = label("", "soft", wrap=True)
        self.body.addWidget(self._about)
        columns = (
            Column(_("Field"), lambda row: str(row.definition.name), 150, bold=True, stretch=True),
            Column(_("Holds"), _holds, 230, stretch=True),
            Column(_("Filled in"), _filled, 120, right=True),
        )
        self.table = ShortTable(columns, _("Fields"))
        self.table.opened.connect(self._open_form)
        self.table.installEventFilter(self)
        self.body.addWidget(self.table)
        self._edit = button(_("Edit…"), self.edit_field, "small")
        self._up = button("↑", partial(self.move_field, -1), "small", name=_("Move up"))
        self._down = button("↓", partial(self.move_field, 1), "small", name=_("Move down"))
        self._remove = button(_("Remove"), self.remove_field, "small")
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(6))
        foot.addWidget(button(_("New field…"), self.add_field))
        foot.addStretch(1)
        for each in (self._edit, self._up, self._down, self._remove):
            foot.addWidget(each)
        self.body.addLayout(foot)
        self.table.current_changed.connect(self._on_current)

    def refresh(self) -> None:
        """Ask which fields there are."""
        from app.queries import custom_fields

        self._desk.ask("settings.fields", custom_fields.listed, then=self._show)

    def add_field(self) -> None:
        """Open the form of a new field."""
        self._open_form(None)

    def edit_field(self) -> None:
        """Open the form of the current field."""
        row = self.table.current_row()
        if row is not None:
            self._open_form(row)

    def move_field(self, step: int, _checked: bool = False) -> None:
        """Put the current field a place up (-1) or down (1)."""
        from app.operations import custom_fields

        row = self.table.current_row()
        if row is not None:
            name = row.definition.name
            self._chosen = row.definition.id
            self._desk.do("Move field {field}", custom_fields.move, row.definition.id, step, field=name)

    def remove_field(self) -> None:
        """Take the current field away, after saying how many partners have a value in it."""
        row = self.table.current_row()
        if row is not None:
            confirm(
                self.window(),
                _("Remove “{name}”?").format(name=row.definition.name),
                _removal(row.partners),
                _("Remove"),
                partial(self._take_away, row),
                kind="danger",
            )

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        if watched is self.table and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = STEPS.get(Qt.Key(event.key()))
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.move_field(step)
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.remove_field()
                return True
        return False

    @Slot(object)
    def _show(self, rows: tuple[FieldRow, ...]) -> None:
        self._rows = rows
        wanted = self._chosen
        self._about.setText(
            _("What you keep of every partner beside the fields there are. They stand in this order everywhere.")
            if rows
            else _(
                "Is there something that you want to know of every partner, such as a region, the end of a contract or "
                "a customer number? Give it a field: you can search and filter by it, and bring it in and out of files."
            )
        )
        self.table.show_rows(rows)
        for place, row in enumerate(rows):
            if row.definition.id == wanted:
                self.table.setCurrentIndex(self.table.model().index(place, 0))
        for each in (self._edit, self._up, self._down, self._remove):
            each.setVisible(bool(rows))
        self._on_current(self.table.current_row())

    @Slot(object)
    def _on_current(self, row: Any) -> None:
        place = self._rows.index(row) if row in self._rows else -1
        if row is not None:
            self._chosen = row.definition.id
        self._up.setEnabled(place > 0)
        self._down.setEnabled(0 <= place < len(self._rows) - 1)

    @Slot(object)
    def _open_form(self, row: FieldRow | None) -> None:
        from ui.settings.field_form import FieldForm

        form = FieldForm(self._desk, row, self.window())
        form.saved.connect(self._choose)
        form.open()

    @Slot(object)
    def _choose(self, field_id: int) -> None:
        self._chosen = field_id

    def _take_away(self, row: FieldRow) -> None:
        from app.operations import custom_fields

        name = row.definition.name
        done = partial(self._removed, name)
        self._desk.do("Remove field {field}", custom_fields.remove, row.definition.id, then=done, field=name)

    def _removed(self, name: str, _had: int) -> None:
        self.said.emit(_("“{name}” was removed.").format(name=name))


def _holds(row: FieldRow) -> str:
    words = names.field_kind(row.definition.kind)
    return f"{words}: {', '.join(row.definition.choices)}" if row.definition.choices else words


def _filled(row: FieldRow) -> str:
    return count(row.partners, _("{n} partner"), _("{n} partners")) if row.partners else _("nobody yet")


def _removal(partners: int) -> str:
    if not partners:
        return _("Nobody has a value in it. Undo brings it back.")
    return ngettext(
        "{n} partner has a value in it, which goes with it. Undo brings everything back.",
        "{n} partners have a value in it, which go with it. Undo brings everything back.",
        partners,
    ).format(n=partners)
