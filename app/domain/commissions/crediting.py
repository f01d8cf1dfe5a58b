"""From the commission of a sale to what is credited, to whom and when (docs/commissions.md, sections 7 to 10)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from operator import attrgetter, itemgetter

from app.domain.commissions.account import Credit, Mark, Movement, Sale, made
from app.domain.commissions.earned import before_caps
from app.domain.commissions.periods import MONTHS, first_day, period_of
from app.domain.commissions.places import Place, Tally
from app.domain.commissions.plan import Plan, Watch
from app.domain.commissions.terms import PPM, Trigger, Unit
from app.domain.money import allocate, round_ratio

_by_day = attrgetter("day")
_day_and_kind = itemgetter(0, 1)


class Crediting:
    """Credits the sales of an account in order, and remembers what caps and bonuses have seen."""

    def __init__(self, partner_id: int, currency: str, tally: Tally, watch: Watch) -> None:
        self._partner_id = partner_id
        self._currency = currency
        self._tally = tally
        self._watch = watch
        self._by_customer: defaultdict[int, int] = defaultdict(int)
        self._by_period: defaultdict[tuple[int, int], int] = defaultdict(int)
        self._won: defaultdict[tuple[int, int], int] = defaultdict(int)

    def credit(self, place: Place, credited: list[Credit]) -> None:
        """Add to ``credited`` what the sale at ``place``, the next in order, comes to."""
        plan, sale = place.plan, place.sale
        if plan is None or place.excluded:
            self._nothing(place, credited)
            return
        earned, trail = before_caps(place, plan, self._tally)
        if self._watch.caps or self._watch.customers_capped or plan.terms.cap_sale is not None:
            earned = self._capped(place, plan, earned, trail)
        begun = len(credited)
        if plan.terms.trigger is Trigger.CASH:
            self._on_cash(place, plan, earned, tuple(trail), credited)
        else:
            self._on_sale(place, plan, earned, tuple(trail), credited)
        if sale.shares:
            credited[begun:] = _shared(credited[begun:], sale.shares)
        if self._watch.bonuses and place.counts and place.opens:
            self._bonuses(place, plan, credited)

    def _made(self, key: str, kind: str, sale: Sale, day: date, payable_on: date, base: int, amount: int,
              trail: tuple[Mark, ...], plan: Plan | None) -> Credit:  # fmt: skip
        version = plan.version if plan is not None else None
        return Credit(key, self._partner_id, kind, sale, day, payable_on, base, amount, trail, version)

    def _nothing(self, place: Place, credited: list[Credit]) -> None:
        """Every key of a sale that earns nothing, with the reason."""
        sale, plan = place.sale, place.plan
        trail = (Mark("nothing", sale.amount, 0, what=place.excluded),)
        begun = len(credited)
        credited.append(self._made(sale.uid, "sale", sale, sale.sold_on, sale.sold_on, sale.amount, 0, trail, plan))
        for kind, movements in (("receipt", sale.receipts), ("refund", sale.refunds)):
            credited += [
                self._made(one.uid, kind, sale, one.day, one.day, one.amount, 0, trail, plan) for one in movements
            ]
        if sale.shares:
            credited[begun:] = _shared(credited[begun:], sale.shares)

    def _capped(self, place: Place, plan: Plan, earned: int, trail: list[Mark]) -> int:
        terms, sale = plan.terms, place.sale
        if terms.cap_sale is not None:
            earned = _cut("cap_sale", earned, terms.cap_sale, trail)
        if terms.cap_customer is not None:
            earned = _cut("cap_customer", earned, terms.cap_customer - self._by_customer[sale.customer], trail)
        if terms.cap_period is not None:
            used = self._by_period[plan.cap_months, period_of(plan.cap_months, sale.sold_on)]
            earned = _cut("cap_period", earned, terms.cap_period.amount - used, trail)
        if self._watch.customers_capped or self._watch.caps:
            self._use_up(place, plan, earned)
        return earned

    def _use_up(self, place: Place, plan: Plan, earned: int) -> None:
        sale, kept = place.sale, earned
        if place.given_back:
            kept -= round_ratio(earned * place.given_back, sale.amount, plan.terms.rounding)
        if self._watch.customers_capped:
            self._by_customer[sale.customer] += kept
        for months in self._watch.caps:
            self._by_period[months, period_of(months, sale.sold_on)] += kept

    def _on_sale(self, place: Place, plan: Plan, earned: int, trail: tuple[Mark, ...], credited: list[Credit]) -> None:
        sale, day = place.sale, place.sale.sold_on
        payable_on = day + plan.hold
        values = sale.uid, self._partner_id, "sale", sale, day, payable_on, sale.amount, earned, trail, plan.version
        credited.append(made(Credit, values))
        back = taken = 0
        for refund in sorted(sale.refunds, key=_by_day) if sale.refunds else ():
            if _is_late(refund, sale, plan):
                credited.append(self._late(refund, sale, plan))
                continue
            back += refund.amount
            due = round_ratio(earned * back, sale.amount, plan.terms.rounding)
            credited.append(self._refund(refund, sale, plan, taken - due, trail, payable_on))
            taken = due

    def _on_cash(self, place: Place, plan: Plan, earned: int, trail: tuple[Mark, ...], credited: list[Credit]) -> None:
        sale, received, left, before, payable_on = place.sale, 0, place.sale.amount, 0, place.sale.sold_on
        waiting = (*trail, Mark("received", earned, 0))
        credited.append(self._made(sale.uid, "sale", sale, sale.sold_on, sale.sold_on, sale.amount, 0, waiting, plan))
        movements = [(one.day, False, one) for one in sale.receipts]
        for refund in sale.refunds:
            if _is_late(refund, sale, plan):
                credited.append(self._late(refund, sale, plan))
            else:
                movements.append((refund.day, True, refund))
        if len(movements) > 1:
            movements.sort(key=_day_and_kind)
        for day, is_refund, one in movements:
            received, left = (received, left - one.amount) if is_refund else (received + one.amount, left)
            due = round_ratio(earned * min(received, left), sale.amount, plan.terms.rounding)
            change, before = due - before, due
            if is_refund:
                credited.append(self._refund(one, sale, plan, change, trail, payable_on))
                continue
            payable_on = day + plan.hold
            part = Mark("received", one.amount, change, round_ratio(one.amount * PPM, sale.amount))
            credited.append(
                self._made(one.uid, "receipt", sale, day, payable_on, one.amount, change, (*trail, part), plan)
            )

    def _refund(
        self, refund: Movement, sale: Sale, plan: Plan, amount: int, trail: tuple[Mark, ...], payable_on: date
    ) -> Credit:
        """What a refund takes back; where the sale earned one plain percentage, the step says which."""
        plain = len(trail) == 1 and trail[0].rule == "percent" and trail[0].base == sale.amount
        plain = plain and plan.terms.trigger is Trigger.SALE
        step = (Mark("refund", -refund.amount, amount, trail[0].ppm if plain else 0),)
        return self._made(
            refund.uid, "refund", sale, refund.day, max(refund.day, payable_on), -refund.amount, amount, step, plan
        )

    def _late(self, refund: Movement, sale: Sale, plan: Plan) -> Credit:
        step = (Mark("nothing", -refund.amount, 0, what="late"),)
        return self._made(refund.uid, "refund", sale, refund.day, refund.day, -refund.amount, 0, step, plan)

    def _bonuses(self, place: Place, plan: Plan, credited: list[Credit]) -> None:
        sale, day = place.sale, place.sale.sold_on
        for months in self._watch.bonuses:
            self._won[months, period_of(months, day)] += 1
        for bonus in plan.terms.bonuses:
            months = MONTHS[bonus.unit]
            if self._won[months, period_of(months, day)] == bonus.nth:
                key = bonus_key(self._partner_id, self._currency, bonus.nth, bonus.unit, day)
                mark = (Mark("bonus", bonus.amount, bonus.amount, what=bonus.unit.value, n=bonus.nth),)
                credited.append(self._made(key, "bonus", sale, day, day + plan.hold, 0, bonus.amount, mark, plan))


def bonus_key(partner_id: int, currency: str, nth: int, unit: Unit, day: date) -> str:
    """The name under which the ledger keeps a bonus: one for each period it can be earned in."""
    began = first_day(unit, day)
    return f"bonus:{partner_id}:{currency}:{nth}:{unit.value}:{began.isoformat() if began else 'ever'}"


def _cut(rule: str, earned: int, left: int, trail: list[Mark]) -> int:
    """What remains of a commission where only ``left`` may be earned; the cut is added to ``trail``."""
    if earned <= left or earned <= 0:
        return earned
    trail.append(Mark(rule, earned, max(0, left)))
    return max(0, left)


def _is_late(refund: Movement, sale: Sale, plan: Plan) -> bool:
    within = plan.terms.refund_days
    return within is not None and (refund.day - sale.sold_on).days > within


def _shared(given: list[Credit], shares: tuple[tuple[int, int], ...]) -> list[Credit]:
    """Each credit of a sale split: the running total is shared, and each partner gets the difference to before."""
    weights = [ppm for _partner, ppm in shares]
    total, before, found = 0, [0] * len(shares), []
    for credit in given:
        total += credit.amount
        parts = allocate(total, weights)
        for (partner, ppm), part, had in zip(shares, parts, before, strict=True):
            mark = Mark("share", credit.amount, part - had, ppm)
            trail = credit.trail if credit.trail[0].rule == "nothing" else (*credit.trail, mark)
            found.append(credit._replace(partner=partner, amount=part - had, trail=trail))
        before = parts
    return found
