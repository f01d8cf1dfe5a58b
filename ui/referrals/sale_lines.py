"""The lines of a sale, typed in rows: product, variant, category, quantity, amount, cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.domain.commissions.account import Line
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.sales import MAX_QUANTITY
from app.formatting import parse_money
from app.i18n import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.fields import line
from ui.widgets.labels import label

_STRETCH = (4, 3, 3, 1, 2, 2)
_NARROW, _WIDE = 52, 84


@dataclass(frozen=True, slots=True)
class _Row:
    """The fields of a line, and the button that takes it out."""

    product: QLineEdit
    variant: QLineEdit
    category: QLineEdit
    quantity: QLineEdit
    amount: QLineEdit
    cost: QLineEdit
    out: QPushButton

    @property
    def fields(self) -> tuple[QLineEdit, ...]:
        return self.product, self.variant, self.category, self.quantity, self.amount, self.cost

    def is_empty(self) -> bool:
        typed = (field.text().strip() for field in self.fields if field is not self.quantity)
        return not any(typed)


class SaleLines(QWidget):
    """``changed`` tells that something was typed, ``resized`` that there are more or fewer rows."""

    changed = Signal()
    resized = Signal()

    def __init__(self, lines: Sequence[Line], currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Lines of the sale"))
        self._rows: list[_Row] = []
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.px(4))
        self._grid.setVerticalSpacing(theme.px(4))
        self._heads = [label(words, "small") for words in self._words()]
        for column, head in enumerate(self._heads):
            right = column >= 3
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            self._grid.addWidget(head, 0, column, side)
            self._grid.setColumnStretch(column, _STRETCH[column])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(self._grid)
        foot = QHBoxLayout()
        self._more = button(_("+ Line"), self._add_and_go, "small", name=_("Add a line"))
        foot.addWidget(self._more)
        foot.addStretch(1)
        layout.addLayout(foot)
        for each in lines:
            self._add(each, currency)
        self._show_heads()

    def _words(self) -> tuple[str, ...]:
        return (_("Product"), _("Variant"), _("Category"), _("Pieces"), _("Amount"), _("Cost"))

    def lines(self, currency: str) -> tuple[Line, ...]:
        """What is typed; rows left empty do not count. Raises ``UserError`` naming the field that cannot be read."""
        return tuple(self._line(row, currency) for row in self._rows if not row.is_empty())

    def _line(self, row: _Row, currency: str) -> Line:
        name = row.product.text().strip() or row.category.text().strip() or row.variant.text().strip()
        if not row.amount.text().strip():
            raise UserError("line_amount", _("Enter what {product} came to.").format(product=name or _("the line")))
        cost = row.cost.text().strip()
        return Line(
            parse_money(row.amount.text(), currency).minor,
            parse_money(cost, currency).minor if cost else None,
            row.product.text(),
            row.variant.text(),
            row.category.text(),
            _pieces(row.quantity.text()),
        )

    def _add_and_go(self) -> None:
        self._add(Line(0), "")
        self._show_heads()
        for each in (*self._rows[-1].fields, self._rows[-1].out):
            each.show()  # at once, so that it can take the focus
        self._rows[-1].product.setFocus()
        self.resized.emit()

    def _add(self, known: Line, currency: str) -> None:
        """A row; one for a new line (without a currency) is empty."""
        texts = (
            known.product,
            known.variant,
            known.category,
            str(known.quantity),
            Money(known.amount, currency).decimal_text if currency else "",
            "" if known.cost is None else Money(known.cost, currency).decimal_text,
        )
        at = self._grid.rowCount()
        fields = []
        for column, (text, words) in enumerate(zip(texts, self._words(), strict=True)):
            field = line(text, name=_("{what}, line {n}").format(what=words, n=len(self._rows) + 1))
            field.setMinimumWidth(theme.px(_NARROW if column == 3 else _WIDE))
            if column >= 3:
                field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            field.setCursorPosition(0)
            field.textChanged.connect(self.changed)
            self._grid.addWidget(field, at, column)
            fields.append(field)
        out = button("×", self._take_out, "small", name=_("Take out line {n}").format(n=len(self._rows) + 1))
        self._grid.addWidget(out, at, len(fields))
        product, variant, category, quantity, amount, cost = fields
        self._rows.append(_Row(product, variant, category, quantity, amount, cost, out))
        in_order = [each for row in self._rows for each in (*row.fields, row.out)]
        for one, following in pairwise([*in_order, self._more]):
            QWidget.setTabOrder(one, following)

    def _take_out(self) -> None:
        gone = next(row for row in self._rows if row.out is self.sender())
        self._rows.remove(gone)
        for each in (*gone.fields, gone.out):
            self._grid.removeWidget(each)
            each.hide()
            each.deleteLater()
        self._show_heads()
        self.resized.emit()
        self.changed.emit()

    def _show_heads(self) -> None:
        for head in self._heads:
            head.setVisible(bool(self._rows))


def _pieces(text: str) -> int:
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and len(typed) <= len(str(MAX_QUANTITY))):
        raise UserError("pieces_unreadable", _("“{text}” is not a number of pieces.").format(text=typed[:20]))
    return int(typed)
