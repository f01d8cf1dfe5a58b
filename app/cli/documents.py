"""Commands that pay and that print: payout, report."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from app import clock, formatting
from app.cli.looking import amount, opened
from app.cli.output import Answer
from app.domain.dates import Period, previous_month
from app.domain.errors import UserError
from app.domain.payouts import LeftOut
from app.exchange.atomic import atomic_write
from app.formatting import left_out

if TYPE_CHECKING:
    from app.domain.statements import Statement
    from app.reports.model import Report


def payout(options: Namespace) -> Answer:
    """Pay everybody what is payable, in one write; with ``--dry-run`` only say whom and how much."""
    until: date = options.until or clock.today()
    with opened(options, write=not options.dry_run) as store:
        from app.operations import payout_run
        from app.queries import payout_runs

        with store.read() as session:
            proposed = payout_runs.propose(session, until)
        if options.dry_run:
            payable = [each for each in proposed if each.left_out is None]
            data = [{"partner": each.partner, "code": each.code, **amount(each.payable)} for each in payable]
            told = [f"{each.partner}: {formatting.money(each.payable)}" for each in payable]
            paid = 0
        else:
            with store.write("Pay what is due until {day}", day=until.isoformat()) as session:
                done = payout_run.pay_all(session, until, clock.today()).paid
            data = [{"partner": p.partner, "code": p.code, "statement": p.statement, **amount(p.amount)} for p in done]
            told = [f"{p.statement}  {p.partner}: {formatting.money(p.amount)}" for p in done]
            paid = len(done)
    left = [each for each in proposed if each.left_out is not None]
    lines = told or ["Nothing is payable."]
    lines += [
        f"Not paid: {each.partner}, {formatting.money(each.payable)}. {left_out(each)}."
        for each in left
        if each.left_out is not LeftOut.NOTHING
    ]
    return Answer(
        tuple(lines),
        {
            "until": until.isoformat(),
            "payouts": data,
            "paid": paid,
            "left_out": [
                {"partner": each.partner, "code": each.code, **amount(each.payable), "reason": each.left_out}
                for each in left
            ],
        },
    )


def report(options: Namespace) -> Answer:
    """Write a report as a PDF, whole or not at all."""
    if options.kind not in _BUILDERS:
        raise UserError(
            "report_unknown",
            "The {kind} report is not part of this version. There are: {known}.",
            kind=options.kind,
            known=", ".join(_BUILDERS),
        )
    if options.first and options.last and options.last < options.first:
        raise UserError("period_backwards", "The period ends before it begins.")
    with opened(options) as store, store.read() as session:
        built = _BUILDERS[options.kind](session, options)
    if options.paper:
        built = replace(built, paper=options.paper)
    from app.reports.pdf import draw

    document = draw(built, created=clock.now())
    with atomic_write(options.target, options.overwrite) as file:
        file.write(document.pdf)
    lines = [f"Wrote {options.target} ({document.pages} {'page' if document.pages == 1 else 'pages'})."]
    lines += [f"No font here has all the characters of “{text}”." for text in document.missing]
    data = {"target": str(options.target), "pages": document.pages, "missing_characters": list(document.missing)}
    return Answer(tuple(lines), data)


def _period(options: Namespace) -> Period:
    """The days asked for; without any, the month before this one."""
    usual = previous_month(clock.today())
    if not options.first and not options.last:
        return usual
    last = options.last or clock.today()
    first = options.first or last.replace(day=1)
    if last < first:
        raise UserError("period_backwards", "The period ends before it begins.")
    return Period(first, last)


def _commissions(session: Any, options: Namespace) -> Report:
    from app.queries.commission_report import commission_report as query
    from app.queries.commission_report import currency_of
    from app.reports.commission_report import commission_report as build

    if options.partner:
        raise UserError("report_one_partner", "The commission report is about all partners; ask for a statement.")
    period = _period(options)
    return build(query(session, period, currency_of(session, period), clock.today()))


def _statement(session: Any, options: Namespace) -> Report:
    from app.queries import statements
    from app.reports.statement import statement_report

    drawn = _drawn(session, options)
    void = bool(drawn.number) and statements.void_reason(session, drawn.number) is not None
    return statement_report(drawn, void=void)


def _drawn(session: Any, options: Namespace) -> Statement:
    """The standing statement issued for the days asked for; otherwise a draft: of those days, or of what is open."""
    from app.queries import partners, statements
    from app.queries.settings import preferences

    if not options.partner:
        raise UserError("partner_missing", "Say whose statement with --partner CODE.")
    partner_id = partners.by_code(session, options.partner)
    standing = [one for one in statements.listed(session, partner_id) if one.void_reason is None]
    asked = _period(options) if options.first or options.last else None
    for one in standing:
        if asked is None or one.period == asked:
            return statements.issued(session, one.number)
    currency = next(iter(statements.currencies(session, partner_id)), preferences(session).currency)
    today = clock.today()
    if asked is None:
        return statements.draft(session, partner_id, currency, today, today)
    return statements.activity(session, partner_id, currency, asked, today)


_BUILDERS = {"commissions": _commissions, "statement": _statement}
