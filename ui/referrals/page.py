"""The page of referrals: by stage, one of them beside the table."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app import clock
from app.domain.referrals import Stage
from app.formatting import number
from app.i18n import _
from ui import names, theme
from ui.desk import Desk
from ui.page import Page
from ui.referrals.asking import Asking, open_form
from ui.referrals.columns import columns
from ui.referrals.lost_dialog import LostDialog
from ui.referrals.panel import ReferralPanel
from ui.referrals.referral_dialog import LogReferralDialog
from ui.referrals.sale_dialog import SaleDialog
from ui.table.model import RecordModel
from ui.table.rows import Deliver
from ui.table.view import RecordTable
from ui.widgets.buttons import button
from ui.widgets.chips import Chip, Chips
from ui.widgets.empty import EmptyPlace
from ui.widgets.labels import label
from ui.widgets.panel import Hairline

ALL = "all"


class ReferralsPage(Page):
    """The table and the panel. ``]`` and ``[`` move the current referral along its way."""

    shows: ClassVar[frozenset[str]] = frozenset(
        {"referral", "customer", "stage_change", "sale", "partner", "ledger_entry", "payout", "voiding", "approval"}
        | {"sale_line", "receipt", "referral_share", "terms_version"}
    )
    terms_requested = Signal(object)
    """Agree terms with the partner of this id."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAccessibleName(_("Referrals"))
        self._wanted: int | None = None
        self._stage = ALL
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addLayout(self._make_head())
        outer.addWidget(Hairline())
        outer.addWidget(self._make_body(), 1)
        for keys, handler in (("]", self._forward), ("[", self._back)):
            shortcut = QShortcut(QKeySequence(keys), self, handler)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def _make_head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(20), theme.px(14), theme.px(20), theme.px(12))
        head.setSpacing(theme.px(16))
        head.addWidget(label(_("Referrals"), "title"), 0, Qt.AlignmentFlag.AlignTop)
        self._chips = Chips(_("Stage"))
        self._chips.chosen.connect(self.show_stage)
        self._show_counts(dict.fromkeys(Stage, 0))
        self._chips.set_current(ALL)
        head.addWidget(self._chips, 1, Qt.AlignmentFlag.AlignVCenter)
        return head

    def _make_body(self) -> QStackedWidget:
        self._model = RecordModel(columns(), self)
        self._table = RecordTable(self._model, _("Referrals"))
        self._table.current_changed.connect(self._on_current)
        self._table.opened.connect(self._focus_panel)
        self._panel = ReferralPanel()
        self._panel.stage_wanted.connect(self.move_to)
        self._panel.sale_wanted.connect(self._enter_sale)
        self._asking = Asking(self.desk, self._panel)
        self._asking.terms_requested.connect(self.terms_requested)
        self._panel.partner_wanted.connect(self._open_partner)
        self._panel.statement_wanted.connect(self._open_statement)
        self._split = QSplitter(Qt.Orientation.Horizontal)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(1)
        self._split.addWidget(self._table)
        self._split.addWidget(self._panel)
        self._split.setStretchFactor(0, 1)
        self._split.setStretchFactor(1, 0)
        self._panel.setMinimumWidth(theme.px(350))
        self._panel.hide()
        log = button(_("Log a referral…"), self.log_referral, "primary")
        self._empty = EmptyPlace(
            _("No referrals yet"),
            _("A referral is a customer whom a partner sends you. Log one, and it is followed here until it is won."),
            [log],
        )
        self._none = EmptyPlace(_("None in this stage"), _("Choose another stage above."))
        self._body = QStackedWidget()
        for each in (self._split, self._empty, self._none):
            self._body.addWidget(each)
        return self._body

    def refresh(self) -> None:
        from app.queries import referrals

        stage = None if self._stage == ALL else Stage(self._stage)
        self.desk.ask("referrals.counts", referrals.counts, then=self._show_counts)
        self.desk.ask("referrals.ids", referrals.ids, stage, then=self._show_ids)

    @Slot(object)
    def _show_counts(self, counts: dict[Stage, int]) -> None:
        chips = [Chip(ALL, _("All"), number(sum(counts.values())))]
        chips += [Chip(stage.value, names.stage(stage), number(counts[stage])) for stage in Stage]
        self._chips.set_chips(chips)

    @Slot(object)
    def _show_ids(self, ids: Sequence[int]) -> None:
        current = self._wanted if self._wanted is not None else self._model.id_at(self._table.currentIndex().row())
        place = max(self._table.currentIndex().row(), 0)
        self._wanted = None
        self._model.set_ids(array("q", ids), self._fetch)
        empty = self._empty if self._stage == ALL else self._none
        had_focus = self._body.isAncestorOf(self.window().focusWidget())
        shown = self._split if ids else empty
        self._body.setCurrentWidget(shown)
        if had_focus and not shown.isAncestorOf(self.window().focusWidget()):
            self.focus_first()
        if ids:
            found = self._model.place_of(current)
            place = found if found >= 0 else min(place, len(ids) - 1)
            self._table.setCurrentIndex(self._model.index(place, 0))
            self._ask_detail(self._model.id_at(place))
        else:
            self._panel.hide()

    def _fetch(self, page: int, ids: Sequence[int], deliver: Deliver) -> None:
        from app.queries import referrals

        self.desk.ask(("referrals.rows", page), referrals.rows, list(ids), then=deliver)

    @Slot(str)
    def show_stage(self, stage: str) -> None:
        """Show the referrals of one stage (by its value), or ``all``."""
        self._stage = stage
        self._chips.set_current(stage)
        self.refresh()

    def open_record(self, record: int) -> None:
        """Show the referral with this id, whatever its stage."""
        self._wanted = record
        self.show_stage(ALL)

    def focus_first(self) -> None:
        if self._body.currentWidget() is self._none:
            self._chips.focus_current()
        else:
            (self._empty if self._body.currentWidget() is self._empty else self._table).setFocus()

    def state(self) -> dict[str, Any]:
        record = self._model.id_at(self._table.currentIndex().row())
        return {"stage": self._stage} | ({"referral": record} if record >= 0 else {})

    def restore(self, state: dict[str, Any]) -> None:
        stage = str(state.get("stage", ALL))
        if stage == ALL or stage in [each.value for each in Stage]:
            self._stage = stage
            self._chips.set_current(stage)
        if isinstance(state.get("referral"), int):
            self._wanted = state["referral"]

    @Slot(object)
    def _on_current(self, _row: Any) -> None:
        record = self._model.id_at(self._table.currentIndex().row())
        if record >= 0:
            self._ask_detail(record)

    def _ask_detail(self, record: int) -> None:
        from app.queries import deals

        self.desk.ask("referrals.detail", deals.detail, record, clock.today(), then=self._show_detail)

    @Slot(object)
    def _show_detail(self, detail: Any) -> None:
        self._panel.show_detail(detail)
        self._panel.show()

    @Slot(object)
    def move_to(self, stage: Stage) -> None:
        """Move the referral on the panel to a stage; won and lost ask for what they need."""
        from app.operations import referrals

        row = self._panel.detail().row
        if stage is row.stage:
            return
        if stage is Stage.WON:
            self._enter_sale()
        elif stage is Stage.LOST:
            open_form(LostDialog(self.desk, row, self.window()))
        else:
            self.desk.do(
                "Move {customer} to {stage}",
                referrals.move,
                row.id,
                stage,
                clock.today(),
                customer=row.customer,
                stage=names.stage(stage),
            )

    @Slot()
    def log_referral(self, partner_id: int | None = None) -> None:
        """Log a referral: from the partner of this id, or from one still to be chosen."""
        dialog = LogReferralDialog(self.desk, partner_id or None, self.window())
        dialog.logged.connect(self._on_logged)
        dialog.terms_wanted.connect(self.terms_requested)
        open_form(dialog)

    @Slot(object)
    def _on_logged(self, referral_id: int) -> None:
        self._wanted = referral_id
        if self.isVisible():
            self.show_stage(ALL)

    def _enter_sale(self) -> None:
        self._open_sale(self._panel.detail())

    def ask_sale(self, referral_id: int) -> None:
        """Ask for the sale that wins a referral (or a further one), whatever page is in front."""
        self._ask_for(referral_id, self._open_sale)

    def ask_lost(self, referral_id: int) -> None:
        """Ask why a referral was lost, whatever page is in front."""
        self._ask_for(referral_id, self._open_lost)

    def _ask_for(self, referral_id: int, then: Callable[[Any], None]) -> None:
        from app.queries import deals

        self.desk.ask("referrals.close", deals.detail, referral_id, clock.today(), then=then)

    def _open_sale(self, detail: Any) -> None:
        dialog = SaleDialog(self.desk, detail, self.window())
        dialog.terms_wanted.connect(self.terms_requested)
        open_form(dialog)

    def _open_lost(self, detail: Any) -> None:
        open_form(LostDialog(self.desk, detail.row, self.window()))

    def _forward(self) -> None:
        if self._panel.detail() is not None and (stage := self._panel.next_stage()) is not None:
            self.move_to(stage)

    def _back(self) -> None:
        if self._panel.detail() is not None and (stage := self._panel.stage_before()) is not None:
            self.move_to(stage)

    @Slot(object)
    def _focus_panel(self, _row: Any) -> None:
        self._panel.focusNextChild()

    @Slot(object)
    def _open_partner(self, partner_id: int) -> None:
        self.open_requested.emit("partner", partner_id)

    @Slot(str)
    def _open_statement(self, statement: str) -> None:
        self.open_requested.emit("statement", statement)
