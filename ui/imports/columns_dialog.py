"""What each column of a sheet means."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.exchange.drafts import Column
from app.i18n import _
from ui import theme
from ui.imports import words
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, line
from ui.widgets.labels import Elided, label


class ColumnsDialog(FormDialog):
    """``chosen`` tells the field of each column by its header.

    ``remember_wanted`` tells a name and the same, to be kept for other files of these columns; whoever does it closes
    the dialog, or has it say why not.
    """

    chosen = Signal(object)
    remember_wanted = Signal(str, object)

    def __init__(
        self,
        columns: Sequence[Column],
        fields: Sequence[tuple[str, str]],
        recognised: bool,
        remembered: str = "",
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
        self._name = line(remembered, hint=_("Name for files with these columns"), name=_("Remember as"))
        self.keep(_beside(label(_("Remember as"), "soft"), self._name))

    def save(self) -> None:
        mapping = {header: str(field.value()) for header, field in self._fields}
        if self._name.text().strip():
            self.remember_wanted.emit(self._name.text(), mapping)
        else:
            self.chosen.emit(mapping)
            self.accept()


def _beside(words: QWidget, field: QWidget) -> QWidget:
    both = QWidget()
    layout = QHBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(12))
    layout.addWidget(words)
    layout.addWidget(field, 1)
    return both


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
