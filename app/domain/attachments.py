"""Files that belong to a partner: what is known of one, and what its name may be on a disk."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from app.domain.errors import UserError
from app.domain.rolodex import one_line

LONGEST_NAME: Final = 255
LONGEST_FILE_NAME: Final = 120
"""In bytes, so that every file system takes the name, with a number behind it."""

DIGEST: Final = re.compile(r"[0-9a-f]{64}")
_NOT_IN_A_NAME: Final = re.compile(r'[<>:"/\\|?*]')
_RESERVED: Final = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)", re.IGNORECASE)
_MEDIA_TYPE: Final = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,80}", re.ASCII)


_PROGRAMS: Final = frozenset(
    """app appimage appref-ms application bash bat chm cmd com command cpl csh desktop dll exe fish gadget hta inf ins
    isp jar js jse lnk mjs msc msi msp mst pif pl ps1 psm1 py pyc pyw rb reg scf scr sh url vb vbe vbs webloc workflow
    ws wsc wsf wsh xbap zsh""".split()
)
"""Endings of files that do something when they are opened, and that nobody expects to."""


class Role(StrEnum):
    """What an attachment is to its partner."""

    FILE = "file"
    PICTURE = "picture"
    """The photo or logo on the card: one at most."""


@dataclass(frozen=True, slots=True)
class AttachmentFields:
    """A file whose bytes are kept already, under ``digest``: the SHA-256 of them in hexadecimal."""

    name: str
    digest: str
    size: int
    media_type: str = "application/octet-stream"
    note: str = ""


def check_attachment(fields: AttachmentFields) -> AttachmentFields:
    """The fields as they are kept; raises ``UserError`` where the name is empty or too long, or a value is none."""
    if not DIGEST.fullmatch(fields.digest) or fields.size < 0:
        raise UserError("attachment_unkept", "The file “{name}” was not kept.", name=one_line(fields.name))
    media_type = fields.media_type if _MEDIA_TYPE.fullmatch(fields.media_type) else "application/octet-stream"
    return replace(fields, name=check_name(fields.name), media_type=media_type, note=one_line(fields.note))


def check_name(name: str) -> str:
    """The name of a file as it is shown; raises ``UserError`` where it says nothing or is too long."""
    shown = one_line(name)
    if not shown:
        raise UserError("attachment_nameless", "Give the file a name.")
    if len(shown) > LONGEST_NAME:
        raise UserError("attachment_name_long", "The name of a file has at most {most} characters.", most=LONGEST_NAME)
    return shown


def file_name(name: str) -> str:
    """A name that every disk takes and that leads nowhere else: no folder, no device, no hidden or reversed ending."""
    plain = "".join(c for c in _NOT_IN_A_NAME.sub("-", name) if unicodedata.category(c) not in ("Cc", "Cf", "Cs"))
    plain = plain.strip(". \t") or "file"
    if _RESERVED.match(plain):
        plain = f"_{plain}"
    stem, dot, ending = plain.rpartition(".")
    if not dot or len(ending.encode()) > 16:
        stem, dot, ending = plain, "", ""
    room = LONGEST_FILE_NAME - len((dot + ending).encode())
    return stem.encode()[:room].decode("utf-8", "ignore").rstrip(". ") + dot + ending


def is_program(name: str) -> bool:
    """Whether opening a file of this name could run it."""
    return file_name(name).rpartition(".")[2].lower() in _PROGRAMS
