"""Payment lists as PayPal and banks read them; SEPA messages against the schema that the banks check them by."""

from __future__ import annotations

import csv
import io
import xml.etree.ElementTree as ET
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import sepaxml
import xmlschema
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.payouts import Account, Payment
from app.exchange.payment_lists import Layout, sort_out, write_list
from app.exchange.sepa import SCHEMA, sepa_text
from app.exchange.write_xlsx import write_xlsx

DAY = date(2026, 11, 24)
ACCOUNT = Account("Brightside Software AB", "SE4550000000058398257466", "ESSESESS")
ANNA = Payment(
    7,
    "Anna Müller",
    "ANNA",
    Money(123_456, "EUR"),
    "Anna Müller & Söhne",
    "DE89370400440532013000",
    "",
    "anna@example.com",
    "P7-ANNA",
    "Commission up to 23 November 2026",
)
NAMESPACE = {"p": f"urn:iso:std:iso:20022:tech:xsd:{SCHEMA}"}


@pytest.fixture(scope="module")
def schema() -> xmlschema.XMLSchema:
    return xmlschema.XMLSchema(Path(sepaxml.__file__).parent / "schemas" / f"{SCHEMA}.xsd")


def written(layout: Layout, *payments: Payment, account: Account = ACCOUNT) -> bytes:
    file = io.BytesIO()
    assert write_list(file, layout, payments, account, DAY) == len(payments)
    return file.getvalue()


def texts(document: bytes, path: str) -> list[str | None]:
    return [found.text for found in ET.fromstring(document).iterfind(path, NAMESPACE)]


def why_not(layout: Layout, payment: Payment) -> str:
    """Why the list does not carry the payment."""
    fit, unfit = sort_out([payment], layout, payment.amount.currency)
    assert fit == ()
    return unfit[0].why


class TestPayPal:
    def test_rows_without_a_head_as_payouts_are_uploaded(self) -> None:
        bert = replace(ANNA, paypal="bert@example.com", code="BERT", reference="P8-BERT", amount=Money(5, "EUR"))
        assert written(Layout.PAYPAL, ANNA, bert) == (
            b"anna@example.com,1234.56,EUR,P7-ANNA,Commission up to 23 November 2026,PAYPAL\r\n"
            b"bert@example.com,0.05,EUR,P8-BERT,Commission up to 23 November 2026,PAYPAL\r\n"
        )

    def test_currencies_without_minor_units(self) -> None:
        assert b",1234,JPY," in written(Layout.PAYPAL, replace(ANNA, amount=Money(1234, "JPY")))

    def test_the_reference_has_at_most_30_letters_and_begins_with_what_is_unique(self) -> None:
        row = written(Layout.PAYPAL, replace(ANNA, reference="P7-" + "A" * 32)).decode().split(",")
        assert row[3] == "P7-" + "A" * 27

    def test_more_than_5000_rows_are_refused(self) -> None:
        written(Layout.PAYPAL, *[ANNA] * 5000)
        with pytest.raises(UserError, match="at most 5000"):
            written(Layout.PAYPAL, *[ANNA] * 5001)

    def test_without_an_address_it_says_so(self) -> None:
        assert why_not(Layout.PAYPAL, replace(ANNA, paypal="")) == "No PayPal address is known."


class TestBank:
    def test_a_table_with_a_head(self) -> None:
        head, row = csv.reader(io.StringIO(written(Layout.BANK, ANNA).decode("utf-8-sig")))
        assert head == ["Name", "IBAN", "BIC", "Amount", "Currency", "Reference", "Note"]
        assert row == ["Anna Müller & Söhne", ANNA.iban, "", "1234.56", "EUR", ANNA.reference, ANNA.note]

    @pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "@x", "-cmd|' /C calc'!A0", "'=1"])
    def test_nothing_in_it_runs(self, name: str) -> None:
        row = list(csv.reader(io.StringIO(written(Layout.BANK, replace(ANNA, holder=name)).decode("utf-8-sig"))))[1]
        assert row[0] == ("'" + name if name != "+1" else name)

    def test_one_currency_a_file(self) -> None:
        dollars = replace(ANNA, amount=Money(1, "USD"))
        assert sort_out([ANNA, dollars], Layout.BANK, "USD") == ((dollars,), ())
        assert why_not(Layout.BANK, replace(ANNA, iban="")) == "No IBAN is known."


