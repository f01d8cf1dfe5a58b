"""The page of documents: those that can be made, and the one that is being looked at."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.domain.errors import PartnerbookError
from app.i18n import _
from ui import theme
from ui.desk import Desk
from ui.page import Page
from ui.reports import documents
from ui.reports.choices import CommissionChoice, StatementChoice
from ui.reports.documents import Document, StatementData
from ui.widgets.labels import label

if TYPE_CHECKING:
    from ui.reports.preview import Preview


class ReportsPage(Page):
    """Choosing a document, and its preview. ``open_record`` shows an issued statement by its number."""

    shows: ClassVar[frozenset[str]] = frozenset({"partner", "setting", "voiding"})

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAccessibleName(_("Reports"))
        self._preview: Preview | None = None
        self._from_outside = False
        self._paper = ""
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        self._stack = QStackedWidget()
        outer.addWidget(self._stack)
        self._stack.addWidget(self._make_choices())

    def _make_choices(self) -> QScrollArea:
        content = QWidget()
        content.setObjectName("content")
        layout = QVBoxLayout(content)
        layout.setContentsMargins(theme.px(28), theme.px(22), theme.px(28), theme.px(22))
        layout.setSpacing(theme.px(16))
        layout.addWidget(label(_("Reports"), "title"))
        self._statement = StatementChoice(self.desk)
        self._statement.wanted.connect(self._make_statement)
        self._commissions = CommissionChoice()
        self._commissions.wanted.connect(self._make_report)
        for each in (self._statement, self._commissions):
            each.setMaximumWidth(theme.px(640))
            layout.addWidget(each)
        layout.addWidget(label(_("Statements that were issued are under Commissions."), "soft", wrap=True))
        layout.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(content)
        return area

    def preview(self) -> Preview:
        """The preview, made when it is first needed: it loads what draws PDF."""
        if self._preview is None:
            from ui.reports.preview import Preview

            self._preview = Preview(self.desk)
            self._preview.left.connect(self._leave)
            self._preview.said.connect(self.said)
            self._stack.addWidget(self._preview)
        return self._preview

    def refresh(self) -> None:
        from app.queries import settings

        self.desk.ask("reports.business", settings.business, then=self._take_business)
        self.desk.ask("reports.preferences", settings.preferences, then=self._take_preferences)
        shown = self._preview.document() if self._preview is not None else None
        if shown is not None and shown.number:
            self._ask_statement(shown.number)

    @Slot(object)
    def _take_business(self, business: Any) -> None:
        self._statement.set_paper(business.paper)
        self._commissions.set_paper(business.paper)

    @Slot(object)
    def _take_preferences(self, preferences: Any) -> None:
        self._commissions.set_currency(preferences.currency)

    def open_record(self, record: Any) -> None:
        """Show the statement of this number; Escape then leads back to where one came from."""
        self._from_outside = True
        self._paper = ""
        self._ask_statement(str(record))

    def show_statement_of(self, partner_id: int) -> None:
        """Show what would be paid to a partner today; Escape leads back to where one came from."""
        self._from_outside, self._paper = True, ""
        self.desk.ask("reports.data", documents.draft_statement, partner_id, "", None, then=self._lay_out)

    def _ask_statement(self, number: str) -> None:
        self.desk.ask("reports.data", documents.issued_statement, number, then=self._lay_out)

    @Slot()
    def _make_statement(self) -> None:
        chosen = self._statement
        partner = chosen.partner.chosen()
        if partner is None:
            return
        try:
            span = None if chosen.period.is_open() else chosen.period.span()
        except PartnerbookError as error:
            self.desk.failed.emit(error)
            return
        self._from_outside, self._paper = False, chosen.paper()
        self.desk.ask(
            "reports.data", documents.draft_statement, partner.id, chosen.currency(), span, then=self._lay_out
        )

    @Slot(object)
    def _lay_out(self, data: StatementData) -> None:
        make = partial(documents.lay_out_statement, data, self._paper)
        self.desk.work("reports.pdf", make, self.show_document)

    @Slot()
    def _make_report(self) -> None:
        chosen = self._commissions
        try:
            span = chosen.period.span()
        except PartnerbookError as error:
            self.desk.failed.emit(error)
            return
        self._from_outside, self._paper = False, chosen.paper()
        self.desk.ask(
            "reports.data", documents.commission_data, span, chosen.currency(), clock.today(), then=self._lay_out_report
        )

    @Slot(object)
    def _lay_out_report(self, data: Any) -> None:
        make = partial(documents.lay_out_commissions, data, self._paper)
        self.desk.work("reports.pdf", make, self.show_document)

    @Slot(object)
    def show_document(self, document: Document) -> None:
        """Bring a finished document to the front."""
        preview = self.preview()
        preview.show_document(document)
        self._stack.setCurrentWidget(preview)
        preview.view.setFocus()

    @Slot()
    def _leave(self) -> None:
        self._stack.setCurrentIndex(0)
        if self._from_outside:
            self._from_outside = False
            self.back_requested.emit()
        else:
            self._statement.partner.setFocus()

    def focus_first(self) -> None:
        if self._stack.currentIndex() == 0:
            self._statement.partner.setFocus()
        elif self._preview is not None:
            self._preview.view.setFocus()
