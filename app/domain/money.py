"""Money: integer minor units with an ISO 4217 currency, one rounding function, an allocation that loses nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.domain.errors import UserError

if TYPE_CHECKING:
    from decimal import Decimal

# ISO 4217 (2024-06-25): currencies whose minor unit is not a hundredth.
_DIGITS: Final[dict[str, int]] = {
    **dict.fromkeys(
        "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF".split(),
        0,
    ),
    **dict.fromkeys("BHD IQD JOD KWD LYD OMR TND".split(), 3),
    **dict.fromkeys("CLF UYW".split(), 4),
}

CURRENCIES: Final[frozenset[str]] = frozenset(
    """AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF
    CLF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL
    HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL
    MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON
    RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH
    UGX USD UYI UYU UYW UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG""".split()
)

MAX_MINOR: Final = 10**15
"""No single amount may reach this many minor units: sums of thousands of such entries still fit 64 bits."""

_MOST_DIGITS: Final = 18
_PLAIN: Final = re.compile(r"([+-]?)([0-9]+)(?:\.([0-9]*))?")


class Rounding(StrEnum):
    """How a fraction of a minor unit is rounded. Kept with the terms it was agreed in."""

    HALF_UP = "half_up"
    HALF_EVEN = "half_even"


def currency_digits(currency: str) -> int:
    """Decimal places of the currency's minor unit (ISO 4217): 2 for EUR, 0 for JPY, 3 for KWD."""
    return _DIGITS.get(currency, 2)


def check_currency(code: str) -> str:
    """The ISO 4217 code in capitals; raises ``UserError`` when there is no such currency."""
    upper = code.strip().upper()
    if upper not in CURRENCIES:
        raise UserError("currency_unknown", "“{code}” is not a currency code such as EUR or USD.", code=code)
    return upper


def round_ratio(numerator: int, denominator: int, mode: Rounding = Rounding.HALF_UP) -> int:
    """``numerator / denominator`` rounded to a whole number: the only rounding in the program.

    Half-up rounds a half away from zero, so that a refund takes back exactly what the sale gave;
    half-even rounds it to the even neighbour (IEEE 754, "banker's rounding").
    """
    if numerator >= 0 and denominator > 0 and mode is Rounding.HALF_UP:  # nearly every call
        return (numerator + numerator + denominator) // (denominator + denominator)
    if denominator == 0:
        raise ZeroDivisionError("round_ratio needs a denominator")
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    sign = -1 if numerator < 0 else 1
    whole, rest = divmod(abs(numerator), denominator)
    twice = rest * 2
    if twice > denominator or (twice == denominator and (mode is Rounding.HALF_UP or whole % 2 == 1)):
        whole += 1
    return sign * whole


def allocate(total: int, weights: Sequence[int]) -> list[int]:
    """Split ``total`` minor units by ``weights`` so that the parts add up to it exactly.

    Each part is first rounded towards zero; the units left over go one each to the first parts with a weight
    (Fowler, *Patterns of Enterprise Application Architecture*, "Money"): 5 by 70/30 is 4 and 1.
    """
    whole = sum(weights)
    if whole <= 0 or any(weight < 0 for weight in weights):
        raise ValueError("weights must not be negative and must not all be zero")
    sign = -1 if total < 0 else 1
    rest = abs(total)
    parts = [rest * weight // whole for weight in weights]
    left = rest - sum(parts)
    for index, weight in enumerate(weights):
        if left == 0:
            break
        if weight:
            parts[index] += 1
            left -= 1
    return [sign * part for part in parts]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units (cents) of one currency. Amounts in different currencies never meet."""

    minor: int
    currency: str

    @classmethod
    def parse(cls, text: str, currency: str) -> Money:
        """Read a plain decimal such as ``1234.50`` exactly.

        Raises ``UserError`` when it is no number, has more decimals than the currency, or is out of range.
        Text in a person's own notation goes through ``app.formatting.parse_money`` first.
        """
        code = check_currency(currency)
        match = _PLAIN.fullmatch(text.strip())
        if match is None:
            raise UserError("amount_unreadable", "“{text}” is not an amount.", text=text)
        sign, whole, fraction = match[1], match[2].lstrip("0"), (match[3] or "").rstrip("0")
        if len(whole) > _MOST_DIGITS:
            raise UserError("amount_too_large", "{text} is more than Partnerbook can keep.", text=text)
        digits = currency_digits(code)
        if len(fraction) > digits:
            raise UserError(
                "amount_too_fine",
                "{text} has more decimal places than {currency} has.",
                text=text,
                currency=code,
            )
        minor = int(whole + fraction.ljust(digits, "0") or "0")
        return cls(-minor if sign == "-" else minor, code).checked()

    @classmethod
    def zero(cls, currency: str) -> Money:
        return cls(0, currency)

    def checked(self) -> Money:
        """Itself, or ``UserError`` when too large to be kept and added up safely."""
        if abs(self.minor) >= MAX_MINOR:
            raise UserError("amount_too_large", "{text} is more than Partnerbook can keep.", text=self.decimal_text)
        return self

    @property
    def decimal(self) -> Decimal:
        """The amount in major units, exactly: ``Decimal('1234.50')``."""
        from decimal import Decimal

        return Decimal(self.minor).scaleb(-currency_digits(self.currency))

    @property
    def decimal_text(self) -> str:
        """The amount in major units as plain text for files and JSON: ``1234.50``, ``-0.05``."""
        return f"{self.decimal:f}"

    def _same(self, other: Money) -> None:
        if self.currency != other.currency:
            raise ValueError(f"{self.currency} and {other.currency} cannot be added or compared")

    def __add__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        self._same(other)
        return self.minor < other.minor

    def __le__(self, other: Money) -> bool:
        self._same(other)
        return self.minor <= other.minor

    def __bool__(self) -> bool:
        return self.minor != 0


def totals(amounts: Iterable[Money]) -> tuple[Money, ...]:
    """One sum per currency, in the order of the currency codes."""
    sums: dict[str, int] = {}
    for amount in amounts:
        sums[amount.currency] = sums.get(amount.currency, 0) + amount.minor
    return tuple(Money(minor, currency) for currency, minor in sorted(sums.items()))