class TestSepa:
    def test_a_message_says_who_pays_whom_how_much_and_when(self, schema: xmlschema.XMLSchema) -> None:
        bert = replace(ANNA, holder="Bert", iban="GB82WEST12345698765432", bic="WESTGB2L", amount=Money(5, "EUR"))
        document = written(Layout.SEPA, ANNA, bert)
        schema.validate(document.decode())
        assert texts(document, ".//p:GrpHdr/p:NbOfTxs") == ["2"]
        assert texts(document, ".//p:GrpHdr/p:CtrlSum") == ["1234.61"]
        assert texts(document, ".//p:Dbtr/p:Nm") == ["Brightside Software AB"]
        assert texts(document, ".//p:DbtrAcct//p:IBAN") == [ACCOUNT.iban]
        assert texts(document, ".//p:DbtrAgt//p:BICFI") == ["ESSESESS"]
        assert texts(document, ".//p:ReqdExctnDt/p:Dt") == ["2026-11-24"]
        assert texts(document, ".//p:SvcLvl/p:Cd") == ["SEPA"]
        assert texts(document, ".//p:InstdAmt") == ["1234.56", "0.05"]
        assert texts(document, ".//p:Cdtr/p:Nm") == ["Anna Muller + Sohne", "Bert"]
        assert texts(document, ".//p:CdtrAcct//p:IBAN") == [ANNA.iban, bert.iban]
        assert texts(document, ".//p:CdtrAgt//p:BICFI") == ["WESTGB2L"]
        assert texts(document, ".//p:EndToEndId") == ["P7-ANNA", "P7-ANNA"]
        assert texts(document, ".//p:Ustrd")[0] == "Commission up to 23 November 2026 ANNA"

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"iban": ""}, "No IBAN is known."),
            ({"amount": Money(1, "SEK")}, "SEPA transfers are in euro only."),
            ({"iban": "TR330006100519786457841326"}, "The IBAN belongs to a country outside the SEPA area."),
            ({"iban": "GB82WEST12345698765432"}, "Transfers to this country need the BIC of the bank."),
            ({"amount": Money(10**11, "EUR")}, "The amount is more than one SEPA transfer may carry."),
            ({"holder": "✂ ☂"}, "The account holder cannot be written in the letters that banks take."),
        ],
    )
    def test_whom_it_cannot_pay_and_why(self, change: dict[str, object], why: str) -> None:
        assert why_not(Layout.SEPA, replace(ANNA, **change)) == why  # type: ignore[arg-type]

    @pytest.mark.parametrize("missing", [{"holder": ""}, {"iban": ""}, {"bic": ""}])
    def test_without_an_account_to_pay_from_it_says_where_to_enter_it(self, missing: dict[str, str]) -> None:
        with pytest.raises(UserError, match="your own account in the settings"):
            written(Layout.SEPA, ANNA, account=replace(ACCOUNT, **missing))

    def test_what_no_bank_would_take_is_not_written(self) -> None:
        with pytest.raises(UserError, match="would refuse"):
            written(Layout.SEPA, replace(ANNA, iban="DE89 3704"))

    def test_workbooks_are_written_and_read_as_before_after_it(self) -> None:
        """The library registers namespaces for the whole process."""
        written(Layout.SEPA, ANNA)
        file = io.BytesIO()
        write_xlsx(file, "Partners", ["Name"], [["Anna"]])
        assert [row[0].value for row in load_workbook(file).active.iter_rows()] == ["Name", "Anna"]

    @settings(max_examples=25)  # each reads the schema anew, as the program does
    @given(st.text(max_size=200), st.text(max_size=200), st.integers(1, 99_999_999_999))
    def test_any_text_makes_a_valid_message(
        self, schema: xmlschema.XMLSchema, holder: str, note: str, minor: int
    ) -> None:
        payment = replace(ANNA, holder=holder, note=note, amount=Money(minor, "EUR"))
        fit, unfit = sort_out([payment], Layout.SEPA, "EUR")
        assert bool(fit) != bool(unfit)
        if fit:
            document = written(Layout.SEPA, *fit)
            schema.validate(document.decode())
            assert texts(document, ".//p:InstdAmt") == [payment.amount.decimal_text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Müller & Söhne", "Muller + Sohne"),
        ("Łukasz Żółć", "Lukasz Zolc"),
        ("Žižka Übersee-GmbH (Köln)", "Zizka Ubersee-GmbH (Koln)"),
        ("日本商事", "Ri Ben Shang Shi"),
        ("a_b@c*d#e", "a-b(at)c.d.e"),
        ("// a // b //", "a / b"),
        ("tab\tand\nline\x00end", "tab and line.end"),
        ("<script>alert('x')</script>", ".script.alert('x')./script."),
        ("✂", ""),
        ("...", ""),
    ],
)
def test_names_are_written_in_the_letters_that_banks_take(text: str, expected: str) -> None:
    assert sepa_text(text, 70) == expected


@given(st.text(), st.integers(1, 140))
def test_nothing_else_is_ever_written(text: str, most: int) -> None:
    made = sepa_text(text, most)
    allowed = set("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-?:().,'+ ")
    assert set(made) <= allowed
    assert len(made) <= most
    assert "//" not in made
    assert made == made.strip("/ ")


def test_an_empty_list_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="None of these payments"):
        written(Layout.BANK)
