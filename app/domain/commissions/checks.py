"""Whether terms can be agreed at all: rates, amounts and bands that make sense together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from app.domain.commissions.plan import same_name
from app.domain.commissions.terms import PPM, Bands, Basis, FlatPer, Measure, Rate, Reach, Terms, Unit
from app.domain.errors import UserError
from app.domain.money import MAX_MINOR, Money, check_currency

MAX_DAYS: Final = 3650
"""No hold or window is longer than ten years."""

MAX_COUNT: Final = 100_000
MAX_BANDS: Final = 50


def check_terms(terms: Terms) -> Terms:
    """Itself, or ``UserError`` saying what cannot be right."""
    check_currency(terms.currency)
    for rate in _rates(terms):
        check_rate(rate)
    if terms.bands is not None:
        check_bands(terms.bands, terms.currency)
    _check_combination(terms)
    _check_recurring(terms)
    _check_own_rates(terms)
    _check_bonuses(terms)
    _check_amounts(terms)
    _check_days(terms)
    return terms


def _rates(terms: Terms) -> Iterator[Rate]:
    yield terms.rate
    for own in terms.own_rates:
        yield own.rate
    if terms.bands is not None:
        for band in terms.bands.bands:
            yield band.rate
    if terms.recurring is not None and terms.recurring.later is not None:
        yield terms.recurring.later
    if terms.discount is not None:
        yield terms.discount


def check_rate(rate: Rate) -> None:
    """Raises ``UserError`` when the rate lies outside 0 to 100 %, or its fixed amount below zero."""
    if not 0 <= rate.ppm <= PPM:
        raise UserError("terms_rate", "The rate must be between 0 and 100 %.")
    if rate.flat is not None and not 0 <= rate.flat < MAX_MINOR:
        raise UserError("terms_flat", "The fixed amount must be zero or more.")


def check_bands(bands: Bands, currency: str) -> None:
    """Raises ``UserError`` naming the band that leaves a gap, overlaps, or stands out of order."""
    if not 1 <= len(bands.bands) <= MAX_BANDS:
        raise UserError("bands_number", "Bands need at least one row, and at most {most}.", most=MAX_BANDS)
    by_volume = bands.measure is Measure.VOLUME

    def shown(start: int) -> str:
        return f"{Money(start, currency).decimal_text} {currency}" if by_volume else str(start)

    lowest = 0 if by_volume else 1
    first = bands.bands[0].start
    if first != lowest:
        raise UserError(
            "bands_gap",
            "The first band must begin at {lowest}, or there is a gap before {first}.",
            lowest=shown(lowest),
            first=shown(first),
        )
    for number, (one, other) in enumerate(zip(bands.bands, bands.bands[1:], strict=False), 2):
        if other.start == one.start:
            raise UserError(
                "bands_overlap", "Band {number} overlaps: two bands begin at {start}.", number=number,
                start=shown(other.start),
            )  # fmt: skip
        if other.start < one.start:
            raise UserError(
                "bands_order",
                "Band {number} is out of order: it begins at {start}, below the band before it at {before}.",
                number=number,
                start=shown(other.start),
                before=shown(one.start),
            )
    if bands.bands[-1].start >= (MAX_MINOR if by_volume else MAX_COUNT):
        raise UserError("bands_high", "The last band begins higher than Partnerbook can count.")
    if by_volume and bands.reach is Reach.MARGINAL and any(band.rate.flat is not None for band in bands.bands):
        raise UserError(
            "bands_flat",
            "Where each band of the volume has its own rate, that must be a percentage. For fixed amounts, let the "
            "band count for the whole period, or count sales.",
        )


def _check_combination(terms: Terms) -> None:
    if terms.bands is not None and terms.recurring is not None and terms.recurring.later is not None:
        raise UserError(
            "terms_bands_and_later", "Use either bands or a second rate for later sales: both would set the same rate."
        )
    flats = [terms.rate.flat is not None, terms.bands is not None]
    if terms.per is not FlatPer.SALE and flats != [True, False]:
        raise UserError("terms_per", "Only a fixed amount can be paid for each referral or each product.")
    if terms.basis is Basis.MARGIN and not any(rate.flat is None for rate in _rates(terms)):
        raise UserError("terms_margin", "A fixed amount does not depend on the margin: choose the sale.")


def _check_recurring(terms: Terms) -> None:
    recurring = terms.recurring
    if recurring is None:
        return
    for number in (recurring.first, recurring.limit):
        if number is not None and not 1 <= number <= MAX_COUNT:
            raise UserError("terms_charges", "A number of sales or months must be 1 or more.")
    if recurring.first is not None and recurring.later is None:
        raise UserError(
            "terms_later", "Say which rate holds after the first {number}; 0 for none.", number=recurring.first
        )
    if recurring.first is None and recurring.later is not None:
        raise UserError("terms_later", "Say after how many sales or months the later rate begins.")
    if recurring.first is None and recurring.limit is None:
        raise UserError("terms_recurring", "Say after how many sales or months the rate changes or ends.")
    if recurring.first is not None and recurring.limit is not None and recurring.limit <= recurring.first:
        raise UserError("terms_limit", "The end must come after the change to the later rate.")


def _check_own_rates(terms: Terms) -> None:
    seen = set()
    for own in terms.own_rates:
        name = same_name(own.name)
        if not name:
            raise UserError("terms_own_name", "A rate of its own needs the name of its product, variant or category.")
        if (own.level, name) in seen:
            raise UserError("terms_own_twice", "“{name}” has two rates. Keep one.", name=own.name)
        seen.add((own.level, name))


def _check_bonuses(terms: Terms) -> None:
    seen: set[tuple[int, Unit]] = set()
    for bonus in terms.bonuses:
        if not 1 <= bonus.nth <= MAX_COUNT or not 0 < bonus.amount < MAX_MINOR:
            raise UserError("terms_bonus", "A bonus needs the number of the referral and an amount above zero.")
        if (bonus.nth, bonus.unit) in seen:
            raise UserError("terms_bonus_twice", "There are two bonuses for referral {nth}. Keep one.", nth=bonus.nth)
        seen.add((bonus.nth, bonus.unit))
    if not 0 <= terms.extra_ppm <= PPM:
        raise UserError("terms_extra", "The bonus on the commission must be between 0 and 100 %.")


def _check_amounts(terms: Terms) -> None:
    caps = (terms.cap_sale, terms.cap_customer, terms.cap_period.amount if terms.cap_period else None)
    if any(cap is not None and not 0 < cap < MAX_MINOR for cap in caps):
        raise UserError("terms_cap", "A cap must be more than zero. Leave it empty for none.")
    if not 0 <= terms.minimum_sale < MAX_MINOR or not 0 <= terms.minimum_payout < MAX_MINOR:
        raise UserError("terms_minimum", "A minimum must be zero or more.")


def _check_days(terms: Terms) -> None:
    if not 0 <= terms.hold_days <= MAX_DAYS:
        raise UserError("terms_hold", "The hold must be between 0 and {most} days.", most=MAX_DAYS)
    for days in (terms.window_days, terms.refund_days):
        if days is not None and not 0 <= days <= MAX_DAYS:
            raise UserError("terms_window", "A window must be between 0 and {most} days.", most=MAX_DAYS)
