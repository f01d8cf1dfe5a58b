"""The commission statement that a partner gets: what is paid, and how every line of it was worked out."""

from __future__ import annotations

from app.domain.balances import Balance
from app.domain.money import Money
from app.domain.statements import Business, Line, OnHold, Statement
from app.formatting import count, day, explain, money, period
from app.formatting import number as plain_number
from app.i18n import _
from app.reports.model import (
    Block,
    Column,
    Fact,
    Figure,
    KeyFigures,
    Letterhead,
    Paragraph,
    Parties,
    Report,
    Row,
    SideBySide,
    Table,
    Title,
)


def statement_report(statement: Statement, *, void: bool = False) -> Report:
    """The statement as a document in the business's language; one without a number is marked as a draft."""
    locale = statement.business.language
    blocks: tuple[Block, ...] = (
        Title(_("Commission statement"), period(statement.period, locale)),
        Parties(_address(statement), _facts(statement, locale)),
        KeyFigures(_figures(statement, locale)),
        _table(statement, locale),
        _closing(statement, locale),
    )
    kind = _("Statement {number}").format(number=statement.number) if statement.number else _("Draft statement")
    return Report(
        title=f"{kind} · {statement.partner.name}",
        author=statement.business.name,
        letterhead=Letterhead(statement.business.name, sender(statement.business), (kind, _dated(statement, locale))),
        blocks=blocks,
        footer=footer(statement.business),
        running=f"{kind} · {statement.partner.name}",
        mark=_mark(statement, void),
        language=locale,
        paper=statement.business.paper,
    )


def sender(business: Business) -> str:
    """The line under the sender's name: address and how to reach it."""
    reach = business.email or business.phone or business.website
    return " · ".join(part for part in (", ".join(business.address), reach) if part)


def footer(business: Business) -> str:
    """The line at the foot of every page: whom to ask, and the sender's own words."""
    ask = _("Questions? {address}").format(address=business.email) if business.email else ""
    return " · ".join(part for part in (ask, business.footer) if part) or business.name


def about(line: Line, locale: str) -> str:
    """The remark under a customer's name; nothing for an ordinary sale."""
    match line.about:
        case "first_sale":
            return _("first sale")
        case "refund" if line.refers_to:
            return _("refund of {day} sale").format(day=day(line.refers_to, locale, "named"))
        case "refund":
            return _("refund")
        case "payment":
            return _("payment received")
        case "bonus":
            return _("bonus")
        case "reversal":
            return _("reversal")
        case "adjustment" if line.refers_to:
            return _("adjustment of {day}").format(day=day(line.refers_to, locale, "named"))
        case "adjustment":
            return _("adjustment")
    return ""


def _mark(statement: Statement, void: bool) -> str:
    if void:
        return _("VOID")
    return "" if statement.number else _("DRAFT")


def _dated(statement: Statement, locale: str) -> str:
    sentence = _("Issued {day}") if statement.number else _("Drawn up {day}")
    return sentence.format(day=day(statement.issued_on, locale, "long"))


def _address(statement: Statement) -> tuple[str, ...]:
    partner = statement.partner
    contact = partner.contact if partner.contact != partner.name else ""
    return tuple(line for line in (partner.name, contact, *partner.address) if line)


def _facts(statement: Statement, locale: str) -> tuple[Fact, ...]:
    facts = [Fact(_("Partner code"), statement.partner.code)]
    if statement.terms_version and statement.terms_since:
        terms = _("version {number}, from {day}").format(
            number=plain_number(statement.terms_version, locale), day=day(statement.terms_since, locale, "long")
        )
        facts.append(Fact(_("Terms"), terms))
    facts.append(Fact(_("Paid by"), statement.pay_method))
    return tuple(fact for fact in facts if fact.value)


def _figures(statement: Statement, locale: str) -> tuple[Figure, ...]:
    credited, sales = _what_was_credited(statement)
    figures = [
        Figure(plain_number(statement.sales_credited, locale), credited),
        Figure(money(statement.sales_total, locale), sales),
    ]
    if statement.taken_back:
        refunds = sum(1 for line in statement.lines if line.about in {"refund", "reversal"})
        label = _("taken back for a refund") if refunds == 1 else _("taken back for refunds")
        figures.append(Figure(money(statement.taken_back, locale), label))
    if statement.overview and statement.balance is not None:
        open_then = _("open on {day}").format(day=day(statement.period.last, locale, "long"))
        figures.append(Figure(money(statement.balance.closing, locale), open_then, main=True))
    else:
        figures.append(Figure(money(statement.total, locale), _outcome(statement).lower(), main=True))
    return tuple(figures)


