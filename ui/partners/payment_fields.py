"""How a partner is paid, in its form: the account, or an address at PayPal."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QLineEdit, QWidget

from app.domain.rolodex import PartnerFields
from app.i18n import _
from ui.partners.checked import Checked
from ui.widgets.fields import line


class PaymentFields:
    """The rows of the group. What is wrong with a number is said at its field."""

    def __init__(self, fields: PartnerFields) -> None:
        self._method = line(fields.pay_method, hint=_("Bank transfer, PayPal …"))
        self._holder: Checked[QLineEdit] = Checked(line(fields.account_holder, hint=_("where it is not the partner")))
        self._iban: Checked[QLineEdit] = Checked(line(in_fours(fields.iban)))
        self._bic: Checked[QLineEdit] = Checked(line(fields.bic, hint=_("for banks outside the EEA")))
        self._paypal: Checked[QLineEdit] = Checked(line(fields.paypal, hint=_("e-mail address of the account")))
        self._by_code = {
            "holder_too_long": self._holder,
            "iban_invalid": self._iban,
            "bic_invalid": self._bic,
            "paypal_invalid": self._paypal,
        }

    def rows(self) -> tuple[tuple[str, QWidget], ...]:
        """Each field with its words, in order."""
        return (
            (_("Paid by"), self._method),
            (_("Account holder"), self._holder),
            (_("IBAN"), self._iban),
            (_("BIC"), self._bic),
            (_("PayPal"), self._paypal),
        )

    def typed_into(self, fields: PartnerFields) -> PartnerFields:
        """The fields with what is typed here."""
        return replace(
            fields,
            pay_method=self._method.text(),
            account_holder=self._holder.field.text(),
            iban=self._iban.field.text(),
            bic=self._bic.field.text(),
            paypal=self._paypal.field.text(),
        )

    def complain(self, code: str, sentence: str) -> bool:
        """Say what is wrong at the field that an error of this code is about; whether there is one."""
        field = self._by_code.get(code)
        if field is None:
            return False
        field.complain(sentence)
        field.setFocus()
        return True

    def clear_complaints(self) -> None:
        for field in self._by_code.values():
            field.complain("")


def in_fours(iban: str) -> str:
    """An IBAN as it is printed: in groups of four."""
    return " ".join(iban[start : start + 4] for start in range(0, len(iban), 4))
