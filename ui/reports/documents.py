"""From the data to a document that can be seen, printed, saved and mailed. Runs off the GUI thread."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app import clock
from app.domain.errors import StorageError
from app.domain.rolodex import one_line
from app.domain.statements import Statement
from app.formatting import money, period
from app.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from app.domain.commission_report import CommissionReportData
    from app.domain.dates import Period
    from app.reports.model import Report

UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


@dataclass(frozen=True, slots=True)
class Mail:
    """What goes with a document that is sent."""

    sender: str
    to: str
    subject: str
    body: str


@dataclass(frozen=True, slots=True)
class Document:
    """A finished PDF. ``name`` is a file name without ending; ``mark`` is ``void``, ``draft`` or empty.

    ``number`` is that of an issued statement, empty for everything else.
    """

    title: str
    number: str
    name: str
    pdf: bytes
    mark: str
    mark_reason: str
    mail: Mail
    missing: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StatementData:
    """A statement, and why it is void where it is."""

    statement: Statement
    void_reason: str | None


def issued_statement(session: Any, number: str) -> StatementData:
    """The statement as it was issued; raises ``UserError`` when there is none of this number."""
    from app.queries import statements

    return StatementData(statements.issued(session, number), statements.void_reason(session, number))


def draft_statement(session: Any, partner_id: int, currency: str, span: Period | None) -> StatementData:
    """What was posted in a period, or (without one) what would be paid today. Never issued.

    An empty ``currency`` stands for the one the partner was credited in last.
    """
    from app.queries import settings, statements

    today = clock.today()
    known = statements.currencies(session, partner_id)
    code = currency or (known[0] if known else settings.preferences(session).currency)
    if span is None:
        return StatementData(statements.draft(session, partner_id, code, today, today), None)
    return StatementData(statements.activity(session, partner_id, code, span, today), None)


def lay_out_statement(data: StatementData, paper: str = "") -> Document:
    """The statement as a document; ``paper`` other than the one it was issued for."""
    from app.reports.statement import statement_report

    statement, void = data.statement, data.void_reason is not None
    title = (
        _("Statement {number}").format(number=statement.number)
        if statement.number
        else _("Draft statement for {partner}").format(partner=statement.partner.name)
    )
    return _drawn(
        statement_report(statement, void=void),
        title=title,
        number=statement.number,
        name=f"{statement.number or _('Draft')} {statement.partner.name}",
        mark="void" if void else "" if statement.number else "draft",
        mark_reason=data.void_reason or "",
        mail=_statement_mail(statement),
        paper=paper,
    )


def commission_data(session: Any, span: Period, currency: str, drawn_up_on: date) -> CommissionReportData:
    """Everything that the commission report of a period says."""
    from app.queries.commission_report import commission_report

    return commission_report(session, span, currency, drawn_up_on)


def lay_out_commissions(data: CommissionReportData, paper: str = "") -> Document:
    """The commission report as a document; it is about many partners and addressed to nobody."""
    from app.reports.commission_report import commission_report

    report = commission_report(data)
    body = _("Please find attached: {title}.").format(title=report.title) + "\n"
    mail = Mail(data.business.email, "", report.title, body)
    return _drawn(report, title=report.title, name=report.title, mail=mail, paper=paper)


def _drawn(
    report: Report,
    *,
    title: str,
    name: str,
    mail: Mail,
    paper: str,
    number: str = "",
    mark: str = "",
    mark_reason: str = "",
) -> Document:
    from app.reports import pdf

    if paper:
        report = replace(report, paper=paper)
    made = pdf.draw(report, created=clock.now())
    return Document(title, number, safe_name(name), made.pdf, mark, mark_reason, mail, made.missing)


def _statement_mail(statement: Statement) -> Mail:
    """The words of the mail, in the plainest form; whoever sends it can change them."""
    span = period(statement.period, statement.business.language)
    subject = _("Commission statement {number}").format(number=statement.number or span)
    lines = [
        _("Hello {name},").format(name=statement.partner.contact or statement.partner.name),
        "",
        _("attached is your commission statement for {period}.").format(period=span),
        _("To be paid: {amount}.").format(amount=money(statement.total, statement.business.language)),
        "",
        _("Kind regards"),
        statement.business.name,
    ]
    return Mail(statement.business.email, statement.partner.email, subject, "\n".join(lines).strip() + "\n")


def safe_name(text: str) -> str:
    """A file name that every system takes."""
    return one_line(UNSAFE.sub(" ", text)).strip(" .")[:120] or _("Document")


def save(path: Path, document: Document) -> Path:
    """Write the PDF to ``path``, whole or not at all, in the place of what is there."""
    from app.exchange.atomic import atomic_write

    with atomic_write(path, overwrite=True) as file:
        file.write(document.pdf)
    return path


def save_mail(folder: Path, document: Document) -> Path:
    """Write a draft of a mail with the PDF attached into ``folder``, which is made when it is missing.

    A draft that is there may have been changed and not been sent yet: the new one stands beside it.
    """
    from app.exchange.mail import Attachment, draft

    mail = document.mail
    attachment = Attachment(f"{document.name}.pdf", "application/pdf", document.pdf)
    message = draft(mail.sender, mail.to, mail.subject, mail.body, [attachment], clock.now())
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for number in count(1):
        path = folder / (f"{document.name} ({number}).eml" if number > 1 else f"{document.name}.eml")
        if _write_new(path, message):
            break
    return path


def _write_new(path: Path, data: bytes) -> bool:
    """Write a file; false where there is one of this name."""
    from app.exchange.atomic import atomic_write

    try:
        with atomic_write(path) as file:
            file.write(data)
    except StorageError as error:
        if error.code == "file_exists":
            return False
        raise
    return True


def spans(today: date) -> list[tuple[str, str, Period | None]]:
    """The periods on offer: a key, the words, the days."""
    from datetime import timedelta

    from app.domain.dates import month_of, previous_month, quarter_of, year_of

    quarter_before = quarter_of(quarter_of(today).first - timedelta(days=1))
    year_before = year_of(year_of(today).first - timedelta(days=1))
    return [
        ("this_month", _("This month"), month_of(today)),
        ("last_month", _("Last month"), previous_month(today)),
        ("this_quarter", _("This quarter"), quarter_of(today)),
        ("last_quarter", _("Last quarter"), quarter_before),
        ("this_year", _("This year"), year_of(today)),
        ("last_year", _("Last year"), year_before),
        ("other", _("Other days…"), None),
    ]
