"""What each column of a sheet means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.exchange.drafts import Column
from app.i18n import _
from ui import theme
from ui.imports import words
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice
from ui.widgets.labels import Elided


class ColumnsDialog(FormDialog):
    """``chosen`` tells the field of each column by its header."""

    chosen = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        fields: Sequence[tuple[str, str]],
        recognised: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("What the columns mean"), _("Read again"), parent, width=560)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.say(
            _("Below each choice are the first values of the column.")
            if recognised
            else _("No column says by its name who it is about. Say what they hold: below each are its first values.")
        )
        self._fields: list[tuple[str, Choice]] = []
        for column in columns:
            offered = [*fields]
            if column.field not in dict(offered):
                offered.append((column.field, words.field_name(column.field)))
            field = Choice(offered, column.field)
            field.setAccessibleName(column.header)
            self._fields.append((column.header, field))
            self.row(column.header, _with_examples(field, column))

    def save(self) -> None:
        self.chosen.emit({header: str(field.value()) for header, field in self._fields})
        self.accept()


def _with_examples(field: Choice, column: Column) -> QWidget:
    both = QWidget()
    layout = QVBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(2))
    layout.addWidget(field)
    if column.examples:
        layout.addWidget(Elided(" · ".join(column.examples), "small"))
    both.setFocusProxy(field)
    return both
