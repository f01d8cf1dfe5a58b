"""Bringing contacts in from a file: read it, look at what would happen, decide, and take it in with one write."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app import clock
from app.domain.partners import Kind, Status
from app.domain.rolodex import PartnerFields
from app.exchange.drafts import PartnerDraft, ReadResult
from app.exchange.matching import Choice as Decision
from app.exchange.matching import Proposal
from app.exchange.presets import PRESETS
from app.i18n import _
from app.queries import custom_fields
from ui import names
from ui.desk import Desk
from ui.imports import rows, words, work
from ui.imports.dialog import PROBLEMS, ImportDialog
from ui.imports.how_read import Means
from ui.imports.preview import Preview
from ui.imports.rows import PreviewRow, Records
from ui.imports.work import Order, Reading
from ui.widgets.fields import Choice
from ui.widgets.labels import label

if TYPE_CHECKING:
    from app.operations.imports import Imported

PREVIEW = "preview"
CARDS = (".vcf", ".vcard")
"""Endings of files that hold contacts and nothing else."""


class ImportWizard(ImportDialog):
    """Contacts of a file, to become partners and people."""

    def __init__(self, desk: Desk, path: Path, parent: QWidget | None = None) -> None:
        self._own = desk.now(custom_fields.fast_definitions)
        means = Means(self._fields, words.is_recognised, "partners", PRESETS)
        super().__init__(desk, path, "partners", means, parent)
        self._result: ReadResult[PartnerDraft] | None = None
        self._preview = Preview()
        self._kind = Choice([(kind, names.partner_kind_long(kind)) for kind in Kind], Kind.REFERRAL)
        self._kind.setAccessibleName(_("Kind of new partners"))
        self._status = Choice([(status, names.status(status)) for status in Status], Status.ACTIVE)
        self._status.setAccessibleName(_("Status of new partners"))
        said = label(_("New partners are"), "soft")
        self._arrange([(PREVIEW, _("Preview"), self._preview)], (said, self._kind, self._status))
        self._preview.decided.connect(self._count)
        self._preview.partner_wanted.connect(self._ask_partner)

    def _fields(self) -> list[tuple[str, str]]:
        """What a column may mean: what every partner has, and the user's own fields."""
        return [*words.fields(), *((each.key, each.name) for each in self._own)]

    def _headed(self, name: str) -> str:
        return _("Contacts from “{name}”").format(name=name)

    def _begin(self, reading: Reading) -> None:
        self._holds.setVisible(reading.path.suffix.lower() not in CARDS)
        read = partial(work.read, replace(reading, own=self._own), self._control)
        self._desk.work("imports.read", read, then=self._compare, failed=self._on_failed)

    def _compare(self, result: ReadResult[PartnerDraft]) -> None:
        self._result = result
        self._waiting.begin(_("Comparing with your book…"))
        self._desk.ask("imports.prepare", work.prepare, result.drafts, then=self._name_known, failed=self._on_failed)

    def _name_known(self, proposals: list[Proposal]) -> None:
        self._desk.ask_fast("imports.names", rows.named, proposals, clock.today(), then=self._show)

    def _show(self, records: Records) -> None:
        result = self._result
        if result is None:
            return
        self._show_reading(result, result.problems)
        self._preview.show_rows(records)
        self._tabs.set_current(PREVIEW if len(records) else PROBLEMS)
        self._show_page(1)
        self._count()
        (self._import if self._import.isEnabled() else self._cancel).setFocus()
        if not words.is_recognised(result) and self._reading.mapping is None:
            self._how.choose_columns()

    @Slot()
    def _count(self) -> None:
        if self._result is not None:
            counts = self._preview.rows().counts
            self._summary.setText(words.summary(self._result, counts))
            self._import.setEnabled(counts[Decision.ADD] + counts[Decision.MERGE] > 0)

    @Slot(object)
    def _ask_partner(self, chosen: Sequence[PreviewRow]) -> None:
        from ui.imports.merge_dialog import MergeDialog

        dialog = MergeDialog(self._desk, chosen, self)
        dialog.chosen.connect(partial(self._preview.merge_into, chosen))
        dialog.open()

    def _take_in(self) -> None:
        result = self._result
        if result is None:
            self._stop()
            return
        order = Order(
            self._preview.rows(),
            result,
            self._reading.path.name,
            PartnerFields("", self._kind.value(), self._status.value()),
            self._desk.files,
        )
        self._waiting.begin(_("Taking the contacts into your book…"))
        self._desk.do(
            "Import {file}",
            work.write,
            order,
            self._control,
            then=self._on_imported,
            failed=self._on_failed,
            file=order.file_name,
        )

    def _on_imported(self, done: Imported) -> None:
        self._finish(words.done(done.added, done.merged), done.run_id)

    def _release(self) -> None:
        """Have the records of a large file taken apart beside the window, not by it."""
        held: list[object] = [self._result, self._preview.rows()]
        self._result = None
        self._preview.show_rows(Records(()))
        self._desk.work("imports.release", held.clear, then=work.nothing)
