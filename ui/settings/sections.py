"""The sections of the settings: panels of fields that are saved as soon as they are left."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QSpinBox, QWidget

from app.domain.payouts import Account
from app.domain.statements import Business
from app.i18n import _
from ui import theme
from ui.widgets.dialog import beside
from ui.widgets.fields import Choice, currency_choice, line, lines
from ui.widgets.labels import label, restyle
from ui.widgets.panel import Panel

LANGUAGES = (
    ("en", "English"),
    ("da", "Dansk"),
    ("de", "Deutsch"),
    ("es", "Español"),
    ("fr", "Français"),
    ("it", "Italiano"),
    ("nl", "Nederlands"),
    ("nb", "Norsk"),
    ("pl", "Polski"),
    ("pt", "Português"),
    ("fi", "Suomi"),
    ("sv", "Svenska"),
    ("ja", "日本語"),
)
"""Each by its own name: whoever reads it will know it."""


class Section(Panel):
    """A panel of fields. ``edited`` tells the name of the field that was just changed, in words."""

    edited = Signal(str)

    def __init__(self, heading: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(heading, parent=parent)
        self.body.setSpacing(theme.px(10))
        self.body.addWidget(label(sentence, "soft", wrap=True))
        self._grid = QGridLayout()
        self._grid.setColumnMinimumWidth(0, theme.px(160))
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(theme.px(12))
        self._grid.setVerticalSpacing(theme.px(8))
        self.body.addLayout(self._grid)
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        self.body.addWidget(self._trouble)

    def add_row(self, words: str, field: QWidget) -> None:
        """A field with its words at the left. Leaving it, or choosing, tells ``edited``."""
        at = self._grid.rowCount()
        made: QLabel = label(words, "soft", wrap=True)
        made.setBuddy(field)
        field.setAccessibleName(words)
        field.setProperty("words", words)
        self._grid.addWidget(made, at, 0, *beside(made, field))
        self._grid.addWidget(field, at, 1)
        if isinstance(field, Choice):
            field.picked.connect(self._tell)
        elif isinstance(field, QLineEdit | QSpinBox):
            field.editingFinished.connect(self._tell)

    def trouble(self, sentence: str) -> None:
        """Say what is wrong with what was entered, or nothing."""
        self._trouble.setText(sentence)
        self._trouble.setVisible(bool(sentence))

    def _tell(self) -> None:
        self.edited.emit(str(self.sender().property("words")))


class LeftLines(QPlainTextEdit):
    """Several lines, which tell when the focus leaves them."""

    left = Signal()

    def focusOutEvent(self, event: Any) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class BusinessSection(Section):
    """Who issues the documents."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Your business"), _("This stands at the head and the foot of every document."), parent)
        self._known: Business | None = None
        self.name, self.email, self.phone, self.website, self.footer = (line() for _index in range(5))
        self.name.setPlaceholderText(_("The name on your letterhead"))
        self.footer.setPlaceholderText(_("Thank you for sending good people our way."))
        self.address = LeftLines()
        like = lines(rows=3)
        self.address.setTabChangesFocus(True)
        self.address.setFixedHeight(like.height())
        self.address.left.connect(self._tell)
        self.paper = Choice([("a4", _("A4")), ("letter", _("US Letter"))])
        self.language = Choice(LANGUAGES)
        for words, field in (
            (_("Name"), self.name),
            (_("Address"), self.address),
            (_("E-mail"), self.email),
            (_("Telephone"), self.phone),
            (_("Website"), self.website),
            (_("Words at the foot"), self.footer),
            (_("Paper"), self.paper),
            (_("Language of documents"), self.language),
        ):
            self.add_row(words, field)

    def show_business(self, business: Business) -> None:
        """Show what is kept; what was typed and is not kept (yet, or because it was refused) is left as it is."""
        self._known = business
        for field, text in self._lines(business):
            if field.text().strip() == text:
                field.setModified(False)
            elif not field.isModified():
                field.setText(text)
        if self.business().address == business.address:
            self.address.document().setModified(False)
        elif not self.address.document().isModified():
            self.address.setPlainText("\n".join(business.address))
        self.paper.set_value(business.paper)
        self.language.set_value(business.language)

    def _lines(self, business: Business) -> tuple[tuple[QLineEdit, str], ...]:
        return (
            (self.name, business.name),
            (self.email, business.email),
            (self.phone, business.phone),
            (self.website, business.website),
            (self.footer, business.footer),
        )

    def business(self) -> Business:
        """What is entered."""
        address = tuple(part.strip() for part in self.address.toPlainText().splitlines() if part.strip())
        return replace(
            self._known or Business(),
            name=self.name.text().strip(),
            address=address,
            email=self.email.text().strip(),
            phone=self.phone.text().strip(),
            website=self.website.text().strip(),
            footer=self.footer.text().strip(),
            paper=self.paper.value(),
            language=self.language.value(),
        )

    def is_known(self) -> bool:
        """Whether what is kept has been shown."""
        return self._known is not None

    def is_changed(self) -> bool:
        """Whether what is entered differs from what is kept, once that is known."""
        return self._known is not None and self.business() != self._known

    def mark_email(self, wrong: bool) -> None:
        """Mark the address as the field that is wrong."""
        self.email.setProperty("wrong", wrong)
        restyle(self.email)


