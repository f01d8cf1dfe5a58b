"""What happened with a partner as lines of its timeline, ledger and history. Pure: rows in, entries out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from app.domain.communications import CommunicationKind, Direction
from app.domain.referrals import Stage
from app.formatting import day, explain, money, percent, period, sums, terms_sentence
from app.i18n import _
from ui import names
from ui.widgets.timeline import Entry

if TYPE_CHECKING:
    from app.domain.commissions.terms import Version
    from app.queries.commissions import LedgerLine
    from app.queries.reciprocity import GivenRow
    from app.queries.referrals import ReferralRow
    from app.queries.statements import Issued
    from app.queries.timeline import TimelineItem

CONTACTS: Final = frozenset(str(kind) for kind in CommunicationKind)
"""The kinds of timeline entries that somebody logged and can correct."""


def of_timeline(item: TimelineItem, today: date) -> Entry:
    """One line of the timeline."""
    when = day(item.day, today=today)
    if item.kind in CONTACTS:
        return Entry(when, names.communication(CommunicationKind(item.kind)), _said(item), source=item)
    if item.kind.startswith("referral."):
        return Entry(when, _("Referral"), _stage(item), source=item)
    sum_ = money(item.amount) if item.amount is not None else ""
    earned = money(item.commission, sign=True) if item.commission is not None else ""
    match item.kind:
        case "sale":
            text = _("{customer} → won, sale {amount}").format(customer=item.text, amount=sum_)
            return Entry(when, _("Referral"), text, earned, source=item)
        case "refund":
            text = _("{customer} → refund {amount}").format(customer=item.text, amount=sum_)
            return Entry(when, _("Refund"), text, earned, "red", source=item)
        case "receipt":
            text = _("{customer} paid {amount}").format(customer=item.text, amount=sum_)
            return Entry(when, _("Payment"), text, earned, source=item)
        case "given":
            return Entry(when, _("Given"), item.text, sum_, "soft", source=item)
        case "payout":
            text = _("Statement {number} paid").format(number=item.reference)
            return Entry(when, _("Payout"), text, sum_, source=item)
        case "payout_void":
            text = _("Statement {number} voided: {reason}").format(number=item.reference, reason=item.text)
            return Entry(when, _("Payout"), text, sum_, "soft", source=item)
    text = _("Version {number} agreed").format(number=item.reference)
    return Entry(when, _("Terms"), f"{text} · {item.text}" if item.text else text, source=item)


def _said(item: TimelineItem) -> str:
    incoming = _("from them") if item.direction == Direction.IN else ""
    who = " · ".join(part for part in (item.person, incoming) if part)
    return f"{item.text} ({who})" if who and item.text else item.text or who or "—"


def _stage(item: TimelineItem) -> str:
    stage = Stage(item.kind.removeprefix("referral."))
    if stage is Stage.RECEIVED:
        if item.amount is None:
            return item.text
        return _("{customer}, expected {amount}").format(customer=item.text, amount=money(item.amount))
    moved = f"{item.text} → {names.stage(stage).lower()}"
    return f"{moved}: {item.reference}" if stage is Stage.LOST and item.reference else moved


def of_referral(row: ReferralRow, today: date, partner_id: int) -> Entry:
    """A referral in the list of a partner's: since when it stands where, what it may bring or brought, whose it is."""
    expected = (row.expected,) if row.expected is not None else ()
    credited = [amount for amount in row.commission if amount]
    parts = [row.customer]
    if row.stage is Stage.LOST and row.lost_reason:
        parts.append(row.lost_reason)
    if expected and not row.sold:
        parts.append(_("expected"))
    if row.partner_id != partner_id:
        parts.append(share_of(row.share_ppm, row.partner))
    elif row.share_ppm is not None:
        parts.append(_("shared, {share} of it here").format(share=percent(row.share_ppm)))
    if credited:
        parts.append(_("commission {amount}").format(amount=sums(credited)))
    return Entry(
        day(row.received_on, today=today),
        names.stage(row.stage),
        " · ".join(parts),
        sums(row.sold or expected),
        "green" if row.sold else "soft",
        source=row,
    )


