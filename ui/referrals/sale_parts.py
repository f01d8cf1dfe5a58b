"""What a sale is made of: tax, shipping, the discount given, its cost, its lines. Closed until it is needed."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from app.domain.commissions.terms import Basis, Terms
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.sales import MadeOf, agreed_discount, check_parts
from app.formatting import money, parse_money, percent
from app.i18n import _
from ui import theme
from ui.actions import plain
from ui.referrals.sale_lines import SaleLines
from ui.widgets.buttons import button
from ui.widgets.fields import line
from ui.widgets.labels import label

TAX, SHIPPING, DISCOUNT, COST = "tax", "shipping", "discount", "cost"


class SaleParts(QWidget):
    """``changed`` tells that something was typed, ``resized`` that the section needs another height.

    Cost stands open where the terms pay on the margin, the discount where customers of the partner get one; the rest
    is behind the button.
    """

    changed = Signal()
    resized = Signal()

    def __init__(self, parts: MadeOf, currency: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._terms: Terms | None = None
        self._currency = currency
        self._proposes = not parts.discount
        known = {TAX: parts.tax or None, SHIPPING: parts.shipping or None, DISCOUNT: parts.discount or None}
        known[COST] = parts.cost
        self._fields: dict[str, tuple[QLabel, QLineEdit, QLabel]] = {}
        self._asked, self._more = self._made_grid(), self._made_grid()
        for part, words in self._words():
            minor = known[part]
            self._fields[part] = self._made_field(words, "" if minor is None else Money(minor, currency).decimal_text)
        self._fields[DISCOUNT][1].textEdited.connect(self._on_discount)
        self._lines = SaleLines(parts.lines, currency)
        self._open = button("", self._toggle, "link")
        self._inner = QWidget()
        inner = QVBoxLayout(self._inner)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.px(8))
        inner.addLayout(self._more)
        inner.addWidget(self._lines)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(8))
        layout.addLayout(self._asked)
        layout.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(self._inner)
        for each in (self._lines.changed, *(field.textChanged for _words, field, _hint in self._fields.values())):
            each.connect(self.changed)
        self._lines.resized.connect(self.resized)
        self._arrange()
        self._set_open(bool(parts.lines or parts.tax or parts.shipping))

    def _words(self) -> tuple[tuple[str, str], ...]:
        return (
            (TAX, _("Tax in it")),
            (SHIPPING, _("Shipping in it")),
            (DISCOUNT, _("Discount given")),
            (COST, _("What it cost you")),
        )

    def _made_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(2, 1)
        grid.setHorizontalSpacing(theme.px(12))
        grid.setVerticalSpacing(theme.px(8))
        return grid

    def _made_field(self, words: str, text: str) -> tuple[QLabel, QLineEdit, QLabel]:
        field = line(text, name=words)
        field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        field.setFixedWidth(theme.px(120))
        said = label(words, "soft", wrap=True)
        said.setBuddy(field)
        return said, field, label("", "small", wrap=True)

    def _arrange(self) -> None:
        """Put what the terms ask for in front, the rest behind the button."""
        asked = set()
        if self._terms is not None and self._terms.basis is Basis.MARGIN:
            asked.add(COST)
        if self._terms is not None and self._terms.discount is not None:
            asked.add(DISCOUNT)
        for row, (part, widgets) in enumerate(self._fields.items()):
            for column, widget in enumerate(widgets):
                (self._asked if part in asked else self._more).addWidget(widget, row, column)
                widget.show()  # moving hides it until the next round of events
        first = [field for part, (_words, field, _hint) in self._fields.items() if part in asked]
        after = [field for part, (_words, field, _hint) in self._fields.items() if part not in asked]
        for one, following in pairwise([*first, self._open, *after]):
            self.setTabOrder(one, following)
        hint = self._fields[DISCOUNT][2]
        rate = self._terms.discount if self._terms is not None else None
        if rate is None:
            hint.setText("")
        else:
            agreed = percent(rate.ppm) if rate.flat is None else money(Money(rate.flat, self._currency))
            hint.setText(_("already taken off the amount; {rate} is agreed").format(rate=agreed))

    def show_terms(self, terms: Terms | None) -> None:
        """Ask for what these terms need; none where nothing is agreed for the day."""
        if terms != self._terms:
            self._terms = terms
            self._arrange()
            self.resized.emit()

    def propose(self, amount: Money | None) -> None:
        """Take over the sale's amount: its currency and, until somebody types another, the discount agreed."""
        if amount is None:
            return
        self._currency = amount.currency
        if not self._proposes or self._terms is None or self._terms.discount is None:
            return
        try:
            tax, shipping = self._typed(TAX) or 0, self._typed(SHIPPING) or 0
        except UserError:
            return
        agreed = agreed_discount(amount.minor, tax, shipping, self._terms.discount)
        field = self._fields[DISCOUNT][1]
        field.blockSignals(True)
        field.setText(Money(agreed, amount.currency).decimal_text if agreed else "")
        field.blockSignals(False)

    def parts(self, amount: Money) -> MadeOf:
        """What is typed. Raises ``UserError`` when it cannot be read or does not add up to the ``amount``."""
        self._currency = amount.currency
        return check_parts(
            amount,
            MadeOf(
                tax=self._typed(TAX) or 0,
                shipping=self._typed(SHIPPING) or 0,
                discount=self._typed(DISCOUNT) or 0,
                cost=self._typed(COST),
                lines=self._lines.lines(amount.currency),
            ),
        )

    def labels(self) -> list[QLabel]:
        """The words beside the fields."""
        return [words for words, _field, _hint in self._fields.values()]

    def set_label_width(self, width: int) -> None:
        """Give the words so many pixels, as the rows above have."""
        for grid in (self._asked, self._more):
            grid.setColumnMinimumWidth(0, width)

    def is_open(self) -> bool:
        """Whether all of it can be seen."""
        return not self._inner.isHidden()

    def _typed(self, part: str) -> int | None:
        text = self._fields[part][1].text().strip()
        return parse_money(text, self._currency).minor if text else None

    def _on_discount(self) -> None:
        self._proposes = False

    def _toggle(self) -> None:
        self._set_open(not self.is_open())

    def _set_open(self, opened: bool) -> None:
        self._inner.setVisible(opened)
        words = _("Tax, shipping, cost and products")
        self._open.setText(plain(f"{'▾' if opened else '▸'} {words}"))
        self._open.setAccessibleName(_("{section}, open").format(section=words) if opened else words)
        self.resized.emit()
