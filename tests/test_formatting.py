"""Text for people and back: exact, in every locale, and never wrong by a factor of a thousand."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import formatting
from app.domain.commissions.steps import Step
from app.domain.commissions.terms import flat_per_sale, percent_of_sale
from app.domain.dates import Period
from app.domain.errors import UserError
from app.domain.exchange_rates import InOne, Rate
from app.domain.money import CURRENCIES, Money
from app.formatting import locales

LOCALES = (
    "en en_GB en_US en_IN de de_AT de_CH fr fr_CA sv nb da fi nl pl cs es pt_PT pt_BR it ru uk tr el ro hu lt ar he fa "
    "hi bn th vi ja ko zh zh_TW"
).split()
EUR = "EUR"


def eur(minor: int) -> Money:
    return Money(minor, EUR)


@pytest.mark.parametrize(
    ("amount", "locale", "text"),
    [
        (eur(380000), "en", "€3,800.00"),
        (eur(-9500), "en", "−€95.00"),
        (eur(0), "en", "€0.00"),
        (Money(123456, "SEK"), "en", "SEK\u00a01,234.56"),
        (Money(123456, "JPY"), "en", "¥123,456"),
        (Money(-1, "KWD"), "en", "−KWD\u00a00.001"),
        (eur(-123456), "de", "−1.234,56\u00a0€"),
        (Money(123456, "SEK"), "sv", "1\u00a0234,56\u00a0kr"),
        (Money(1234567890, "INR"), "en_IN", "₹1,23,45,678.90"),
        (eur(123456), "xx-nowhere", "€1,234.56"),
    ],
)
def test_money(amount: Money, locale: str, text: str) -> None:
    assert formatting.money(amount, locale) == text


def test_amounts_of_several_currencies_stand_beside_each_other() -> None:
    assert formatting.sums([eur(380000), Money(9500, "USD")]) == "€3,800.00 + $95.00"
    assert formatting.sums([]) == ""


@pytest.fixture
def german() -> Iterator[None]:
    formatting.use("de")
    yield
    formatting.use("en")


@pytest.mark.usefixtures("german")
def test_what_the_user_chose_is_written_and_read_where_no_locale_is_named() -> None:
    assert formatting.money(eur(380000)) == "3.800,00\u00a0€"
    assert formatting.day(date(2026, 10, 4), style="dated") == "04.10.2026"
    assert formatting.month(date(2026, 10, 4)) == "Oktober 2026"
    assert formatting.percent(125_000) == "12,5\u00a0%"
    assert formatting.number(12345) == "12.345"
    assert formatting.parse_money("1.234", "EUR") == eur(123400)
    assert formatting.parse_percent("12,5") == 125_000
    assert formatting.money(eur(380000), "en") == "€3,800.00"


@pytest.mark.usefixtures("german")
def test_an_amount_in_a_field_is_read_back_as_it_was() -> None:
    for amount in (eur(380000), eur(-5), Money(1234, "KWD"), Money(1234567, "JPY")):
        assert formatting.parse_money(formatting.typed(amount), amount.currency) == amount
    assert formatting.typed(eur(380000)) == "3800,00"
    assert formatting.typed(eur(380000), "en") == "3800.00"


def test_a_gain_has_its_plus_and_nothing_has_none() -> None:
    assert formatting.money(eur(1), sign=True) == "+€0.01"
    assert formatting.money(eur(0), sign=True) == "€0.00"
    assert formatting.money(eur(-1), sign=True) == "−€0.01"


def test_short_money_is_rounded_half_up() -> None:
    assert formatting.money_short(eur(4230049)) == "€42,300"
    assert formatting.money_short(eur(4230050)) == "€42,301"
    assert formatting.money_short(eur(-50)) == "−€1"
    assert formatting.money_short(Money(5, "JPY")) == "¥5"


@pytest.mark.parametrize(
    ("ppm", "locale", "text"),
    [
        (100_000, "en", "10%"),
        (125_000, "en", "12.5%"),
        (0, "en", "0%"),
        (1, "en", "0.0001%"),
        (-30_000, "en", "−3%"),
        (125_000, "de", "12,5\u00a0%"),
        (1_000_000, "en", "100%"),
    ],
)
def test_percent(ppm: int, locale: str, text: str) -> None:
    assert formatting.percent(ppm, locale) == text


def test_english_symbols_are_those_of_cldr() -> None:
    from babel.numbers import get_currency_symbol

    for code in CURRENCIES:
        assert locales.symbol(code, "en") == get_currency_symbol(code, "en"), code


def test_english_is_formatted_without_loading_babel() -> None:
    program = (
        "import sys, datetime; from app import formatting as f; from app.domain.money import Money;"
        "d = datetime.date(2026, 11, 1); f.money(Money(5, 'EUR')); f.day(d); f.ago(d, d); f.due_text(d, d);"
        "f.percent(5); f.parse_money('1,5', 'EUR'); sys.exit('babel' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_days() -> None:
    day = date(2026, 11, 1)
    assert formatting.day(day) == "1 Nov"
    assert formatting.day(day, today=date(2026, 3, 1)) == "1 Nov"
    assert formatting.day(day, today=date(2027, 3, 1)) == "1 Nov 2026"
    assert formatting.day(day, style="long") == "1 November 2026"
    assert formatting.day(date(2026, 11, 23), style="weekday") == "Monday 23 November 2026"
    assert formatting.day(day, style="named") == "1 November"
    assert formatting.day(day, "de", "named") == "1. November"
    assert formatting.day(day, "de", "long") == "1. November 2026"
    assert formatting.day(day, "en_US") == "Nov 1"
    assert formatting.month(day) == "November 2026"
    assert formatting.month(day, "fr") == "novembre 2026"
    assert formatting.month_short(day, "ja") == "11月"
    with pytest.raises(ValueError, match="style"):
        formatting.day(day, style="tall")


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2026, 10, 1), date(2026, 10, 31), "1 – 31 October 2026"),
        (date(2026, 10, 1), date(2026, 12, 31), "1 October – 31 December 2026"),
        (date(2025, 12, 1), date(2026, 1, 31), "1 December 2025 – 31 January 2026"),
        (date(2026, 10, 4), date(2026, 10, 4), "4 October 2026"),
    ],
)
def test_period(first: date, last: date, text: str) -> None:
    assert formatting.period(Period(first, last)) == text


@pytest.mark.parametrize(
    ("days", "text"),
    [(0, "today"), (1, "yesterday"), (3, "3 days ago"), (59, "59 days ago"), (-1, "tomorrow"), (-5, "in 5 days")],
)
def test_ago_in_days(days: int, text: str) -> None:
    today = date(2026, 11, 24)
    assert formatting.ago(today - timedelta(days=days), today) == text


def test_ago_in_months_and_years() -> None:
    today = date(2026, 11, 24)
    assert formatting.ago(date(2026, 9, 24), today) == "2 months ago"
    assert formatting.ago(date(2026, 8, 25), today) == "2 months ago"
    assert formatting.ago(date(2024, 11, 24), today) == "2 years ago"
    assert formatting.ago(None, today) == "new"


def test_when_a_thing_is_due() -> None:
    today = date(2026, 11, 23)
    assert formatting.due_text(today, today) == "Today"
    assert formatting.due_text(date(2026, 11, 24), today) == "Tomorrow"
    assert formatting.due_text(date(2026, 11, 26), today) == "Thursday"
    assert formatting.due_text(date(2026, 12, 12), today) == "12 Dec"
    assert formatting.due_text(date(2026, 11, 22), today) == "Overdue since yesterday"
    assert formatting.due_text(date(2026, 11, 20), today) == "Overdue since Friday"
    assert formatting.due_text(date(2025, 11, 20), today) == "Overdue since 20 Nov 2025"
    assert formatting.due_text(date(2026, 11, 20), today, "de") == "Overdue since Friday"
    assert formatting.due_text(date(2025, 11, 20), today, "de") == "Overdue since 20.11.2025"


def test_arithmetic_in_words() -> None:
    percent = Step("percent", eur(380000), eur(38000), 100_000)
    assert formatting.explain([percent]) == "10% of €3,800.00"
    assert formatting.explain([Step("flat", eur(380000), eur(2500))]) == "€25.00 for each sale"
    assert formatting.explain([Step("refund", eur(-95000), eur(-9500), 100_000)]) == "10% of −€950.00"
    assert formatting.explain([Step("refund", eur(95000), eur(-9500))]) == "taken back for a refund of €950.00"
    assert formatting.explain([percent, percent]) == "10% of €3,800.00 = €380.00; 10% of €3,800.00"
    assert formatting.explain([]) == ""
    with pytest.raises(ValueError, match="rule"):
        formatting.explain([Step("magic", eur(1), eur(1))])


def test_terms_and_counts_in_words() -> None:
    assert formatting.terms_in_words(percent_of_sale(EUR, 100_000)) == ("10% of each sale", "30-day hold")
    flat = flat_per_sale(EUR, 2500, 0)
    assert formatting.terms_in_words(flat) == ("€25 for each sale", "payable at once")
    assert formatting.count(1, "{n} sale", "{n} sales") == "1 sale"
    assert formatting.count(1200, "{n} sale", "{n} sales") == "1,200 sales"


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1.234,50", 123450),
        ("1,234.50", 123450),
        ("€ 1 234,5", 123450),
        ("(95.00)", -9500),
        ("−95", -9500),
        ("-€95", -9500),
        ("€-95", -9500),
        ("95-", -9500),
        ("+95", 9500),
        ("1'234.50", 123450),
        ("1.234.567,89", 123456789),
        ("1,23,45,678.90", 1234567890),
        ("1,234", 123400),
        ("1234", 123400),
        (".5", 50),
        ("5.", 500),
        ("0,500", 50),
        ("100,-", 10000),
        ("EUR 12,5", 1250),
        ("12.50 eur", 1250),
        ("١٬٢٣٤٫٥٠", 123450),
        ("\u200f1.234,50\u00a0€", 123450),
    ],
)
def test_amounts_are_read(text: str, minor: int) -> None:
    assert formatting.parse_money(text, EUR) == eur(minor)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.234", "amount_ambiguous"),
        ("", "amount_unreadable"),
        ("ten", "amount_unreadable"),
        ("1,2,3", "amount_unreadable"),
        ("12 34", "amount_unreadable"),
        ("1€500", "amount_other_currency"),
        ("1-2", "amount_unreadable"),
        ("--5", "amount_unreadable"),
        ("1.2.3,4", "amount_unreadable"),
        ("1e5", "amount_unreadable"),
        ("1" * 500, "amount_unreadable"),
        ("$5", "amount_other_currency"),
        ("5 USD", "amount_other_currency"),
        ("1.2345", "amount_too_fine"),
        ("1,234.567", "amount_too_fine"),
        ("99999999999999", "amount_too_large"),
    ],
)
def test_what_cannot_be_an_amount_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        formatting.parse_money(text, EUR)
    assert caught.value.code == code


def test_three_digits_after_one_mark_follow_locale_and_currency_or_are_refused() -> None:
    assert formatting.parse_money("1.234", EUR, "de") == eur(123400)
    assert formatting.parse_money("1.234", "KWD", "en") == Money(1234, "KWD")
    assert formatting.parse_money("1,234", "JPY", "en") == Money(1234, "JPY")
    for text, currency, locale in [("1,234", "EUR", "de"), ("1,234", "KWD", "en"), ("1.234", "EUR", "sv")]:
        with pytest.raises(UserError) as caught:
            formatting.parse_money(text, currency, locale)
        assert caught.value.code == "amount_ambiguous"


@pytest.mark.parametrize(
    ("text", "ppm"),
    [("12.5%", 125_000), ("12,5 %", 125_000), ("10", 100_000), ("%10", 100_000), ("0.0001", 1), ("-3", -30_000)],
)
def test_rates_are_read(text: str, ppm: int) -> None:
    assert formatting.parse_percent(text) == ppm


@pytest.mark.parametrize(
    ("text", "code"),
    [("", "rate_unreadable"), ("ten", "rate_unreadable"), ("1,000", "rate_ambiguous"), ("0.00001", "rate_too_fine")],
)
def test_what_cannot_be_a_rate_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as caught:
        formatting.parse_percent(text)
    assert caught.value.code == code


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.sampled_from(sorted(CURRENCIES)), st.sampled_from(LOCALES))
def test_money_survives_the_way_there_and_back(minor: int, currency: str, locale: str) -> None:
    amount = Money(minor, currency)
    assert formatting.parse_money(formatting.money(amount, locale), currency, locale) == amount


@given(st.integers(0, 999_999), st.sampled_from(LOCALES))
def test_rates_survive_the_way_there_and_back(ppm: int, locale: str) -> None:
    assert formatting.parse_percent(formatting.percent(ppm, locale), locale) == ppm


@given(st.text(max_size=20), st.sampled_from(LOCALES))
def test_any_text_is_read_or_refused(text: str, locale: str) -> None:
    try:
        read = formatting.parse_money(text, EUR, locale)
    except UserError:
        return
    assert formatting.parse_money(formatting.money(read, locale), EUR, locale) == read


@pytest.mark.parametrize(
    ("rate", "locale", "text"),
    [
        (10_842 * 10**6, "en", "1.0842"),
        (10**10, "en", "1"),
        (1, "en", "0.0000000001"),
        (163_934_426_229, "de", "16,3934426229"),
        (26_000 * 10**10 + 5 * 10**9, "en", "26,000.5"),
    ],
)
def test_exchange_rates_are_written_exactly_and_read_back(rate: int, locale: str, text: str) -> None:
    assert formatting.exchange_rate(rate, locale) == text
    assert formatting.parse_exchange_rate(text, locale) == rate


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "exchange_rate_unreadable"),
        ("abc", "exchange_rate_unreadable"),
        ("1,084", "exchange_rate_ambiguous"),
        ("0.12345678901", "exchange_rate_too_fine"),
    ],
)
def test_what_is_no_exchange_rate_is_refused(text: str, code: str) -> None:
    with pytest.raises(UserError) as refused:
        formatting.parse_exchange_rate(text)
    assert refused.value.code == code


def test_sums_in_one_currency_say_by_which_rates_and_what_stayed_out() -> None:
    rate = Rate("USD", "EUR", date(2026, 11, 1), 92 * 10**8)
    assert formatting.how_converted(InOne("EUR", (), (rate,), ("SEK",)), "de") == (
        "Converted at 1 USD = 0,92 EUR, 01.11.2026. Without SEK: no rate is entered."
    )
    assert formatting.how_converted(InOne("EUR", (), (), ("SEK", "JPY"))) == "Without SEK, JPY: no rate is entered."


def test_a_refund_worked_out_again_says_what_was_taken_back_before() -> None:
    again = [Step("refund", eur(-30_000), eur(-3_465)), Step("credited", eur(-3_150), eur(-315))]
    assert formatting.explain(again) == ("taken back for a refund of €300.00 = −€34.65; €31.50 of it taken back before")


@pytest.mark.parametrize(
    ("language", "currency", "country"),
    [
        *[("de", "EUR", "DE"), ("en", "USD", "US"), ("en", "GBP", "GB"), ("fr", "CHF", "CH"), ("de_AT", "EUR", "AT")],
        *[("sv", "SEK", "SE"), ("en", "EUR", ""), ("no such", "EUR", ""), ("en", "XXX", "")],
    ],
)
def test_the_country_of_a_book_is_told_by_language_and_currency(language: str, currency: str, country: str) -> None:
    assert locales.territory(language, currency) == country