def share_of(ppm: int | None, owner: str) -> str:
    """``25% of a referral by Harbor``; where the share is no longer known, only whose referral it is."""
    if ppm is None:
        return _("a referral by {partner}").format(partner=owner)
    return _("{share} of a referral by {partner}").format(share=percent(ppm), partner=owner)


def of_given(row: GivenRow, today: date) -> Entry:
    """A referral that was given to the partner."""
    text = f"{row.customer} · {row.note}" if row.note else row.customer
    amount = money(row.value) if row.value is not None else ""
    return Entry(day(row.given_on, today=today), _("Given"), text, amount, source=row)


def of_ledger(line: LedgerLine, today: date) -> Entry:
    """An entry of the ledger with the arithmetic behind it and how it stands."""
    if line.kind in ("payout", "payout_void"):
        text = _("Statement {number}").format(number=line.statement) if line.statement else line.why
        return Entry(day(line.day, today=today), names.entry(line.kind), text, money(line.amount), "soft", source=line)
    told = f"{line.customer}: {explain(line.steps)}" if line.customer else explain(line.steps)
    if line.owner:
        share = next((step.rate_ppm for step in reversed(line.steps) if step.rule == "share"), None)
        told = f"{share_of(share, line.owner)}\n{told}"
    tone = "red" if line.amount.minor < 0 else "soft" if line.state in ("paid", "cancelled") else "green"
    text = f"{told}\n{_standing(line, today)}"
    return Entry(
        day(line.day, today=today), names.entry(line.kind), text, money(line.amount, sign=True), tone, source=line
    )


def _standing(line: LedgerLine, today: date) -> str:
    match line.state:
        case "paid":
            return _("paid with statement {number}").format(number=line.statement)
        case "cancelled":
            return _("cancelled")
        case "approved":
            return _("approved, not yet paid")
        case "hold":
            return _("on hold until {day}").format(day=day(line.payable_on, today=today))
    return _("payable since {day}").format(day=day(line.payable_on, today=today))


def of_statement(issued: Issued, today: date) -> Entry:
    """A statement in the list of those issued."""
    void = _("void: {reason}").format(reason=issued.void_reason) if issued.void_reason is not None else ""
    text = " · ".join(part for part in (issued.number, period(issued.period), issued.method, void) if part)
    tone = "soft" if void else "green"
    return Entry(day(issued.issued_on, today=today), _("Statement"), text, money(issued.total), tone, source=issued)


def of_version(version: Version, in_force: Version | None, today: date) -> Entry:
    """A version of the terms, read in full, with where it came from and why."""
    standing = ""
    if in_force is not None and version.id == in_force.id:
        standing = _("in force")
    elif version.starts_on > today:
        standing = _("from {day}").format(day=day(version.starts_on, today=today))
    number = _("Version {number}").format(number=version.version)
    programme = _("From the programme “{name}”").format(name=version.programme) if version.programme else ""
    about = " · ".join(part for part in (programme, version.note) if part)
    text = "\n".join(part for part in (terms_sentence(version.terms), about) if part)
    return Entry(day(version.starts_on, today=today), number, text, standing, "accent", source=version)


def standing_of_terms(version: Version | None, today: date) -> str:
    """Which terms are in force, since when, from which programme and until when, in one line."""
    if version is None:
        return _("No terms are in force today.")
    parts = [
        _("Version {number}, in force since {day}").format(
            number=version.version, day=day(version.starts_on, style="dated")
        )
    ]
    ends_on = version.terms.ends_on
    if ends_on is None:
        parts.append(_("no end agreed"))
    elif ends_on < today:
        parts.append(_("ended on {day}").format(day=day(ends_on, style="dated")))
    else:
        parts.append(_("ends on {day}").format(day=day(ends_on, style="dated")))
    if version.programme:
        parts.append(_("programme “{name}”").format(name=version.programme))
    return " · ".join(parts)
