"""Numbers of bank accounts as they may be kept: looked up in the registers of countries and their check digits."""

from __future__ import annotations

from app.domain.errors import UserError
from app.domain.rolodex import one_line


def check_iban(text: str) -> str:
    """The IBAN without spaces, in capitals; empty for none. Raises ``UserError`` when there can be no such IBAN."""
    typed = one_line(text)
    if not typed:
        return ""
    from stdnum import iban
    from stdnum.exceptions import ValidationError

    try:
        number = iban.validate(typed)
    except ValidationError:
        number = ""
    if not number.isascii() or not number.isalnum():
        raise UserError(
            "iban_invalid", "“{value}” is not an IBAN. Compare it with the bank statement or card.", value=typed
        )
    return number


def check_bic(text: str) -> str:
    """The BIC without spaces, in capitals; empty for none. Raises ``UserError`` when there can be no such BIC."""
    typed = one_line(text)
    if not typed:
        return ""
    from stdnum import bic
    from stdnum.exceptions import ValidationError

    try:
        number = bic.validate(typed)
    except ValidationError:
        number = ""
    if not number.isascii() or not number.isalnum():
        raise UserError(
            "bic_invalid", "“{value}” is not a BIC: 8 or 11 letters and digits, such as DEUTDEFF.", value=typed
        )
    return number
