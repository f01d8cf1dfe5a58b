"""Dividing a referral among the partners who brought it together."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from app.domain.commissions.terms import PPM
from app.domain.errors import UserError
from app.domain.money import allocate
from app.formatting import parse_percent, percent
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.partner_field import PartnerField
from ui.referrals import words
from ui.widgets.buttons import button
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import line
from ui.widgets.labels import Elided, restyle
from ui.widgets.panel import Pill
from ui.widgets.suggest import Suggestion

if TYPE_CHECKING:
    from app.queries.tried import Difference


class ShareDialog(FormDialog):
    """The referral's own partner first, whose terms hold; then the others, each with a share."""

    def __init__(self, desk: Desk, detail: Any, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Share the referral of {customer}").format(customer=detail.row.customer),
            _("Save shares"),
            parent,
            width=500,
        )
        self._desk, self._detail = desk, detail
        self.say(
            _("What the referral earns by the terms of {partner} is divided by these shares, to the cent.").format(
                partner=detail.row.partner
            )
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(8))
        self.add(self._column)
        self._primary = _PrimaryRow(detail.row.partner)
        self._column.addWidget(self._primary)
        self._others: list[_OtherRow] = []
        self._more = button(_("+ Partner"), self._add_and_go, "small", name=_("Add a partner to the shares"))
        line_ = QHBoxLayout()
        line_.addWidget(self._more)
        line_.addWidget(button(_("Equal parts"), self._equal, "small"))
        line_.addStretch(1)
        self.add(line_)
        self._sum = self.say("", "bold")
        self._sum.setAccessibleName(_("Sum of the shares"))
        self._preview = self.say("", "body")
        self._preview.setAccessibleName(_("Commission"))
        self._primary.share.textChanged.connect(self._show)
        self._fill()

    def _fill(self) -> None:
        shares = self._detail.shares
        self._primary.share.setText(percent(shares[0].ppm if shares else PPM))
        for share in shares[1:]:
            row = self._add()
            row.partner.choose(Suggestion(share.partner_id, share.partner))
            row.share.setText(percent(share.ppm))
        if not shares:
            self._add().partner.setFocus()
        else:
            self._primary.share.setFocus()
        self._show()

    def save(self) -> None:
        from app.operations import deals

        self._desk.do(
            "Share the referral of {customer}",
            deals.share,
            self._detail.row.id,
            self._shares(),
            then=self._saved,
            failed=self.refuse,
            customer=self._detail.row.customer,
        )

    @Slot(object)
    def _saved(self, _nothing: Any) -> None:
        self.accept()

    def _filled(self) -> list[_OtherRow]:
        """The rows of other partners in which something stands."""
        return [row for row in self._others if row.partner.text().strip() or row.share.text().strip()]

    def _shares(self) -> list[tuple[int, int]]:
        """Partners and millionths, none where the first has it all. Raises ``UserError`` for what is missing."""
        mine = self._detail.row.partner_id
        shares = [(mine, _share(self._primary.share, self._detail.row.partner))]
        for row in self._filled():
            chosen = row.partner.chosen()
            if chosen is None:
                raise UserError("partner_missing", _("Choose each partner from the list, or take the row out."))
            shares.append((chosen.id, _share(row.share, chosen.name)))
        if len({partner for partner, _ppm in shares}) != len(shares):
            raise UserError("shares_twice", _("A partner can have one share of a referral only."))
        whole = sum(ppm for _partner, ppm in shares)
        if whole != PPM:
            raise UserError("shares_sum", words.shares_sum(whole))
        return shares if len(shares) > 1 else []

    def _add_and_go(self) -> None:
        row = self._add()
        row.show()  # at once, so that it can take the focus
        row.partner.setFocus()
        self.fit()

    def _add(self) -> _OtherRow:
        row = _OtherRow(self._desk, self._taken)
        row.partner.picked.connect(self._show)
        row.partner.resized.connect(self.fit)
        row.share.textChanged.connect(self._show)
        row.out_wanted.connect(self._take_out)
        self._column.addWidget(row)
        self._others.append(row)
        fields = [field for each in self._others for field in (each.partner, each.share, each.out)]
        for one, following in pairwise([self._primary.share, *fields, self._more]):
            self.setTabOrder(one, following)
        return row

    @Slot()
    def _take_out(self) -> None:
        gone = self.sender()
        if isinstance(gone, _OtherRow):
            self._others.remove(gone)
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
            self._show()

    def _taken(self) -> set[int]:
        """Who has a share already."""
        chosen = (each.partner.chosen() for each in self._others)
        return {self._detail.row.partner_id} | {partner.id for partner in chosen if partner is not None}

    def _equal(self) -> None:
        fields = [self._primary.share, *(row.share for row in self._others)]
        for field, ppm in zip(fields, allocate(PPM, [1] * len(fields)), strict=True):
            field.setText(percent(ppm))

    @Slot()
    def _show(self, _picked: object = None) -> None:
        """Say what the shares come to, and what they would change."""
        fields = [self._primary.share, *(row.share for row in self._filled())]
        try:
            whole = sum(_typed(field) for field in fields)
        except UserError as error:
            self._tell_sum(str(error), "red")
        else:
            self._tell_sum(words.shares_sum(whole), "green" if whole == PPM else "red")
        self._ask_preview()
        self.fit()

    def _tell_sum(self, told: str, tone: str) -> None:
        self._sum.setText(told)
        self._sum.setProperty("tone", tone)
        restyle(self._sum)

    def _ask_preview(self) -> None:
        from app.queries import tried

        slot = "share.preview", id(self)
        try:
            shares = self._shares()
        except UserError:
            self._desk.forget(slot)
            self._preview.hide()
            return
        self._desk.ask(slot, tried.sharing, self._detail.row.id, shares, then=self._show_differences)

    @Slot(object)
    def _show_differences(self, found: Sequence[Difference]) -> None:
        told = words.differences(found)
        self._preview.setText(told)
        self._preview.setVisible(bool(told))
        self.fit()


