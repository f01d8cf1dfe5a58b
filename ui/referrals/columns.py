"""The columns of the table of referrals."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from app import clock
from app.domain.money import Money
from app.domain.referrals import Stage
from app.formatting import ago, day, money, sums
from app.i18n import _
from ui import names
from ui.table.columns import Column

if TYPE_CHECKING:
    from app.queries.referrals import ReferralRow


def columns() -> tuple[Column, ...]:
    """Customer, partner, stage, days, amounts. What gives way stands on the panel beside the table too."""
    return (
        Column(_("Customer"), lambda row: str(row.customer), 150, stretch=True, bold=True),
        Column(_("Partner"), lambda row: str(row.partner), 100, stretch=True, gives_way=1),
        Column(_("Stage"), lambda row: names.stage(row.stage), 84, tone=_stage_tone),
        Column(_("Received"), lambda row: _day(row.received_on), 80, tone=_soft, gives_way=5),
        Column(_("In stage since"), _since, 108, tone=_soft, gives_way=4),
        Column(_("Expected"), lambda row: _money(row.expected), 124, right=True, tone=_soft, gives_way=3),
        Column(_("Sold"), lambda row: sums(row.sold) or "—", 116, right=True),
        Column(
            _("Commission"),
            lambda row: sums(row.commission) or "—",
            112,
            right=True,
            tone=_commission_tone,
            gives_way=2,
        ),
    )


def _day(when: date) -> str:
    return day(when, today=clock.today())


def _since(row: ReferralRow) -> str:
    return ago(row.stage_since, clock.today())


def _money(amount: Money | None) -> str:
    return money(amount) if amount is not None else "—"


def _soft(row: ReferralRow) -> str:
    return "soft"


def _stage_tone(row: ReferralRow) -> str:
    return {Stage.WON: "green", Stage.LOST: "soft", Stage.RECEIVED: "amber"}.get(row.stage, "")


def _commission_tone(row: ReferralRow) -> str:
    if not row.commission:
        return "soft"
    return "red" if any(amount.minor < 0 for amount in row.commission) else "green"
