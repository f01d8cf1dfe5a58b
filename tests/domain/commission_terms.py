"""Any terms that can be agreed, for tests that try very many of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy

from app.domain.commissions.checks import check_terms
from app.domain.commissions.terms import (
    PPM,
    Band,
    Bands,
    Basis,
    Bonus,
    Cap,
    Counted,
    FlatPer,
    Level,
    Measure,
    OwnRate,
    Rate,
    Reach,
    Recurring,
    Schedule,
    Terms,
    Trigger,
    Unit,
)
from app.domain.money import Rounding

CURRENCIES = ("EUR", "JPY", "KWD", "CLF")
percentages = st.builds(Rate, st.integers(0, PPM))
flats = st.builds(lambda flat: Rate(flat=flat), st.integers(0, 10**9))
rates = percentages | flats
amounts = st.integers(1, 10**9)
maybe_amounts = st.none() | amounts
maybe_days = st.none() | st.integers(0, 3650)
names = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z")), min_size=1, max_size=12)


@st.composite
def all_bands(draw: DrawFn) -> Bands:
    """Bands in order, without gaps."""
    measure, reach = draw(st.sampled_from(Measure)), draw(st.sampled_from(Reach))
    lowest = 0 if measure is Measure.VOLUME else 1
    starts = sorted(draw(st.sets(st.integers(lowest + 1, 90_000), max_size=4)))
    kind = percentages if measure is Measure.VOLUME and reach is Reach.MARGINAL else rates
    bands = tuple(Band(start, draw(kind)) for start in (lowest, *starts))
    return Bands(measure, draw(st.sampled_from(Unit)), reach, bands)


@st.composite
def recurrings(draw: DrawFn, *, with_later: bool) -> Recurring:
    """First and later sales, an end, or both."""
    counted = draw(st.sampled_from(Counted))
    first = draw(st.integers(1, 60)) if with_later else None
    limit = draw(st.integers((first or 0) + 1, 120)) if not with_later or draw(st.booleans()) else None
    return Recurring(counted, first, draw(rates) if with_later else None, limit)


def _own_rates() -> SearchStrategy[tuple[OwnRate, ...]]:
    each = st.builds(OwnRate, st.sampled_from(Level), names, rates)
    return st.lists(each, max_size=3, unique_by=lambda own: (own.level, own.name.casefold())).map(tuple)


def _bonuses() -> SearchStrategy[tuple[Bonus, ...]]:
    each = st.builds(Bonus, st.integers(1, 50), st.sampled_from(Unit), amounts)
    return st.lists(each, max_size=2, unique_by=lambda bonus: (bonus.nth, bonus.unit)).map(tuple)


@st.composite
def all_terms(draw: DrawFn) -> Terms:
    """Terms with anything in them that can be agreed together."""
    bands = draw(st.none() | all_bands())
    rate = Rate() if bands else draw(rates)
    later = draw(st.booleans()) and bands is None
    terms = Terms(
        draw(st.sampled_from(CURRENCIES)),
        rate,
        draw(st.sampled_from(FlatPer)) if bands is None and rate.flat is not None else FlatPer.SALE,
        Basis.SALE,
        bands,
        draw(recurrings(with_later=True) if later else st.none() | recurrings(with_later=False)),
        draw(_own_rates()),
        draw(_bonuses()),
        draw(st.integers(0, PPM)),
        draw(st.none() | rates),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.booleans()),
        draw(st.just(0) | amounts),
        draw(maybe_amounts),
        draw(maybe_amounts),
        draw(st.none() | st.builds(Cap, amounts, st.sampled_from(Unit))),
        draw(maybe_days),
        draw(maybe_days),
        draw(st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))),
        draw(st.sampled_from(Trigger)),
        draw(st.integers(0, 3650)),
        draw(st.just(0) | amounts),
        draw(st.sampled_from(Schedule)),
        draw(st.sampled_from(Rounding)),
    )
    return check_terms(_on_the_margin(terms) if draw(st.booleans()) else terms)


def _on_the_margin(terms: Terms) -> Terms:
    """The same on the margin, where anything in them is a percentage of it."""
    kinds = [own.rate for own in terms.own_rates]
    kinds += [] if terms.bands else [terms.rate]
    if terms.recurring is not None and terms.recurring.later is not None:
        kinds.append(terms.recurring.later)
    by_bands = terms.bands is not None and any(band.rate.flat is None for band in terms.bands.bands)
    percentage = by_bands or any(rate.flat is None for rate in kinds)
    return replace(terms, basis=Basis.MARGIN) if percentage else terms
