"""How a file was understood, and the means to have it read otherwise."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.exchange.drafts import ReadResult
from app.exchange.presets import PRESETS
from app.i18n import _
from ui import theme
from ui.imports import words
from ui.imports.columns_dialog import ColumnsDialog
from ui.imports.work import Reading
from ui.widgets.buttons import button
from ui.widgets.fields import Choice
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label

GUESSED = ("guessed", "given")


@dataclass(frozen=True, slots=True)
class Means:
    """What a sheet of this kind can hold: what its columns may mean, and whether enough of them was understood."""

    fields: Callable[[], Sequence[tuple[str, str]]]
    recognised: Callable[[ReadResult[Any]], bool]
    has_presets: bool = False


class HowRead(QWidget):
    """``changed`` tells another way to read the file."""

    changed = Signal(object)

    def __init__(self, means: Means) -> None:
        super().__init__()
        self._means = means
        self._reading: Reading | None = None
        self._result: ReadResult[Any] | None = None
        presets = [(preset.name, preset.title) for preset in PRESETS] if means.has_presets else []
        self._preset = Choice([("", _("By the names of its columns")), *presets])
        self._encoding = Choice(words.ENCODINGS)
        self._delimiter = Choice(words.delimiters())
        self._columns = button(_("Columns…"), self.choose_columns)
        self._parts: list[tuple[QWidget, QWidget]] = []
        layout = FlowLayout(self, gap=theme.px(8), line_gap=theme.px(6))
        for name, field in (
            (_("Made by"), self._preset),
            (_("Letters"), self._encoding),
            (_("Between cells"), self._delimiter),
        ):
            field.setAccessibleName(name)
            field.picked.connect(self._on_picked)
            said = label(name, "soft")
            said.setFixedHeight(field.sizeHint().height())
            layout.addWidget(said)
            layout.addWidget(field)
            self._parts.append((said, field))
        layout.addWidget(self._columns)

    def show_result(self, reading: Reading, result: ReadResult[Any]) -> None:
        """Show how the file was read."""
        self._reading, self._result = reading, result
        self._preset.set_value("" if result.preset in GUESSED else result.preset)
        if result.encoding:
            self._encoding.add(result.encoding.lower(), result.encoding)
        self._encoding.set_value(result.encoding.lower())
        self._delimiter.set_value(result.delimiter)
        sheet = bool(result.columns)
        by = sheet and self._means.has_presets
        for widgets, shown in zip(self._parts, (by, bool(result.encoding), bool(result.delimiter)), strict=True):
            for widget in widgets:
                widget.setVisible(shown)
        self._columns.setVisible(sheet)

    @Slot()
    def _on_picked(self) -> None:
        if self._reading is None or self._result is None:
            return
        preset = str(self._preset.value())
        other = preset != ("" if self._result.preset in GUESSED else self._result.preset)
        self.changed.emit(
            replace(
                self._reading,
                preset=preset,
                mapping=None if other else self._reading.mapping,
                encoding=str(self._encoding.value()),
                delimiter=str(self._delimiter.value()) if self._result.delimiter else "",
            )
        )

    @Slot()
    def choose_columns(self) -> None:
        """Ask what each column means; with a word of explanation where none was recognised."""
        if self._result is not None:
            means = self._means
            recognised = means.recognised(self._result)
            dialog = ColumnsDialog(self._result.columns, means.fields(), recognised, self.window())
            dialog.chosen.connect(self._on_columns)
            dialog.open()

    @Slot(object)
    def _on_columns(self, mapping: dict[str, str]) -> None:
        if self._reading is not None:
            self.changed.emit(replace(self._reading, preset="", mapping=mapping))