def _what_was_credited(statement: Statement) -> tuple[str, str]:
    """What the first two figures are of: sales, payments of customers, or both."""
    payments = sum(1 for line in statement.lines if line.about == "payment")
    if not payments:
        return (_("sale credited") if statement.sales_credited == 1 else _("sales credited")), _("sales")
    if payments == statement.sales_credited:
        return (_("payment credited") if payments == 1 else _("payments credited")), _("received")
    return _("sales and payments credited"), _("sold and received")


def _outcome(statement: Statement) -> str:
    if statement.overview:
        return _("Total")
    return _("Owed back") if statement.total.minor < 0 else _("To be paid")


def _table(statement: Statement, locale: str) -> Table:
    days = (day(line.day, locale, today=statement.period.last) for line in statement.lines)
    return Table(
        columns=(
            Column(_("Date")),
            Column(_("Customer"), share=42),
            Column(_("How it was worked out"), share=58),
            Column(_("Sale"), right=True),
            Column(_("Commission"), right=True),
        ),
        rows=[
            Row(
                (
                    when,
                    line.customer,
                    explain(line.steps, locale),
                    money(line.sale, locale) if line.sale else "",
                    money(line.commission, locale),
                ),
                about(line, locale),
            )
            for when, line in zip(days, statement.lines, strict=True)
        ],
        total=("", "", "", _outcome(statement), money(statement.total, locale)),
        empty=_("No commission became payable in this period."),
    )


def _closing(statement: Statement, locale: str) -> Block:
    held, other = statement.on_hold, statement.otherwise_open
    beside = []
    if held is not None:
        beside.append(Paragraph(_held(held, locale), _("Carried on hold")))
    if other and not statement.overview:
        beside.append(Paragraph(_otherwise_open(other, statement, locale), _("Otherwise open")))
    beside.append(Paragraph(_year_so_far(statement, locale), _("This year so far")))
    if statement.balance is not None:
        return SideBySide((_balance(statement, statement.balance, locale),), tuple(beside))
    if len(beside) == 1:
        return beside[0]
    return SideBySide((beside[0],), (beside[1],))


def _balance(statement: Statement, balance: Balance, locale: str) -> Table:
    """The account from one payout to the next, less the lines that are zero."""
    paid = _("Paid") if statement.number or statement.overview else _("To be paid")
    parts = (
        (_("Earned"), balance.earned),
        (_("Bonuses"), balance.bonuses),
        (_("Adjustments"), balance.adjustments),
        (_("Taken back"), balance.reversed),
        (_("Payouts declared void"), balance.voided),
        (paid, -balance.paid),
    )
    told = [(_("Opening balance"), balance.opening), *(part for part in parts if part[1])]
    return Table(
        heading=_("Your balance"),
        columns=(Column("", share=1), Column("", right=True)),
        rows=[Row((name, money(amount, locale))) for name, amount in told],
        total=(_("Closing balance"), money(balance.closing, locale)),
    )


def _otherwise_open(amount: Money, statement: Statement, locale: str) -> str:
    if statement.total.minor < 0 or amount.minor < 0:
        return _("{amount} is owed back and netted by the next payout.").format(amount=money(-amount, locale))
    return _("{amount} is payable and comes with a later payout.").format(amount=money(amount, locale))


def _year_so_far(statement: Statement, locale: str) -> str:
    year = statement.year
    return _("{referrals}, {won} won, {sales} in sales, {paid} paid.").format(
        referrals=count(year.referrals, "{n} referral", "{n} referrals", locale),
        won=plain_number(year.won, locale),
        sales=money(year.sales, locale),
        paid=money(year.paid, locale),
    )


def _held(hold: OnHold, locale: str) -> str:
    first, last = (day(when, locale, "named") for when in (hold.first, hold.last))
    when = _("on {day}").format(day=first)
    if hold.first != hold.last:
        when = _("between {first} and {last}").format(first=first, last=last)
    if not hold.sales:
        return _("{amount} becomes payable {when}.").format(amount=money(hold.amount, locale), when=when)
    return _("{amount} from {sales} becomes payable {when}.").format(
        amount=money(hold.amount, locale), sales=count(hold.sales, "{n} sale", "{n} sales", locale), when=when
    )
