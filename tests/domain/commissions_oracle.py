"""What an account is to be credited, worked out from ``docs/commissions.md`` alone, slowly and plainly.

The engine is compared with this. It shares no code with it beyond the names of what was agreed and entered: its
arithmetic is in fractions, and for every question it looks at all sales again. The numbers in the comments are the
sections of the document.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from math import floor
from typing import NamedTuple

from app.domain.commissions.account import Line, Sale
from app.domain.commissions.terms import (
    Band,
    Bands,
    Basis,
    Counted,
    FlatPer,
    Level,
    Measure,
    Rate,
    Reach,
    Terms,
    Trigger,
    Unit,
    Version,
)
from app.domain.money import Rounding

MILLION = 1_000_000
MONTHS_OF = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.HALF_YEAR: 6, Unit.YEAR: 12}

Where = tuple[str, int]


def expected(partner_id: int, versions: Sequence[Version], currency: str, sales: Sequence[Sale]) -> dict[Where, int]:
    """The amount to be credited by key and partner; amounts of zero are left out. ``sales`` in the order entered."""
    amounts: dict[Where, int] = {}
    for entry in entries(partner_id, versions, currency, sales):
        where = (entry.key, entry.partner)
        assert where not in amounts, f"two entries for {where}"
        amounts[where] = entry.amount
    return {where: amount for where, amount in amounts.items() if amount != 0}


def expected_days(
    partner_id: int, versions: Sequence[Version], currency: str, sales: Sequence[Sale]
) -> dict[Where, date]:
    """The day on which each of the ``expected`` amounts becomes payable."""
    all_entries = entries(partner_id, versions, currency, sales)
    return {(entry.key, entry.partner): entry.payable_on for entry in all_entries if entry.amount != 0}


class Entry(NamedTuple):
    """What one thing brings one partner."""

    key: str
    partner: int
    payable_on: date
    amount: int


@dataclass
class PricedLine:
    """A line with its base. ``own`` is the rate of its variant, product or category; none under deal or default."""

    line: Line
    base: int
    own: Rate | None

    @property
    def free(self) -> bool:
        # 5: a line whose variant, product or category rate is zero is commission-free.
        return self.own is not None and self.own.is_zero


@dataclass
class Place:
    """A sale in its place in the account, ``terms`` being those of its day and none where it has none (section 2)."""

    sale: Sale
    version: Version | None
    earns: bool = False
    """Not excluded by any rule, and with a line that is not commission-free."""
    counts: bool = False
    """The same, and not wholly given back."""
    commission: int = 0

    @property
    def terms(self) -> Terms:
        assert self.version is not None
        return self.version.terms


def entries(partner_id: int, versions: Sequence[Version], currency: str, sales: Sequence[Sale]) -> list[Entry]:
    """Everything that the account brings, amounts of zero among it."""
    # 1: by the day of the sale, and on the same day by the order in which they were entered (the sort is stable).
    account = [
        Place(sale, version_of(versions, currency, sale)) for sale in sorted(sales, key=lambda sale: sale.sold_on)
    ]
    for index, place in enumerate(account):
        place.earns = earns(account, index)
        place.counts = place.earns and given_back(place) < place.sale.amount
    for index, place in enumerate(account):
        if place.earns:
            place.commission = commission(account, index)
    found = [entry for place in account for entry in credited(partner_id, place)]
    return found + bonuses(partner_id, currency, account)


# ---- 2. The terms of a sale


def version_of(versions: Sequence[Version], currency: str, sale: Sale) -> Version | None:
    """The version by which the sale is worked out, none where it earns nothing for want of one."""
    best: Version | None = None
    for version in versions:
        if version.starts_on > sale.sold_on:
            continue
        if best is None or (version.starts_on, version.version) > (best.starts_on, best.version):
            best = version
    if best is None:
        return None
    if best.terms.ends_on is not None and sale.sold_on > best.terms.ends_on:
        return None
    if best.terms.currency != currency:
        return None
    return best


# ---- 3. What a sale is made of


def lines_of(sale: Sale) -> list[Line]:
    if sale.lines:
        return list(sale.lines)
    return [Line(amount=sale.amount - sale.tax - sale.shipping, cost=sale.cost)]


def amounts_of(place: Place) -> list[int]:
    """The amount of each line, with tax and shipping where the terms say so, before cost is taken off."""
    sale, terms = place.sale, place.terms
    plain = [line.amount for line in lines_of(sale)]
    amounts = list(plain)
    for belongs, extra in ((terms.with_tax, sale.tax), (terms.with_shipping, sale.shipping)):
        if not belongs:
            continue
        if any(plain):
            parts = split(extra, plain)
        else:
            parts = [extra] + [0] * (len(plain) - 1)
        amounts = [amount + part for amount, part in zip(amounts, parts, strict=True)]
    return amounts


def priced_lines(place: Place) -> list[PricedLine]:
    """The lines with their bases and own rates. Only for sales of which the cost is known where it is needed."""
    priced = []
    for line, amount in zip(lines_of(place.sale), amounts_of(place), strict=True):
        base = amount
        if place.terms.basis is Basis.MARGIN:
            assert line.cost is not None
            base = max(0, amount - line.cost)
        priced.append(PricedLine(line, base, own_rate(place, line)))
    return priced


def cost_is_missing(place: Place) -> bool:
    return place.terms.basis is Basis.MARGIN and any(line.cost is None for line in lines_of(place.sale))


def is_below_minimum(place: Place) -> bool:
    return sum(amounts_of(place)) < place.terms.minimum_sale


# ---- 4. Refunds, and what counts


def takes_effect(place: Place, refund_day: date) -> bool:
    window = place.terms.refund_days
    return window is None or (refund_day - place.sale.sold_on).days <= window


def given_back(place: Place) -> int:
    """By all refunds that take effect."""
    return sum(refund.amount for refund in place.sale.refunds if takes_effect(place, refund.day))


def earns(account: Sequence[Place], index: int) -> bool:
    """Whether no rule excludes the sale, and a line of it is not commission-free."""
    place = account[index]
    if place.version is None or is_too_late_for_its_referral(account, place):
        return False
    if cost_is_missing(place) or is_below_minimum(place) or is_beyond_limit(account, index):
        return False
    return not all(line.free for line in priced_lines(place))


def is_too_late_for_its_referral(account: Sequence[Place], place: Place) -> bool:
    window = place.terms.window_days
    if window is None:
        return False
    first = min(other.sale.sold_on for other in account if other.sale.referral == place.sale.referral)
    return (first - place.sale.received_on).days > window


def full_volume(place: Place) -> int:
    # 6: the volume of a sale is the sum of the bases of its lines that are not commission-free.
    return sum(line.base for line in priced_lines(place) if not line.free)


def reduced_volume(place: Place) -> int:
    volume = full_volume(place)
    return volume - rounded(place, Fraction(volume * given_back(place), place.sale.amount))


# ---- 5. The rate of a line


def same_name(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()


def own_rate(place: Place, line: Line) -> Rate | None:
    """The rate of the line's variant, product or category. A deal's own rate comes before all of them."""
    if place.sale.deal is not None:
        return None
    for level, name in ((Level.VARIANT, line.variant), (Level.PRODUCT, line.product), (Level.CATEGORY, line.category)):
        for own in place.terms.own_rates:
            if own.level is level and name.strip() and same_name(own.name, name):
                return own.rate
    return None


def commission_of_lines(account: Sequence[Place], index: int) -> int:
    """The sum of the lines, before anything that section 7 does to it."""
    place = account[index]
    deal = place.sale.deal
    if deal is not None:
        if deal.flat is not None:
            return deal.flat
        return sum(percentage(place, line.base, deal) for line in priced_lines(place))
    total = 0
    for priced in priced_lines(place):
        if priced.own is None:
            continue
        if priced.own.flat is not None:
            total += priced.own.flat * priced.line.quantity
        else:
            total += percentage(place, priced.base, priced.own)
    if any(priced.own is None for priced in priced_lines(place)):
        total += commission_by_default(account, index)
    return total


def percentage(place: Place, base: int, rate: Rate) -> int:
    # 7: each line, and each part of a line in a band, is rounded by itself.
    assert rate.flat is None
    return rounded(place, Fraction(base * rate.ppm, MILLION))


# ---- 6. The default rate


def commission_by_default(account: Sequence[Place], index: int) -> int:
    """What the lines under the default rate bring. There is at least one."""
    place = account[index]
    bands = place.terms.bands
    if bands is None:
        rate = default_rate(account, index)
        if rate.flat is not None:
            return rate.flat * times_paid(account, index)
        return by_percentage(place, rate)
    if bands.reach is Reach.MARGINAL and bands.measure is Measure.VOLUME:
        return by_parts_of_volume(account, index, bands)
    rate = band_rate(account, index, bands)
    if rate.flat is not None:
        return rate.flat
    return by_percentage(place, rate)


def by_percentage(place: Place, rate: Rate) -> int:
    return sum(percentage(place, line.base, rate) for line in priced_lines(place) if line.own is None)


def times_paid(account: Sequence[Place], index: int) -> int:
    """How many times a fixed default amount is paid with this sale."""
    place = account[index]
    if place.terms.per is FlatPer.SALE:
        return 1
    if place.terms.per is FlatPer.REFERRAL:
        return 0 if has_earlier_in_referral(account, index) else 1
    return len({line.line.product.strip().casefold() for line in priced_lines(place) if line.own is None})


def has_earlier_in_referral(account: Sequence[Place], index: int) -> bool:
    return any(other.counts and other.sale.referral == account[index].sale.referral for other in account[:index])


def earlier_charges(account: Sequence[Place], index: int) -> list[Place]:
    """The customer's sales before this one that count."""
    return [other for other in account[:index] if other.counts and other.sale.customer == account[index].sale.customer]


