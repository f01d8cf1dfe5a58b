"""How a file was understood, and the means to have it read otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from app.exchange.asked import GUESSED
from app.exchange.drafts import ReadResult
from app.exchange.preset import Preset
from app.i18n import _
from ui import theme
from ui.imports import words
from ui.imports.columns_dialog import ColumnsDialog
from ui.imports.work import Reading
from ui.widgets.buttons import button
from ui.widgets.fields import Choice
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label

BY_NAMES = (GUESSED, "given")
"""What a result says where neither a program nor anything remembered was known by the columns."""


@dataclass(frozen=True, slots=True)
class Means:
    """What a sheet of this kind can hold: what its columns may mean, and whether enough of them was understood.

    ``presets`` are the programs whose sheets of this kind are known.
    """

    fields: Callable[[], Sequence[tuple[str, str]]]
    recognised: Callable[[ReadResult[Any]], bool]
    kind: str
    presets: Sequence[Preset]


class HowRead(QWidget):
    """``changed`` tells another way to read the file.

    ``remember_wanted`` tells the dialog that asked, a name, and what the columns mean.
    """

    changed = Signal(object)
    remember_wanted = Signal(object, str, object)

    def __init__(self, means: Means) -> None:
        super().__init__()
        self._means = means
        self._reading: Reading | None = None
        self._result: ReadResult[Any] | None = None
        presets = [(preset.name, preset.title) for preset in means.presets]
        self._preset = Choice([(GUESSED, _("By the names of its columns")), *presets])
        self._encoding = Choice(words.ENCODINGS)
        self._delimiter = Choice(words.delimiters())
        self._quote = Choice(words.quotes())
        self._decimal = Choice(words.decimals())
        self._dates = Choice(words.date_orders())
        self._columns = button(_("Columns…"), self.choose_columns)
        layout = FlowLayout(self, gap=theme.px(14), line_gap=theme.px(6))
        for name, field in (
            (_("Made by"), self._preset),
            (_("Letters"), self._encoding),
            (_("Between cells"), self._delimiter),
            (_("Around cells"), self._quote),
            (_("Amounts"), self._decimal),
            (_("Dates"), self._dates),
        ):
            field.setAccessibleName(name)
            field.picked.connect(self._on_picked)
            layout.addWidget(_together(label(name, "soft"), field))
        layout.addWidget(self._columns)

    def show_result(self, reading: Reading, result: ReadResult[Any]) -> None:
        """Show how the file was read."""
        self._reading, self._result = reading, result
        for each in reading.saved:
            if each.kind == self._means.kind:
                self._preset.add(each.name, each.name)
        self._preset.set_value(_preset_of(result))
        if result.encoding:
            self._encoding.add(result.encoding.lower(), result.encoding)
        if result.delimiter:
            self._delimiter.add(result.delimiter, result.delimiter)
        self._encoding.set_value(result.encoding.lower())
        found = ((self._delimiter, result.delimiter), (self._quote, result.quote), (self._decimal, result.decimal))
        for field, value in (*found, (self._dates, result.dates)):
            field.set_value(value)
            _show(field, bool(value))
        _show(self._encoding, bool(result.encoding))
        _show(self._preset, bool(result.columns))
        self._columns.setVisible(bool(result.columns))

    @Slot()
    def _on_picked(self) -> None:
        reading, result = self._reading, self._result
        if reading is None or result is None:
            return
        preset = str(self._preset.value())
        other = preset != _preset_of(result)
        self.changed.emit(
            replace(
                reading,
                preset=preset if other else reading.preset,
                mapping=None if other else reading.mapping,
                encoding=_picked(self._encoding, result.encoding.lower(), reading.encoding),
                delimiter=_picked(self._delimiter, result.delimiter, reading.delimiter),
                quote=_picked(self._quote, result.quote, reading.quote),
                decimal=_picked(self._decimal, result.decimal, reading.decimal),
                dates=_picked(self._dates, result.dates, reading.dates),
            )
        )

    @Slot()
    def choose_columns(self) -> None:
        """Ask what each column means; with a word of explanation where none was recognised."""
        if self._result is None or self._reading is None:
            return
        means, result = self._means, self._result
        own = any(each.name == result.preset for each in self._reading.saved)
        dialog = ColumnsDialog(
            *(result.columns, means.fields(), means.recognised(result), result.preset if own else "", self.window())
        )
        dialog.chosen.connect(self._on_columns)
        dialog.remember_wanted.connect(partial(self.remember_wanted.emit, dialog))
        dialog.open()

    @Slot(object)
    def _on_columns(self, mapping: dict[str, str]) -> None:
        if self._reading is not None:
            self.changed.emit(replace(self._reading, preset="", mapping=mapping))


def _together(words: QWidget, field: QWidget) -> QWidget:
    """A field with its words, which go to the next line together."""
    both = QWidget()
    layout = QHBoxLayout(both)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(8))
    layout.addWidget(words)
    layout.addWidget(field)
    return both


def _show(field: Choice, shown: bool) -> None:
    """Show or hide a field with its words."""
    both = field.parentWidget()
    if both is not None:
        both.setVisible(shown)


def _preset_of(result: ReadResult[Any]) -> str:
    """The program or remembered mapping by which the columns were understood, or ``GUESSED``."""
    return GUESSED if result.preset in BY_NAMES else result.preset


def _picked(field: Choice, found: str, said: str) -> str:
    """What is to be said of how the file is written: what was chosen now, else what was said before."""
    value = str(field.value() or "")
    return value if found and value != found else said