class AccountSection(Section):
    """The account that partners are paid from."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Your bank account"),
            _("Partners are paid from it: it stands in SEPA payment files, and on no document."),
            parent,
        )
        self._known: Account | None = None
        self.holder, self.iban, self.bic = line(), line(), line()
        for words, field in ((_("Account holder"), self.holder), (_("IBAN"), self.iban), (_("BIC"), self.bic)):
            self.add_row(words, field)

    def show_account(self, account: Account) -> None:
        """Show what is kept; what was typed and is not kept (yet, or because it was refused) is left as it is."""
        self._known, entered = account, self.account()
        for field, text, typed in (
            (self.holder, account.holder, entered.holder),
            (self.iban, account.iban, entered.iban),
            (self.bic, account.bic, entered.bic),
        ):
            if typed == text:
                field.setModified(False)
            elif not field.isModified():
                field.setText(text)

    def account(self) -> Account:
        """What is entered."""
        holder = " ".join(self.holder.text().split())
        return Account(holder, _without_spaces(self.iban.text()), _without_spaces(self.bic.text()))

    def is_known(self) -> bool:
        """Whether what is kept has been shown."""
        return self._known is not None

    def is_changed(self) -> bool:
        """Whether what is entered differs from what is kept."""
        return self._known is not None and self.account() != self._known

    def mark_wrong(self, code: str) -> None:
        """Mark the field that an error of this code is about; none for an empty one."""
        for field, wrong in ((self.iban, "iban_invalid"), (self.bic, "bic_invalid")):
            field.setProperty("wrong", code == wrong)
            restyle(field)


def _without_spaces(number: str) -> str:
    return "".join(number.split()).upper()


class PreferencesSection(Section):
    """How the program works for this book."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(
            _("Preferences"),
            _("What new partners, terms and referrals begin with, and how the window writes and looks."),
            parent,
        )
        self._known: Any = None
        self.currency = currency_choice("EUR")
        self.appearance = Choice([("system", _("As the system")), ("light", _("Light")), ("dark", _("Dark"))])
        self.language = Choice(LANGUAGES)
        self.cadence = _days(3650, 1)
        self.hold = _days(3650, 0)
        for words, field in (
            (_("Currency"), self.currency),
            (_("Dates and numbers"), self.language),
            (_("Appearance"), self.appearance),
            (_("Rhythm of contact"), self.cadence),
            (_("Hold before payment"), self.hold),
        ):
            self.add_row(words, field)

    def show_preferences(self, preferences: Any) -> None:
        """Show what is kept."""
        self._known = preferences
        self.currency.set_value(preferences.currency)
        self.language.set_value(preferences.language)
        self.appearance.set_value(preferences.appearance)
        for field, value in ((self.cadence, preferences.cadence_days), (self.hold, preferences.hold_days)):
            if field.value() == value:
                field.lineEdit().setModified(False)
            elif not field.lineEdit().isModified():
                field.setValue(value)

    def preferences(self) -> Any:
        """What is entered."""
        return replace(
            self._known,
            currency=self.currency.value(),
            language=self.language.value(),
            appearance=self.appearance.value(),
            cadence_days=self.cadence.value(),
            hold_days=self.hold.value(),
        )

    def is_known(self) -> bool:
        """Whether what is kept has been shown."""
        return self._known is not None

    def is_changed(self) -> bool:
        """Whether what is entered differs from what is kept."""
        return self._known is not None and bool(self.preferences() != self._known)


def _days(most: int, least: int) -> QSpinBox:
    made = QSpinBox()
    made.setRange(least, most)
    made.setSuffix(" " + _("days"))
    made.setKeyboardTracking(False)
    made.lineEdit().setTextMargins(theme.px(7), 0, 0, 0)
    return made
