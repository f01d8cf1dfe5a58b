"""The commission engine: the sales of an account and the versions of its terms in, what the ledger is to say out. Pure.

The rules are those of ``docs/commissions.md``. Sales are gone through twice: first to see which count and where each
stands (``places``), because what comes later in a period can change what a sale before it earns; then to work each out
(``earned``), cap it, and credit it on the sale or as cash is received (``crediting``). A plain sale in an account where
no sale bears on another is worked out at once: that is most sales of most books.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import date
from operator import attrgetter

from app.domain.commissions.account import Credit, Mark, Sale, made
from app.domain.commissions.crediting import Crediting
from app.domain.commissions.places import Tally
from app.domain.commissions.plan import Plan, Watch
from app.domain.commissions.terms import PPM, Terms, Version
from app.domain.money import round_ratio

_by_day = attrgetter("sold_on")


def work_out(partner_id: int, versions: Sequence[Version], currency: str, sales: Sequence[Sale]) -> list[Credit]:
    """What the ledger is to say about the account of a primary partner in a currency.

    ``sales`` are all sales of the account in the order they were entered. The answer names every sale, refund and
    payment, also those that earn nothing, with the arithmetic or the reason; amounts of the same key and partner
    never appear twice.
    """
    terms = sorted(versions, key=lambda version: (version.starts_on, version.version))
    plans = [None, *(Plan(version, currency) for version in terms)]
    starts = [version.starts_on for version in terms]
    watch = Watch(version.terms for version in terms)
    ordered = sorted(sales, key=_by_day)
    tally = Tally(watch, _first_sales(ordered) if watch.windows else {})
    if ordered and starts and starts[-1] <= ordered[0].sold_on:
        found = [(sale, plans[-1]) for sale in ordered]
    else:
        found = [(sale, plans[bisect_right(starts, sale.sold_on)]) for sale in ordered]
    crediting = Crediting(partner_id, currency, tally, watch)
    credited: list[Credit] = []
    if watch.is_idle:
        for sale, plan in found:
            if plan is not None and plan.is_plain and _is_plain(sale):
                credited.append(_plain(partner_id, sale, plan))
            else:
                crediting.credit(tally.place(sale, plan), credited)
    else:
        places = [tally.place(sale, plan) for sale, plan in found]
        for place in places:
            crediting.credit(place, credited)
    return credited


def try_out(terms: Terms, sale: Sale) -> list[Credit]:
    """What ``terms`` alone would credit for one sale, as if it were the only one: for trying them before they hold."""
    return work_out(0, [Version(0, 1, date.min, terms)], terms.currency, [sale])


def _is_plain(sale: Sale) -> bool:
    """Whether a sale is its amount and nothing more."""
    return not (sale.lines or sale.refunds or sale.shares or sale.deal or sale.receipts)


def _plain(partner_id: int, sale: Sale, plan: Plan) -> Credit:
    """A plain sale under plain terms: its rate, once."""
    rate, base = plan.terms.rate, sale.amount - sale.tax - sale.shipping
    if rate.flat is None:
        earned = round_ratio(base * rate.ppm, PPM, plan.terms.rounding)
        mark = made(Mark, ("percent", base, earned, rate.ppm, "", 0))
    else:
        earned = rate.flat
        mark = Mark("flat", base, earned)
    day = sale.sold_on
    values = sale.uid, partner_id, "sale", sale, day, day + plan.hold, sale.amount, earned, (mark,), plan.version
    return made(Credit, values)


def _first_sales(ordered: Sequence[Sale]) -> dict[int, date]:
    first: dict[int, date] = {}
    for sale in ordered:
        first.setdefault(sale.referral, sale.sold_on)
    return first
