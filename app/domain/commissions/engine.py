"""The commission engine: the sales of an account and the versions of its terms in, what the ledger is to say out. Pure.

The rules are those of ``docs/commissions.md``. Sales are gone through twice: first to see which count and where each
stands (``places``), because what comes later in a period can change what a sale before it earns; then to work each out
(``earned``), cap it, and credit it on the sale or as cash is received.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date

from app.domain.commissions.account import Credit, Mark, Movement, Sale
from app.domain.commissions.earned import before_caps
from app.domain.commissions.periods import first_day, period_key
from app.domain.commissions.places import Place, Tally
from app.domain.commissions.plan import Plan
from app.domain.commissions.terms import PPM, Terms, Trigger, Unit, Version
from app.domain.money import Rounding, allocate, round_ratio


def work_out(partner_id: int, versions: Sequence[Version], currency: str, sales: Sequence[Sale]) -> list[Credit]:
    """What the ledger is to say about the account of a primary partner in a currency.

    ``sales`` are all sales of the account in the order they were entered. The answer names every sale, refund and
    payment, also those that earn nothing, with the arithmetic or the reason; amounts of the same key and partner
    never appear twice.
    """
    ordered = sorted(sales, key=lambda sale: sale.sold_on)
    terms = sorted(versions, key=lambda version: (version.starts_on, version.version))
    plans = [Plan(version, currency) for version in terms]
    starts = [version.starts_on for version in terms]
    tally = Tally(_units(plans), _first_sales(ordered))
    places = []
    for sale in ordered:
        number = bisect_right(starts, sale.sold_on)
        places.append(tally.place(sale, plans[number - 1] if number else None))
    account = _Account(partner_id, currency, tally)
    return [credit for place in places for credit in account.credits(place)]


def try_out(terms: Terms, sale: Sale) -> list[Credit]:
    """What ``terms`` alone would credit for one sale, as if it were the only one: for trying them before they hold."""
    return work_out(0, [Version(0, 1, date.min, terms)], terms.currency, [sale])


def _units(plans: Sequence[Plan]) -> frozenset[Unit]:
    """The periods over which bands of any version count sales together."""
    return frozenset(plan.terms.bands.unit for plan in plans if plan.terms.bands is not None)


def _first_sales(ordered: Sequence[Sale]) -> dict[int, date]:
    first: dict[int, date] = {}
    for sale in ordered:
        first.setdefault(sale.referral, sale.sold_on)
    return first


class _Account:
    """Credits the sales of an account in order, and remembers what caps and bonuses have seen."""

    def __init__(self, partner_id: int, currency: str, tally: Tally) -> None:
        self._partner_id = partner_id
        self._currency = currency
        self._tally = tally
        self._by_customer: defaultdict[int, int] = defaultdict(int)
        self._by_period: defaultdict[tuple[Unit, int], int] = defaultdict(int)
        self._won: defaultdict[tuple[Unit, int], int] = defaultdict(int)

    def credits(self, place: Place) -> Iterator[Credit]:
        plan, sale = place.plan, place.sale
        if plan is None or place.excluded:
            yield from self._nothing(place)
            return
        earned, trail = before_caps(place, plan, self._tally)
        earned = self._capped(place, plan, earned, trail)
        self._use_up(place, plan, earned)
        if plan.terms.trigger is Trigger.CASH:
            credited = self._on_cash(place, plan, earned, tuple(trail))
        else:
            credited = self._on_sale(place, plan, earned, tuple(trail))
        if sale.shares:
            yield from _shared(credited, sale.shares)
        else:
            yield from credited
        if place.counts and place.opens:
            yield from self._bonuses(place, plan)

    def _nothing(self, place: Place) -> Iterator[Credit]:
        """Every key of a sale that earns nothing, with the reason."""
        sale = place.sale
        version = place.plan.version if place.plan else None
        trail = (Mark("nothing", sale.amount, 0, what=place.excluded),)
        yield Credit(
            sale.uid, self._partner_id, "sale", sale, sale.sold_on, sale.sold_on, sale.amount, 0, trail, version
        )
        for kind, movements in (("receipt", sale.receipts), ("refund", sale.refunds)):
            for one in movements:
                yield Credit(one.uid, self._partner_id, kind, sale, one.day, one.day, one.amount, 0, trail, version)

    def _capped(self, place: Place, plan: Plan, earned: int, trail: list[Mark]) -> int:
        terms, sale = plan.terms, place.sale
        limits = []
        if terms.cap_sale is not None:
            limits.append(("cap_sale", terms.cap_sale))
        if terms.cap_customer is not None:
            limits.append(("cap_customer", terms.cap_customer - self._by_customer[sale.customer]))
        if terms.cap_period is not None:
            used = self._by_period[terms.cap_period.unit, period_key(terms.cap_period.unit, sale.sold_on)]
            limits.append(("cap_period", terms.cap_period.amount - used))
        for rule, left in limits:
            if earned > max(0, left):
                trail.append(Mark(rule, earned, max(0, left)))
                earned = max(0, left)
        return earned

    def _use_up(self, place: Place, plan: Plan, earned: int) -> None:
        sale = place.sale
        kept = earned
        if place.given_back:
            kept -= round_ratio(earned * place.given_back, sale.amount, plan.terms.rounding)
        self._by_customer[sale.customer] += kept
        for unit in _CAPPED:
            self._by_period[unit, period_key(unit, sale.sold_on)] += kept

    def _on_sale(self, place: Place, plan: Plan, earned: int, trail: tuple[Mark, ...]) -> Iterator[Credit]:
        sale = place.sale
        payable_on = sale.sold_on + plan.hold
        yield Credit(
            sale.uid, self._partner_id, "sale", sale, sale.sold_on, payable_on, sale.amount, earned, trail, plan.version
        )
        if not sale.refunds:
            return
        back = taken = 0
        for refund in sorted(sale.refunds, key=_day):
            if _is_late(refund, sale, plan):
                yield self._late(refund, sale, plan)
                continue
            back += refund.amount
            due = round_ratio(earned * back, sale.amount, plan.terms.rounding)
            yield self._refund(refund, sale, plan, taken - due, trail)
            taken = due

    def _on_cash(self, place: Place, plan: Plan, earned: int, trail: tuple[Mark, ...]) -> Iterator[Credit]:
        sale, received, credited = place.sale, 0, 0
        waiting = (*trail, Mark("received", earned, 0))
        yield Credit(
            sale.uid, self._partner_id, "sale", sale, sale.sold_on, sale.sold_on, sale.amount, 0, waiting, plan.version
        )
        movements = [(one.day, 0, one) for one in sale.receipts]
        for refund in sale.refunds:
            if _is_late(refund, sale, plan):
                yield self._late(refund, sale, plan)
            else:
                movements.append((refund.day, 1, refund))
        for day, is_refund, one in sorted(movements, key=lambda movement: movement[:2]):
            received += -one.amount if is_refund else one.amount
            due = _part(earned, min(max(received, 0), sale.amount), sale.amount, plan.terms.rounding)
            if is_refund:
                yield self._refund(one, sale, plan, due - credited, trail)
            else:
                part = (*trail, Mark("received", one.amount, due - credited, _ppm(one.amount, sale.amount)))
                yield Credit(
                    one.uid,
                    self._partner_id,
                    "receipt",
                    sale,
                    day,
                    day + plan.hold,
                    one.amount,
                    due - credited,
                    part,
                    plan.version,
                )
            credited = due

    def _refund(self, refund: Movement, sale: Sale, plan: Plan, amount: int, trail: tuple[Mark, ...]) -> Credit:
        """What a refund takes back; where the sale earned one plain percentage, the step says which."""
        ppm = trail[0].ppm if len(trail) == 1 and trail[0].rule == "percent" and trail[0].base == sale.amount else 0
        payable_on = max(refund.day, sale.sold_on + plan.hold)
        step = (Mark("refund", -refund.amount, amount, ppm),)
        return Credit(
            refund.uid,
            self._partner_id,
            "refund",
            sale,
            refund.day,
            payable_on,
            -refund.amount,
            amount,
            step,
            plan.version,
        )

    def _late(self, refund: Movement, sale: Sale, plan: Plan) -> Credit:
        step = (Mark("nothing", -refund.amount, 0, what="late"),)
        return Credit(
            refund.uid,
            self._partner_id,
            "refund",
            sale,
            refund.day,
            refund.day,
            -refund.amount,
            0,
            step,
            plan.version,
        )

    def _bonuses(self, place: Place, plan: Plan) -> Iterator[Credit]:
        sale = place.sale
        for unit in Unit:
            self._won[unit, period_key(unit, sale.sold_on)] += 1
        for bonus in plan.terms.bonuses:
            if self._won[bonus.unit, period_key(bonus.unit, sale.sold_on)] != bonus.nth:
                continue
            began = first_day(bonus.unit, sale.sold_on)
            key = bonus_key(self._partner_id, self._currency, bonus.nth, bonus.unit, began)
            mark = Mark("bonus", bonus.amount, bonus.amount, what=bonus.unit.value, n=bonus.nth)
            yield Credit(
                key,
                self._partner_id,
                "bonus",
                sale,
                sale.sold_on,
                sale.sold_on + plan.hold,
                0,
                bonus.amount,
                (mark,),
                plan.version,
            )


_CAPPED = tuple(Unit)


def bonus_key(partner_id: int, currency: str, nth: int, unit: Unit, began: date | None) -> str:
    """The name under which the ledger keeps a bonus: one for each period it can be earned in."""
    return f"bonus:{partner_id}:{currency}:{nth}:{unit.value}:{began.isoformat() if began else 'ever'}"


def _day(movement: Movement) -> date:
    return movement.day


def _is_late(refund: Movement, sale: Sale, plan: Plan) -> bool:
    within = plan.terms.refund_days
    return within is not None and (refund.day - sale.sold_on).days > within


def _part(earned: int, net: int, amount: int, rounding: Rounding) -> int:
    return round_ratio(earned * net, amount, rounding)


def _ppm(part: int, whole: int) -> int:
    return round_ratio(part * PPM, whole)


def _shared(given: Iterator[Credit], shares: tuple[tuple[int, int], ...]) -> Iterator[Credit]:
    """Each credit of a sale split: the running total is shared, and each partner gets the difference to before."""
    weights = [ppm for _partner, ppm in shares]
    total, before = 0, [0] * len(shares)
    for credit in given:
        total += credit.amount
        parts = allocate(total, weights)
        for (partner, ppm), part, had in zip(shares, parts, before, strict=True):
            mark = Mark("share", credit.amount, part - had, ppm)
            yield credit._replace(partner=partner, amount=part - had, trail=(*credit.trail, mark))
        before = parts
