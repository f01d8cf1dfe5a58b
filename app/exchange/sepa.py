"""SEPA credit transfers: a pain.001.001.09 message in the letters that every bank in the area takes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Final

from app.domain.errors import UserError
from app.domain.payouts import Account, Payment

SCHEMA: Final = "pain.001.001.09"

# The countries of the area that belong to the EEA, and those that do not: a transfer to these must name the BIC
# (European Payments Council, EPC409-09). The IBANs of dependencies begin with the letters of their country.
_EEA: Final = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK".split()
)
_BEYOND: Final = frozenset("AD AL CH GB GI MC MD ME MK RS SM VA".split())
COUNTRIES: Final = _EEA | _BEYOND

MOST_MINOR: Final = 99_999_999_999
"""The most that one transfer may carry: €999,999,999.99."""

NAME_LENGTH: Final = 70
_NOTE_LENGTH: Final = 140
_REFERENCE_LENGTH: Final = 35

_SPELLED: Final = str.maketrans({"&": "+", "_": "-", "@": "(at)"})
_NOT_ALLOWED: Final = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")


def sepa_text(text: str, most: int) -> str:
    """The text in the letters of the SEPA character set (EPC217-08), at most so many: ``Müller & Söhne`` is
    ``Muller + Sohne``. Other scripts are written in Latin letters as far as that can be done; empty when it cannot.
    """
    from text_unidecode import unidecode

    spelled = unidecode(" ".join(text.split())).translate(_SPELLED)
    plain = re.sub(r"/{2,}", "/", _NOT_ALLOWED.sub(".", " ".join(spelled.split())))
    cut = plain[:most].strip("/ ")
    return cut if any(character.isalnum() for character in cut) else ""


def needs_bic(iban: str) -> bool:
    """Whether a transfer to this IBAN must name the BIC of the bank."""
    return iban[:2] in _BEYOND


def credit_transfer(account: Account, payments: Sequence[Payment], day: date) -> bytes:
    """The message by which ``payments`` are ordered from ``account`` for a day, checked against its schema.

    The payments must be in euro, to IBANs of the area (``payment_lists.sort_out``). Raises ``UserError`` when the
    account is not known, or when the message does not fit the schema: no bank would take it.
    """
    from sepaxml import SepaTransfer
    from sepaxml.validation import ValidationError

    name = sepa_text(account.holder, NAME_LENGTH)
    if not (name and account.iban and account.bic):
        raise UserError(
            "account_missing", "Enter holder, IBAN and BIC of your own account in the settings: the bank pays from it."
        )
    config = {"name": name, "IBAN": account.iban, "BIC": account.bic, "batch": True, "currency": "EUR"}
    message = SepaTransfer(config, schema=SCHEMA, clean=False)
    for payment in payments:
        message.add_payment(_transfer(payment, day))
    try:
        made: bytes = message.export(validate=True)
    except ValidationError as error:
        raise UserError("sepa_invalid", "The payments do not fit into a SEPA file: a bank would refuse it.") from error
    return made


def _transfer(payment: Payment, day: date) -> dict[str, object]:
    transfer: dict[str, object] = {
        "name": sepa_text(payment.holder, NAME_LENGTH),
        "IBAN": payment.iban,
        "amount": payment.amount.minor,
        "execution_date": day,
        "description": sepa_text(f"{payment.note} {payment.code}", _NOTE_LENGTH),
        "endtoend_id": sepa_text(payment.reference, _REFERENCE_LENGTH),
    }
    if payment.bic:
        transfer["BIC"] = payment.bic
    return transfer
