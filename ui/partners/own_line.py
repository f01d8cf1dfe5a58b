"""The line of the card with what stands in the user's own fields: as many of them as have room."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from app.domain.custom_fields import FieldKind
from app.formatting import field_text
from app.i18n import _
from ui import theme
from ui.links import link_to, open_link
from ui.widgets.buttons import Link
from ui.widgets.labels import Snug, label, plain_tip

if TYPE_CHECKING:
    from app.queries.custom_fields import FilledField

NARROWEST_PART, WIDEST_PART, NAME = 190, 340, 110
GAP = 18


class OwnLine(QWidget):
    """Hidden while nothing stands in them. Links are opened by a click or by the keyboard."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("Your fields"))
        self._fields: tuple[FilledField, ...] = ()
        self._parts: list[QWidget] = []
        self._more = label("", "soft")
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(theme.px(GAP))
        self._layout.addWidget(self._more)
        self._layout.addStretch(1)
        self._low = False
        self.hide()

    def set_low(self, low: bool) -> None:
        """Leave the room to what matters more, where the window is low."""
        self._low = low
        self.setVisible(bool(self._fields) and not low)

    def show_fields(self, fields: Sequence[FilledField]) -> None:
        """Show what stands in a partner's fields."""
        if tuple(fields) != self._fields:
            self._fields = tuple(fields)
            for part in self._parts:
                self._layout.removeWidget(part)
                part.hide()
                part.deleteLater()
            self._parts = [_part(field) for field in fields]
            for place, part in enumerate(self._parts):
                self._layout.insertWidget(place, part)
            self._fit()
        self.setVisible(bool(fields) and not self._low)

    def minimumSizeHint(self) -> QSize:
        return QSize(0, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The first are shown as far as there is room, the number of the others stands behind them."""
        gap, room = theme.px(GAP), self.width() - theme.px(40)
        shown = 0
        for part in self._parts:
            wide = min(part.sizeHint().width(), theme.px(WIDEST_PART))
            if shown and room < min(wide, theme.px(NARROWEST_PART)):
                break
            part.setMaximumWidth(max(min(wide, room), theme.px(NARROWEST_PART)))
            room -= wide + gap
            shown += 1
        for place, part in enumerate(self._parts):
            part.setVisible(place < shown)
        others = self._fields[shown:]
        self._more.setText(f"+ {len(others)}" if others else "")
        self._more.setVisible(bool(others))
        self._more.setToolTip(plain_tip("\n".join(f"{each.name}: {_written(each)}" for each in others)))


def _written(field: FilledField) -> str:
    text = field_text(field.kind, field.value)
    return text.removeprefix("https://").removeprefix("http://") if field.kind is FieldKind.LINK else text


def _part(field: FilledField) -> QWidget:
    """A name and its value; a link can be pressed."""
    made = QWidget()
    layout = QHBoxLayout(made)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(6))
    name = Snug("soft", field.name)
    name.setMinimumWidth(min(name.sizeHint().width(), theme.px(NAME)))
    layout.addWidget(name)
    if field.kind is FieldKind.LINK and link_to(field.value) is not None:
        link = Link(partial(_open, field.value))
        link.show_text(_written(field), _("Open {name}: {link}").format(name=field.name, link=_written(field)))
        layout.addWidget(link)
    else:
        layout.addWidget(Snug("body", _written(field)))
    return made


def _open(link: str, _checked: bool = False) -> None:
    open_link(link)
