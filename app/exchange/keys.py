"""The keys by which contacts are compared: e-mail, phone, name, website."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final, NamedTuple

from app.domain.partners import fold

_NOT_DIGITS: Final = re.compile(r"\D+")
_LETTERS: Final = re.compile(r"[^\W\d_]")
_WORDS: Final = re.compile(r"[^\W_]+")
_HOST: Final = re.compile(r"(?:[a-z][\w+.-]*://)?(?:[^/@?#]*@)?(?:www\.)?([^/:?#\s]+)", re.IGNORECASE)
_LEGAL_FORMS: Final = frozenset(
    """gmbh mbh ag kg ohg ug co ltd limited llc llp inc incorporated corp corporation plc sarl sas sa srl spa bv nv ab
    oy as aps pty""".split()
)
_SHARED_HOSTS: Final = frozenset(
    "linkedin.com facebook.com instagram.com twitter.com x.com youtube.com xing.com google.com github.com".split()
)
_SHORTEST_PHONE: Final = 6


def folded(text: str) -> str:
    """``fold``, quickly for plain ASCII."""
    return text.lower() if text.isascii() else fold(text)


def email_key(email: str) -> str:
    return email.strip().casefold()


@lru_cache(maxsize=1 << 16)
def name_key(name: str) -> str:
    """A name for comparing: its words folded, without the legal form at the end."""
    words = _WORDS.findall(folded(name))
    while len(words) > 1 and words[-1] in _LEGAL_FORMS:
        words.pop()
    return " ".join(words) or name.strip()


def host_key(website: str) -> str:
    """The host of a web address, empty where many share it."""
    match = _HOST.match(website.strip())
    host = match.group(1).casefold().rstrip(".") if match else ""
    return "" if host in _SHARED_HOSTS or "." not in host else host


@lru_cache(maxsize=1 << 16)
def phone_key(phone: str, region: str = "") -> str:
    """The number in E.164 where its country is known, else its digits; empty where it is too short to tell.

    ``region`` (ISO 3166) is the country of numbers written without one. The digits of a number written without a
    country are never taken for those of one written with it.
    """
    text = phone.strip()
    digits = _NOT_DIGITS.sub("", text)
    if len(digits) < _SHORTEST_PHONE or len(digits) > 40:
        return ""
    if "(0)" in text or _LETTERS.search(text):
        return _parsed(text, region) or digits
    if text.startswith("+"):
        return "+" + digits
    if digits.startswith("00"):
        return "+" + digits[2:]
    if not region:
        return digits
    plan = _dialling(region)
    if plan is None:
        return _parsed(text, region) or digits
    return f"+{plan.country}{digits.removeprefix(plan.trunk)}"


class _Dialling(NamedTuple):
    country: int
    trunk: str


@cache
def _dialling(region: str) -> _Dialling | None:
    """How a country writes its own numbers, or None where only the full rules can tell."""
    from phonenumbers import PhoneMetadata

    found = PhoneMetadata.metadata_for_region(region.upper(), None)
    if found is None or found.national_prefix_transform_rule or found.leading_zero_possible:
        return None
    trunk = found.national_prefix or ""
    if found.country_code is None or found.national_prefix_for_parsing not in (None, trunk):
        return None
    return _Dialling(found.country_code, trunk)


def _parsed(text: str, region: str) -> str:
    from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, parse

    try:
        number = parse("+" + text[2:] if text.startswith("00") else text, region.upper() or None)
    except NumberParseException:
        return ""
    return str(format_number(number, PhoneNumberFormat.E164))
