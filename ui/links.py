"""Links that people entered: opened by the program that the system has for them, never run here."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

OPENED = ("http", "https", "mailto")
"""Whatever else a text may be as an address, it is not opened: it could start a program."""


def link_to(text: str) -> QUrl | None:
    """The address that may be opened; none for what is no page of the web and no address to write to."""
    scheme, _colon, rest = text.partition(":")
    if scheme == "mailto":
        return mail_address(rest)
    address = QUrl(text, QUrl.ParsingMode.TolerantMode)
    return address if address.isValid() and address.scheme() in OPENED and address.host() else None


def open_link(text: str) -> bool:
    """Open it in the browser or the mail program; whether it may be."""
    address = link_to(text)
    return address is not None and QDesktopServices.openUrl(address)


def mail_address(email: str) -> QUrl:
    """A ``mailto:`` link. The address was typed by somebody: no part of it becomes a header."""
    link = QUrl()
    link.setScheme("mailto")
    link.setPath(email, QUrl.ParsingMode.DecodedMode)
    return link