class _PrimaryRow(QWidget):
    """The referral's own partner: fixed, first."""

    def __init__(self, partner: str) -> None:
        super().__init__()
        layout = _line(self)
        layout.addWidget(Elided(partner, "bold"), 1)
        layout.addWidget(Pill(_("primary"), "accent"))
        self.share = _share_field(_("Share of {partner}").format(partner=partner))
        layout.addWidget(self.share)
        layout.addSpacing(theme.px(34))


class _OtherRow(QWidget):
    """A further partner, chosen by typing; ``out_wanted`` asks to take the row out."""

    out_wanted = Signal()

    def __init__(self, desk: Desk, taken: Callable[[], Collection[int]]) -> None:
        super().__init__()
        layout = _line(self)
        self.partner = PartnerField(desk, taken)
        self.share = _share_field(_("Share of the partner"))
        self.out = button("×", self.out_wanted.emit, "small", name=_("Take this partner out"))
        self.out.setFixedWidth(theme.px(28))
        for widget, stretch in ((self.partner, 1), (self.share, 0), (self.out, 0)):
            layout.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)


def _line(owner: QWidget) -> QHBoxLayout:
    layout = QHBoxLayout(owner)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.px(6))
    return layout


def _share_field(name: str) -> QLineEdit:
    field = line(hint="%", name=name)
    field.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    field.setFixedWidth(theme.px(92))
    return field


def _typed(field: QLineEdit) -> int:
    text = field.text().strip()
    return parse_percent(text) if text else 0


def _share(field: QLineEdit, partner: str) -> int:
    ppm = _typed(field)
    if ppm <= 0:
        raise UserError("share_missing", _("Enter a share above zero for {partner}.").format(partner=partner))
    return ppm
