"""From a sale in its place to its commission and the arithmetic behind it (docs/commissions.md, sections 5 to 7)."""

from __future__ import annotations

from app.domain.commissions.account import Line, Mark
from app.domain.commissions.periods import period_of
from app.domain.commissions.places import Place, Tally, is_later
from app.domain.commissions.plan import Plan, same_name
from app.domain.commissions.terms import PPM, Band, Bands, FlatPer, Measure, Rate, Reach
from app.domain.money import round_ratio

_OWN_FLAT = {FlatPer.SALE: "flat", FlatPer.REFERRAL: "flat_referral"}


def before_caps(place: Place, plan: Plan, tally: Tally) -> tuple[int, list[Mark]]:
    """The commission of the sale's lines with the share bonus, before any cap."""
    terms, deal = plan.terms, place.sale.deal
    if deal is not None:
        trail = _deal(place, plan, deal)
    else:
        trail = _lines(place, plan, tally) if plan.terms.own_rates else _one_rate(place, plan, tally)
    earned = trail[0].result if len(trail) == 1 else sum([mark.result for mark in trail])
    if terms.extra_ppm and earned:
        extra = round_ratio(earned * terms.extra_ppm, PPM, terms.rounding)
        trail.append(Mark("extra", earned, extra, terms.extra_ppm))
        earned += extra
    return earned, trail


def _percent(rule: str, base: int, ppm: int, plan: Plan, what: str = "") -> Mark:
    return Mark(rule, base, round_ratio(base * ppm, PPM, plan.terms.rounding), ppm, what)


def _deal(place: Place, plan: Plan, rate: Rate) -> list[Mark]:
    if rate.flat is not None:
        return [Mark("deal_flat", sum(place.bases), rate.flat)]
    return [_percent("deal", base, rate.ppm, plan) for base in place.bases]


def _lines(place: Place, plan: Plan, tally: Tally) -> list[Mark]:
    trail: list[Mark] = []
    by_default: list[tuple[Line, int, int]] = []
    position = place.before
    for line, base in zip(place.lines, place.bases, strict=True):
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


def _one_rate(place: Place, plan: Plan, tally: Tally) -> list[Mark]:
    """All lines are under the default rate."""
    if len(place.lines) == 1:
        return _default(place, [(place.lines[0], place.bases[0], place.before)], plan, tally)
    lines, position = [], place.before
    for line, base in zip(place.lines, place.bases, strict=True):
        lines.append((line, base, position))
        position += base
    return _default(place, lines, plan, tally)


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
        if bands.reach is Reach.MARGINAL and bands.measure is Measure.VOLUME:
            return [mark for _line, base, start in lines for mark in _slices(base, start, bands, plan)]
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


def _slices(base: int, start: int, bands: Bands, plan: Plan) -> list[Mark]:
    """The parts of a line that begins at ``start`` in the period's volume, each at the rate of its band."""
    trail: list[Mark] = []
    end = start + base
    for number, band in enumerate(bands.bands):
        following = bands.bands[number + 1].start if number + 1 < len(bands.bands) else None
        low = max(start, band.start)
        high = end if following is None else min(end, following)
        if high > low:
            trail.append(_percent("band", high - low, band.rate.ppm, plan))
    return trail or [_percent("band", 0, _highest(bands.bands, start).rate.ppm, plan)]


def _band_rate(place: Place, bands: Bands, plan: Plan, tally: Tally) -> Rate:
    if bands.reach is Reach.MARGINAL:
        reached = place.number
    else:
        key = plan.band_months, period_of(plan.band_months, place.sale.sold_on)
        reached = tally.volumes[key] if bands.measure is Measure.VOLUME else tally.counts[key] + (not place.counts)
    return _highest(bands.bands, reached).rate


def _highest(bands: tuple[Band, ...], reached: int) -> Band:
    found = bands[0]
    for band in bands:
        if band.start <= reached:
            found = band
    return found
