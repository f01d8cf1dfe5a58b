"""Bringing referrals or sales in from a file: whom each is credited to, what is known already, what is asked."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.exchange.deal_decisions import Outcome
from app.exchange.drafts import ReadResult
from app.exchange.presets_deals import BY_KIND
from app.formatting import number
from app.i18n import _
from app.queries import settings
from ui.desk import Desk
from ui.imports import deals_work, words, work
from ui.imports.deal_rows import DealRows
from ui.imports.deals_work import SALES, DealOrder, Decided, Question
from ui.imports.dialog import PROBLEMS, ImportDialog
from ui.imports.how_read import Means
from ui.imports.questions import Questions
from ui.imports.work import Reading

if TYPE_CHECKING:
    from app.operations.imports import Imported

ROWS, QUESTIONS = "rows", "questions"


class DealsWizard(ImportDialog):
    """``kind`` is ``sales`` or ``referrals``. An answer about a name decides all rows anew."""

    def __init__(self, desk: Desk, path: Path, kind: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, path, kind, Means(words.deal_fields, words.knows_deals, kind, BY_KIND[kind]), parent)
        self._kind = kind
        self._currency = desk.now(settings.fast_preferences).currency
        self._result: ReadResult[Any] = ReadResult(())
        self._decided = Decided()
        self._answers: dict[str, int | None] = {}
        self._rows = DealRows()
        self._questions = Questions()
        self._arrange([(ROWS, _("Preview"), self._rows), (QUESTIONS, _("Questions"), self._questions)])
        self._questions.answered.connect(self._answer)
        self._questions.other_wanted.connect(self._ask_partner)
        self._questions.again_wanted.connect(self._ask_again)

    def _headed(self, name: str) -> str:
        told = _("Sales from “{name}”") if self._kind == SALES else _("Referrals from “{name}”")
        return told.format(name=name)

    def _begin(self, reading: Reading) -> None:
        self._answers.clear()
        read = partial(deals_work.read, self._kind, reading, self._currency, self._control)
        self._desk.work("imports.read", read, then=self._take_result, failed=self._on_failed)

    def _take_result(self, result: ReadResult[Any]) -> None:
        self._result = result
        self._waiting.begin(_("Comparing with your book…"))
        self._decide()

    def _decide(self) -> None:
        self._import.setEnabled(False)
        self._desk.ask(
            *("imports.prepare", deals_work.decide, self._kind, self._result, dict(self._answers)),
            then=self._show,
            failed=self._on_failed,
        )

    def _show(self, decided: Decided) -> None:
        result, first = self._result, self._pages.currentIndex() == 0
        self._decided = decided
        self._show_reading(result, decided.problems)
        self._summary.setText(_summary(result, decided))
        self._rows.show_rows(decided.rows)
        self._questions.show_questions(decided.questions, bool(self._answers))
        asked = len(decided.questions)
        self._tabs.set_text(QUESTIONS, f"{_('Questions')} {number(asked)}" if asked else _("No questions"))
        self._show_page(1)
        if first:
            self._tabs.set_current(QUESTIONS if asked else ROWS if decided.rows else PROBLEMS)
        elif not asked:
            self._tabs.set_current(ROWS)
        self._import.setEnabled(_entered(decided) > 0)
        if first and not words.knows_deals(result) and self._reading.mapping is None:
            self._how.choose_columns()
        elif first or not asked:
            (self._import if self._import.isEnabled() and not asked else self._tabs).setFocus()

    @Slot(str, object)
    def _answer(self, asks: str, partner: int | None) -> None:
        self._answers[asks] = partner
        self._decide()

    @Slot()
    def _ask_again(self) -> None:
        self._answers.clear()
        self._decide()

    @Slot(object)
    def _ask_partner(self, question: Question) -> None:
        from ui.partner_dialog import PartnerDialog

        said = _("All rows that say “{name}” are credited to this partner.").format(name=question.asks)
        dialog = PartnerDialog(self._desk, _("Whom does the file mean?"), _("It is this one"), said, self)
        dialog.chosen.connect(lambda partner, _name: self._answer(question.asks, partner))
        dialog.open()

    def _take_in(self) -> None:
        order = DealOrder(self._kind, self._decided, self._result, self._reading.path.name, self._currency)
        self._waiting.begin(_("Taking the rows into your book…"))
        self._desk.do(
            *("Import {file}", deals_work.write, order, self._control),
            then=self._on_imported,
            failed=self._on_failed,
            file=order.file_name,
        )

    def _on_imported(self, done: Imported) -> None:
        told = _("{n} entered").format(n=number(done.added + done.merged))
        if done.kept_out:
            told = _("{told}, {n} kept out").format(told=told, n=number(done.kept_out))
        self._finish(told, done.run_id)

    def _release(self) -> None:
        held: list[object] = [self._result, self._decided]
        self._result, self._decided = ReadResult(()), Decided()
        self._rows.show_rows(())
        self._desk.work("imports.release", held.clear, then=work.nothing)


def _summary(result: ReadResult[Any], decided: Decided) -> str:
    """``300 read: 280 will be entered, 15 skipped; 5 kept out``."""
    told = _("{read} read: {added} will be entered, {skipped} skipped").format(
        read=number(result.read),
        added=number(_entered(decided)),
        skipped=number(decided.counts[Outcome.SKIP]),
    )
    out = result.kept_out + decided.counts[Outcome.KEEP_OUT]
    return told + (_("; {n} kept out").format(n=number(out)) if out else "")


def _entered(decided: Decided) -> int:
    return decided.counts[Outcome.ADD] + decided.counts[Outcome.MERGE]
