"""The commission report of a period: one page of sums, and an appendix with every line and why."""

from __future__ import annotations

from app.domain.commission_report import CommissionReportData, PartnerSum, together
from app.domain.dates import month_of
from app.domain.exchange_rates import InOne
from app.domain.money import Money
from app.formatting import count, day, explain, how_converted, money, money_short, month, month_short, percent, period
from app.formatting import number as plain_number
from app.i18n import _
from app.reports.model import (
    Bar,
    Block,
    Chart,
    Column,
    Figure,
    KeyFigures,
    Letterhead,
    NewPage,
    Paragraph,
    Report,
    Row,
    SideBySide,
    Table,
    Title,
)
from app.reports.statement import about, footer

_NOTHING = "—"
_PARTNERS_SHOWN = 7
"""So many partners are named on the first page, which then has room for what is below them; the smaller ones share a
row, and all are in the appendix."""


def commission_report(data: CommissionReportData) -> Report:
    """The report as a document in the business's language."""
    locale = data.business.language
    title = _("Commissions, {period}").format(period=_period(data, locale))
    blocks: tuple[Block, ...] = (
        Title(title),
        KeyFigures(_figures(data, locale)),
        *((_chart(data, locale),) if data.months else ()),
        _by_partner(data, locale),
        SideBySide((_debts(data, locale),), (_by_kind(data, locale),)),
        *((NewPage(),) if data.lines else ()),
        *_currencies(data, locale),
        *((_appendix(data, locale),) if data.lines else ()),
    )
    right = (
        _("Drawn up {day}").format(day=day(data.drawn_up_on, locale, "long")),
        _("Amounts in {currency}").format(currency=data.currency),
    )
    details = " · ".join(part for part in (_("Commission report"), data.scope) if part)
    return Report(
        title=title,
        author=data.business.name,
        letterhead=Letterhead(data.business.name, details, right),
        blocks=blocks,
        footer=_("Every line with its arithmetic: from page 2") if data.lines else footer(data.business),
        running=title,
        language=locale,
        paper=data.business.paper,
    )


def _period(data: CommissionReportData, locale: str) -> str:
    if data.period == month_of(data.period.first):
        return month(data.period.first, locale)
    return period(data.period, locale)


def _figures(data: CommissionReportData, locale: str) -> tuple[Figure, ...]:
    total, growth = data.total, data.growth_ppm
    sales = _("sales through partners")
    if growth is not None:
        sales = f"{sales}, {percent(growth, locale, sign=True)}"
    held = _("on hold")
    if data.on_hold_until:
        held = _("on hold until {day}").format(day=day(data.on_hold_until, locale, today=data.drawn_up_on))
    figures = [
        Figure(money(total.sales, locale), sales),
        Figure(
            money(total.to_pay, locale),
            count(data.partners_to_pay, "to be paid to {n} partner", "to be paid to {n} partners", locale),
            main=True,
        ),
        Figure(money(total.on_hold, locale), held),
    ]
    if data.taken_back:
        back = count(data.refunds, "taken back, {n} refund", "taken back, {n} refunds", locale)
        figures.append(Figure(money(data.taken_back, locale), back))
    return tuple(figures)


def _chart(data: CommissionReportData, locale: str) -> Chart:
    caption = _("commission earned (light) and of it paid (dark)")
    most = max(data.months, key=lambda each: each.earned.minor)
    if most.earned.minor > 0:
        peak = _("most in {month}: {amount}").format(
            month=month(most.first, locale), amount=money_short(most.earned, locale)
        )
        caption = f"{caption}; {peak}"
    bars = tuple(Bar(month_short(each.first, locale), each.earned.minor, each.paid.minor) for each in data.months)
    return Chart(_("Twelve months"), caption, bars)


