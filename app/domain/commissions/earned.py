"""From a sale in its place to its commission and the arithmetic behind it (docs/commissions.md, sections 5 to 7)."""

from __future__ import annotations

from app.domain.commissions.account import Line, Mark, made
from app.domain.commissions.periods import period_of
from app.domain.commissions.places import Place, Tally, is_later
from app.domain.commissions.plan import Plan, same_name
from app.domain.commissions.terms import PPM, Band, Bands, FlatPer, Measure, Rate, Reach
from app.domain.money import round_ratio

_WHOLE = Line(0)
"""Stands for the one line of a sale without lines: it names no product."""

_OWN_FLAT = {FlatPer.SALE: "flat", FlatPer.REFERRAL: "flat_referral"}


def before_caps(place: Place, plan: Plan, tally: Tally) -> tuple[int, list[Mark]]:
    """The commission of the sale's lines with the share bonus, before any cap."""
    terms, deal = plan.terms, place.sale.deal
    if deal is not None:
        trail = _deal(place, plan, deal)
    elif plan.only_ppm is not None and not place.bases:
        earned = round_ratio(place.base * plan.only_ppm, PPM, terms.rounding)
        trail = [made(Mark, ("percent", place.base, earned, plan.only_ppm, "", 0))]
    elif not place.bases:
        trail = _default(place, [(_WHOLE, place.base, place.before)], plan, tally)
    else:
        trail = _lines(place, plan, tally)
    earned = trail[0].result if len(trail) == 1 else sum([mark.result for mark in trail])
    if terms.extra_ppm and earned:
        extra = round_ratio(earned * terms.extra_ppm, PPM, terms.rounding)
        trail.append(Mark("extra", earned, extra, terms.extra_ppm))
        earned += extra
    return earned, trail


def _percent(rule: str, base: int, ppm: int, plan: Plan, what: str = "") -> Mark:
    return made(Mark, (rule, base, round_ratio(base * ppm, PPM, plan.terms.rounding), ppm, what, 0))


def _deal(place: Place, plan: Plan, rate: Rate) -> list[Mark]:
    if rate.flat is not None:
        return [Mark("deal_flat", place.base, rate.flat)]
    return [_percent("deal", base, rate.ppm, plan) for base in place.bases or (place.base,)]


def _lines(place: Place, plan: Plan, tally: Tally) -> list[Mark]:
    trail: list[Mark] = []
    by_default: list[tuple[Line, int, int]] = []
    position = place.before
    for line, base in zip(place.sale.lines, place.bases, strict=True):
        own = plan.own_rate(line)
        if own is None:
            by_default.append((line, base, position))
        else:
            trail.append(_own(line, base, own[0], own[1], plan))
            if own[0].is_zero:
                continue
        position += base
    if by_default:
        trail += _default(place, by_default, plan, tally)
    return trail


def _own(line: Line, base: int, rate: Rate, name: str, plan: Plan) -> Mark:
    if rate.is_zero:
        return Mark("free", base, 0, what=name)
    if rate.flat is not None:
        return Mark("flat_piece", rate.flat, rate.flat * line.quantity, what=name, n=line.quantity)
    return _percent("percent", base, rate.ppm, plan, name)


def _default(place: Place, lines: list[tuple[Line, int, int]], plan: Plan, tally: Tally) -> list[Mark]:
    terms = plan.terms
    bands = terms.bands
    if bands is not None:
        if plan.has_slices:
            trail: list[Mark] = []
            for _line, base, start in lines:
                _slice(base, start, bands.bands, plan, trail)
            return trail
        rate, per = _band_rate(place, bands, plan, tally), FlatPer.SALE
    elif is_later(place, terms) and terms.recurring is not None and terms.recurring.later is not None:
        rate, per = terms.recurring.later, terms.per
    else:
        rate, per = terms.rate, terms.per
    if rate.flat is None:
        return [_percent("percent", base, rate.ppm, plan) for _line, base, _start in lines]
    total = sum([base for _line, base, _start in lines])
    if per is FlatPer.PRODUCT:
        products = len({same_name(line.product) for line, _base, _start in lines})
        return [Mark("flat_product", rate.flat, rate.flat * products, n=products)]
    if per is FlatPer.REFERRAL and not place.opens:
        return [Mark("nothing", total, 0, what="again")]
    return [Mark(_OWN_FLAT[per], total, rate.flat)]


def _slice(base: int, start: int, bands: tuple[Band, ...], plan: Plan, trail: list[Mark]) -> None:
    """The parts of a line that begins at ``start`` in the period's volume, each at the rate of its band."""
    number, end = _reached(bands, start), start + base
    while True:
        high = end if number + 1 == len(bands) else min(end, bands[number + 1].start)
        trail.append(_percent("band", high - start, bands[number].rate.ppm, plan))
        if high == end:
            return
        start, number = high, number + 1


def _band_rate(place: Place, bands: Bands, plan: Plan, tally: Tally) -> Rate:
    if bands.reach is Reach.MARGINAL:
        reached = place.number
    else:
        period = tally.periods[plan.band_months, period_of(plan.band_months, place.sale.sold_on)]
        reached = period.volume if bands.measure is Measure.VOLUME else period.number + (not place.counts)
    return bands.bands[_reached(bands.bands, reached)].rate


def _reached(bands: tuple[Band, ...], measured: int) -> int:
    """Which band holds at ``measured``: the last that has begun, or the first."""
    number = len(bands) - 1
    while number and bands[number].start > measured:
        number -= 1
    return number
