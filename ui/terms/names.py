"""What the choices of the terms are called."""

from __future__ import annotations

from app.domain.commissions.terms import Counted, Level, Measure, Reach, Schedule, Trigger, Unit
from app.domain.money import Rounding
from app.i18n import _


def units() -> list[tuple[Unit, str]]:
    """The periods over which sales are counted together."""
    return [
        (Unit.MONTH, _("each month")),
        (Unit.QUARTER, _("each quarter")),
        (Unit.HALF_YEAR, _("each half-year")),
        (Unit.YEAR, _("each year")),
        (Unit.EVER, _("altogether")),
    ]


def measures() -> list[tuple[Measure, str]]:
    return [(Measure.VOLUME, _("The value of the sales")), (Measure.COUNT, _("The number of sales"))]


def reaches() -> list[tuple[Reach, str]]:
    return [
        (Reach.MARGINAL, _("Only for what lies in the band")),
        (Reach.RETROACTIVE, _("For everything in the period, once reached")),
    ]


def counted() -> list[tuple[Counted, str]]:
    return [
        (Counted.MONTHS, _("Months since a customer’s first sale")),
        (Counted.CHARGES, _("Sales to a customer")),
    ]


def levels() -> list[tuple[Level, str]]:
    return [
        (Level.PRODUCT, _("Product")),
        (Level.VARIANT, _("Variant")),
        (Level.CATEGORY, _("Category")),
    ]


def triggers() -> list[tuple[Trigger, str]]:
    return [(Trigger.SALE, _("With the sale")), (Trigger.CASH, _("As the customer pays, part by part"))]


def schedules() -> list[tuple[Schedule, str]]:
    return [
        (Schedule.OPEN, _("Nothing agreed")),
        (Schedule.MONTHLY, _("Monthly")),
        (Schedule.QUARTERLY, _("Quarterly")),
        (Schedule.YEARLY, _("Yearly")),
    ]


def roundings() -> list[tuple[Rounding, str]]:
    return [
        (Rounding.HALF_UP, _("Halves of a cent up (usual)")),
        (Rounding.HALF_EVEN, _("Halves of a cent to the even cent")),
    ]