def is_past(account: Sequence[Place], index: int, counted: Counted, how_many: int) -> bool:
    """Whether the sale lies after so many charges, or from so many months after the day of the first on."""
    earlier = earlier_charges(account, index)
    if counted is Counted.CHARGES:
        return len(earlier) + 1 > how_many
    day = account[index].sale.sold_on
    first_day = earlier[0].sale.sold_on if earlier else day
    return day >= months_after(first_day, how_many)


def is_beyond_limit(account: Sequence[Place], index: int) -> bool:
    recurring = account[index].terms.recurring
    return (
        recurring is not None
        and recurring.limit is not None
        and is_past(account, index, recurring.counted, recurring.limit)
    )


def default_rate(account: Sequence[Place], index: int) -> Rate:
    terms = account[index].terms
    recurring = terms.recurring
    if recurring is None or recurring.first is None or recurring.later is None:
        return terms.rate
    return recurring.later if is_past(account, index, recurring.counted, recurring.first) else terms.rate


def by_parts_of_volume(account: Sequence[Place], index: int, bands: Bands) -> int:
    place = account[index]
    begin = sum(reduced_volume(other) for other in account[:index] if in_period_with(place, other, bands.unit))
    total = 0
    for priced in priced_lines(place):
        if priced.free:
            continue
        end = begin + priced.base
        if priced.own is None:
            for number, band in enumerate(bands.bands):
                low = max(begin, band.start)
                high = end if number + 1 == len(bands.bands) else min(end, bands.bands[number + 1].start)
                if high > low:
                    total += percentage(place, high - low, band.rate)
        begin = end
    return total


