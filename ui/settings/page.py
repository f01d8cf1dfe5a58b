"""The page of settings. Whatever is changed is kept at once and can be undone."""

from __future__ import annotations

import platform
import sqlite3
from functools import partial
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot, qVersion
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

import app
from app.domain.statements import Business
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.page import Page
from ui.settings.book_section import BookSection
from ui.settings.fields_section import FieldsSection
from ui.settings.programmes_section import ProgrammesSection
from ui.settings.rates_section import RatesSection
from ui.settings.sections import AccountSection, BusinessSection, PreferencesSection
from ui.settings.thresholds_section import ThresholdsSection
from ui.widgets.labels import label
from ui.widgets.panel import Panel

WIDEST = 720


class SettingsPage(Page):
    """Business, bank account, preferences, fields, programmes, rates, thresholds, the book, about.

    ``restore_requested`` tells the backup wanted.
    """

    shows: ClassVar[frozenset[str]] = frozenset(
        {"setting", "exchange_rate", "programme", "terms_version", "partner"} | {"custom_field", "custom_value"}
    )
    restore_requested = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAccessibleName(_("Settings"))
        content = QWidget()
        content.setObjectName("content")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(theme.px(28), theme.px(22), theme.px(28), theme.px(22))
        layout.setSpacing(theme.px(16))
        layout.addWidget(label(_("Settings"), "title"))
        self.business = BusinessSection()
        self.business.edited.connect(self._save_business)
        self.account = AccountSection()
        self.account.edited.connect(self._save_account)
        self.preferences = PreferencesSection()
        self.preferences.edited.connect(self._save_preferences)
        self.fields = FieldsSection(desk)
        self.fields.said.connect(self.said)
        self.programmes = ProgrammesSection(desk)
        self.programmes.said.connect(self.said)
        self.rates = RatesSection(desk)
        self.thresholds = ThresholdsSection(desk)
        self.book = BookSection(desk)
        self.book.said.connect(self.said)
        self.book.restore_wanted.connect(self.restore_requested)
        money = (self.programmes, self.rates, self.thresholds)
        kept = (self.business, self.account, self.preferences, self.fields)
        for panel in (*kept, *money, self.book, self._make_about()):
            panel.setMaximumWidth(theme.px(WIDEST))
            layout.addWidget(panel)
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _make_about(self) -> Panel:
        about = Panel(_("About"))
        versions = [
            f"Partnerbook {app.__version__}",
            f"Python {platform.python_version()}",
            f"Qt {qVersion()}",
            f"SQLite {sqlite3.sqlite_version}",
        ]
        about.body.addWidget(label(" · ".join(versions), wrap=True, selectable=True))
        about.body.addWidget(
            label(_("Everything stays in one file on this computer. Nothing is sent anywhere."), "soft", wrap=True)
        )
        return about

    def refresh(self) -> None:
        from app.queries import settings

        self.desk.ask("settings.business", settings.business, then=self.business.show_business)
        self.desk.ask("settings.account", settings.account, then=self.account.show_account)
        self.desk.ask("settings.preferences", settings.preferences, then=self._show_preferences)
        self.fields.refresh()
        self.rates.refresh()
        self.thresholds.refresh()
        self.programmes.refresh()
        self.book.refresh()

    @Slot(object)
    def _show_preferences(self, kept: Any) -> None:
        self.preferences.show_preferences(kept)
        self.rates.show_currency(kept.reporting_currency)

    def focus_first(self) -> None:
        self.business.name.setFocus()

    @Slot(str)
    def _save_business(self, what: str) -> None:
        from app.operations import settings

        if self.business.is_changed():
            entered = self.business.business()
            self.desk.do(
                "Change {what} of your business",
                settings.save_business,
                entered,
                then=partial(self._business_saved, entered),
                failed=self._business_refused,
                what=what,
            )

    def _business_saved(self, saved: Business, _nothing: Any) -> None:
        self.business.show_business(saved)
        self.business.trouble("")
        self.business.mark_email(False)

    @Slot(object)
    def _business_refused(self, error: Any) -> None:
        self.business.trouble(str(error))
        self.business.mark_email(error.code == "email_invalid")

    @Slot(str)
    def _save_account(self, what: str) -> None:
        from app.operations import settings

        if self.account.is_changed():
            self.desk.do(
                "Change {what} of your bank account",
                settings.save_account,
                self.account.account(),
                then=self._account_saved,
                failed=self._account_refused,
                what=what,
            )

    @Slot(object)
    def _account_saved(self, _nothing: Any) -> None:
        self.account.trouble("")
        self.account.mark_wrong("")

    @Slot(object)
    def _account_refused(self, error: Any) -> None:
        self.account.trouble(str(error))
        self.account.mark_wrong(error.code)

    @Slot(str)
    def _save_preferences(self, what: str) -> None:
        from app.operations import settings

        if self.preferences.is_changed():
            self.desk.do(
                "Change {what}",
                settings.save_preferences,
                self.preferences.preferences(),
                failed=self._preferences_refused,
                what=what,
            )

    @Slot(object)
    def _preferences_refused(self, error: Any) -> None:
        self.preferences.trouble(str(error))
