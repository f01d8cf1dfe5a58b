"""Drafts of mail that the user's own mail program opens, ready to be sent (``X-Unsent: 1``)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from app.domain.errors import UserError

_NAMED: Final = re.compile(r'"?([^<>"]*)"?\s*<([^<>]+)>')
_PLAIN: Final = re.compile(r'[^\s<>,;:"()\[\]@]+@[^\s<>,;:"()\[\]@.]+(\.[^\s<>,;:"()\[\]@.]+)*')


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes with a mail: its name, its type such as ``application/pdf``, its bytes."""

    name: str
    mimetype: str
    data: bytes


def draft(sender: str, to: str, subject: str, body: str, attachments: Sequence[Attachment], date: datetime) -> bytes:
    """An ``.eml`` draft; the same input gives the same bytes.

    ``sender`` and ``to`` may be empty: the mail program fills them. Raises ``UserError`` when an address is none, or
    when a header would break into another: nothing typed becomes a header of its own.
    """
    message = EmailMessage(policy=SMTP)
    if sender:
        message["From"] = _address(sender)
    if to:
        message["To"] = _address(to)
    about = _one_line(subject, "subject").encode("utf-8", "replace").decode()
    stands_as_typed = about.isascii() and "=?" not in about
    message["Subject"] = about if stands_as_typed else _STAND_IN
    message["Date"] = format_datetime(date)
    message["X-Unsent"] = "1"
    message.set_content(body.encode("utf-8", "replace").decode())
    for attachment in attachments:
        maintype, _, subtype = attachment.mimetype.partition("/")
        name = _one_line(attachment.name, "file name").replace("/", "-").replace("\\", "-")
        message.add_attachment(attachment.data, maintype=maintype, subtype=subtype, filename=name)
    if message.is_multipart():
        # The boundary is taken from the content, so that the same draft has the same bytes.
        seed = hashlib.sha256(
            b"\0".join([about.encode(), body.encode("utf-8", "replace"), *(a.data for a in attachments)])
        )
        message.set_boundary(f"=_partnerbook_{seed.hexdigest()[:32]}")
    data = message.as_bytes()
    if not stands_as_typed:
        data = data.replace(f"Subject: {_STAND_IN}\r\n".encode(), _encoded_subject(about), 1)
    return data


_STAND_IN: Final = "Partnerbook"


def _encoded_subject(about: str) -> bytes:
    """The header of a subject with other letters than ASCII has, or that looks like encoded words.

    ``EmailMessage`` would decode these, and before Python 3.12 it loses a space where it breaks a long line of those.
    """
    return f"Subject: {Header(about, 'utf-8', header_name='Subject').encode(linesep=chr(13) + chr(10))}\r\n".encode()


def _one_line(text: str, what: str) -> str:
    if "\r" in text or "\n" in text:
        raise UserError("mail_header", "The {what} of a mail is one line.", what=what)
    return "".join(c for c in text if c.isprintable())


def _address(text: str) -> Address:
    """An address, alone or with a name before it: ``Zoë Ortiz <zoe@x.example>``."""
    plain = _one_line(text, "address").strip()
    named = _NAMED.fullmatch(plain)
    name, address = (named[1].strip(), named[2]) if named else ("", plain)
    user, _at, domain = address.rpartition("@")
    if not _PLAIN.fullmatch(address):
        raise UserError("email_invalid", "“{value}” is not an e-mail address.", value=text)
    try:
        return Address(display_name=name, username=user, domain=domain)
    except (ValueError, IndexError):
        raise UserError("email_invalid", "“{value}” is not an e-mail address.", value=text) from None