def _by_partner(data: CommissionReportData, locale: str) -> Table:
    shown = data.partners if len(data.partners) <= _PARTNERS_SHOWN + 1 else data.partners[:_PARTNERS_SHOWN]
    rest = data.partners[len(shown) :]
    rows = [_partner_cells(partner, locale) for partner in shown]
    if rest:
        name = count(len(rest), "{n} more", "{n} more", locale)
        rows.append(_partner_cells(together(name, rest, data.currency), locale))
    total = together(_("Total"), data.partners, data.currency)
    return Table(
        heading=_("By partner"),
        columns=(
            Column(_("Partner"), share=1),
            Column(_("Tier")),
            *(Column(name, right=True) for name in (_("Referrals"), _("Won"), _("Sales"), _("Commission"))),
            *(Column(name, right=True) for name in (_("On hold"), _("To pay"))),
        ),
        rows=[Row(cells) for cells in rows],
        total=_partner_cells(total, locale) if data.partners else (),
        empty=_("No partner earned a commission in this period."),
    )


def _partner_cells(row: PartnerSum, locale: str) -> tuple[str, ...]:
    amounts = (row.sales, row.commission, row.on_hold, row.to_pay)
    return (
        row.name,
        row.tier,
        plain_number(row.referrals, locale),
        plain_number(row.won, locale),
        *(_amount(amount, locale) for amount in amounts),
    )


def _amount(amount: Money, locale: str) -> str:
    return money(amount, locale) if amount else _NOTHING


def _currencies(data: CommissionReportData, locale: str) -> tuple[Block, ...]:
    """Every currency by itself and, where the user wants it, all in one with the rates that were used."""
    if not data.currencies:
        return ()
    table = Table(
        heading=_("All currencies"),
        columns=(
            Column(_("Currency"), share=1),
            *(Column(name, right=True) for name in (_("Sales"), _("Commission"), _("On hold"), _("To pay"))),
        ),
        rows=[
            Row((each.sales.currency, *(_amount(amount, locale) for amount in each.amounts)))
            for each in data.currencies
        ],
        total=_in_one(data.in_one, locale) if data.in_one else (),
    )
    return (table, Paragraph(how_converted(data.in_one, locale))) if data.in_one else (table,)


def _in_one(all_in: InOne, locale: str) -> tuple[str, ...]:
    name = _("All in {currency}").format(currency=all_in.currency)
    return (name, *(_amount(amount, locale) for amount in all_in.totals))


def _debts(data: CommissionReportData, locale: str) -> Table:
    late = [each.days_late for each in data.debts if each.days_late]
    rows = []
    for debt in data.debts:
        following = min((days for days in late if days > debt.days_late), default=None)
        rows.append(Row((_lateness(debt.days_late, following), money(debt.amount, locale))))
    return Table(
        heading=_("How old is what we owe"),
        columns=(Column("", share=1), Column("", right=True)),
        rows=rows,
        empty=_("Nothing is owed."),
    )


def _lateness(days: int, following: int | None) -> str:
    if days == 0:
        return _("due this month")
    if following is None:
        return _("more than {days} days late").format(days=days - 1)
    return _("{first} – {last} days late").format(first=days, last=following - 1)


def _by_kind(data: CommissionReportData, locale: str) -> Table:
    return Table(
        heading=_("By programme"),
        columns=(Column("", share=1), Column("", right=True)),
        rows=[Row((each.name, money(each.commission, locale))) for each in data.kinds],
        empty=_("No commission in this period."),
    )


def _appendix(data: CommissionReportData, locale: str) -> Table:
    total = sum((each.line.commission for each in data.lines), Money.zero(data.currency))
    return Table(
        heading=_("Every line and why"),
        columns=(
            Column(_("Date")),
            Column(_("Partner"), share=30),
            Column(_("Customer"), share=38),
            Column(_("How it was worked out"), share=32),
            Column(_("Sale"), right=True),
            Column(_("Commission"), right=True),
        ),
        rows=[
            Row(
                (
                    day(each.line.day, locale, today=data.period.last),
                    each.partner,
                    each.line.customer,
                    explain(each.line.steps, locale),
                    money(each.line.sale, locale) if each.line.sale else "",
                    money(each.line.commission, locale),
                ),
                about(each.line, locale),
                remark_in=2,
            )
            for each in data.lines
        ],
        total=("", "", "", "", _("Total"), money(total, locale)),
    )