def band_rate(account: Sequence[Place], index: int, bands: Bands) -> Rate:
    place = account[index]
    if bands.reach is Reach.MARGINAL:
        earlier = [other for other in account[:index] if in_period_with(place, other, bands.unit)]
        return highest_reached(bands.bands, len(earlier) + 1)
    period = [other for other in account if other is not place and in_period_with(place, other, bands.unit)]
    # 4: a sale that was wholly given back is worked out as if it counted: as one sale, of which no volume is left.
    period.append(place)
    if bands.measure is Measure.COUNT:
        return highest_reached(bands.bands, len(period))
    return highest_reached(bands.bands, sum(reduced_volume(other) for other in period))


def in_period_with(place: Place, other: Place, unit: Unit) -> bool:
    return other.counts and period_start(unit, other.sale.sold_on) == period_start(unit, place.sale.sold_on)


def highest_reached(bands: Sequence[Band], reached: int) -> Rate:
    rate = bands[0].rate
    for band in bands:
        if band.start <= reached:
            rate = band.rate
    return rate


# ---- 7. From lines to the commission of a sale


def commission(account: Sequence[Place], index: int) -> int:
    """The commission of a sale that earns, before refunds and payments; those of the sales before it are known."""
    place = account[index]
    terms, earlier = place.terms, account[:index]
    amount = commission_of_lines(account, index)
    amount += rounded(place, Fraction(amount * terms.extra_ppm, MILLION))
    if terms.cap_sale is not None:
        amount = min(amount, terms.cap_sale)
    if terms.cap_customer is not None:
        used = sum(kept(other) for other in earlier if other.sale.customer == place.sale.customer)
        amount = max(0, min(amount, terms.cap_customer - used))
    if terms.cap_period is not None:
        unit = terms.cap_period.unit
        now = period_start(unit, place.sale.sold_on)
        used = sum(kept(other) for other in earlier if period_start(unit, other.sale.sold_on) == now)
        amount = max(0, min(amount, terms.cap_period.amount - used))
    return amount


def kept(place: Place) -> int:
    """The commission less what refunds took back."""
    if not place.earns:
        return 0
    return place.commission - rounded(place, Fraction(place.commission * given_back(place), place.sale.amount))


# ---- 8. When it is earned, and 10. Sharing


class Event(NamedTuple):
    """Something that brings or takes back; ``total`` is what has been credited of the sale after it."""

    key: str
    payable_on: date
    total: int


def events(place: Place) -> list[Event]:
    sale, terms = place.sale, place.terms
    hold = timedelta(days=terms.hold_days)
    happened = [(refund.day, 1, refund) for refund in sale.refunds if takes_effect(place, refund.day)]
    found = []
    if terms.trigger is Trigger.SALE:
        found.append(Event(sale.uid, sale.sold_on + hold, place.commission))
        received = sale.amount
    else:
        happened += [(receipt.day, 0, receipt) for receipt in sale.receipts]
        received = 0
    back = 0
    latest = found[0].payable_on if found else sale.sold_on
    # By day; on one day payments first; otherwise in the order entered (the sort is stable).
    for day, what, movement in sorted(happened, key=lambda item: item[:2]):
        if what == 0:
            received += movement.amount
            payable_on = latest = day + hold
        else:
            back += movement.amount
            payable_on = max(day, latest)
        found.append(Event(movement.uid, payable_on, total_after(place, received, back)))
    return found


def total_after(place: Place, received: int, back: int) -> int:
    """What has been credited when so much was received (only on cash) and so much was given back."""
    amount = place.sale.amount
    if place.terms.trigger is Trigger.SALE:
        return place.commission - rounded(place, Fraction(place.commission * back, amount))
    net = min(received, amount - back)
    return rounded(place, Fraction(place.commission * net, amount))


def credited(partner_id: int, place: Place) -> list[Entry]:
    """The entries of a sale for every partner that shares in it."""
    if not place.earns:
        return []
    shares = place.sale.shares or ((partner_id, MILLION),)
    before = [0] * len(shares)
    found = []
    for event in events(place):
        after = split(event.total, [share for _, share in shares])
        for (partner, _), had, has in zip(shares, before, after, strict=True):
            found.append(Entry(event.key, partner, event.payable_on, has - had))
        before = after
    return found


def split(total: int, weights: Sequence[int]) -> list[int]:
    """*Splitting*: rounded towards zero, what is left over one each to the first parts that have a share."""
    assert total >= 0
    parts = [floor(Fraction(total * weight, sum(weights))) for weight in weights]
    for index, weight in enumerate(weights):
        if sum(parts) < total and weight > 0:
            parts[index] += 1
    assert sum(parts) == total
    return parts


# ---- 9. Bonuses


def bonuses(partner_id: int, currency: str, account: Sequence[Place]) -> list[Entry]:
    won = [place for index, place in enumerate(account) if place.counts and not has_earlier_in_referral(account, index)]
    found = []
    for index, place in enumerate(won):
        for bonus in place.terms.bonuses:
            start = period_start(bonus.unit, place.sale.sold_on)
            number = 1 + len([other for other in won[:index] if period_start(bonus.unit, other.sale.sold_on) == start])
            if number == bonus.nth:
                period = "ever" if start is None else start.isoformat()
                key = f"bonus:{partner_id}:{currency}:{bonus.nth}:{bonus.unit.value}:{period}"
                payable_on = place.sale.sold_on + timedelta(days=place.terms.hold_days)
                found.append(Entry(key, partner_id, payable_on, bonus.amount))
    return found


# ---- 11. Rounding, and the calendar


def rounded(place: Place, value: Fraction) -> int:
    """By the version of the sale's terms."""
    assert value >= 0
    if place.terms.rounding is Rounding.HALF_EVEN:
        below = floor(value)
        above = below + 1
        if value - below == above - value:
            return below if below % 2 == 0 else above
        return below if value - below < above - value else above
    return floor(value + Fraction(1, 2))


def period_start(unit: Unit, day: date) -> date | None:
    """The first day of the calendar period; none for all of time."""
    if unit is Unit.EVER:
        return None
    months = MONTHS_OF[unit]
    return date(day.year, (day.month - 1) // months * months + 1, 1)


def months_after(day: date, months: int) -> date:
    """The same day of the month so many months on, or the last day of a month that is too short."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for last in (day.day, 30, 29, 28):
        if last <= day.day:
            try:
                return date(year, month, last)
            except ValueError:
                continue
    raise AssertionError("every month has a 28th")
