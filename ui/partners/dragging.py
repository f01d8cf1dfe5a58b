"""Partners dragged out of the window as contact cards: from the card's head, or from the list and the table."""

from __future__ import annotations

from array import array
from functools import partial
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication

from app.domain.attachments import file_name
from app.formatting import number
from app.i18n import _
from ui.desk import Desk
from ui.partners import reads
from ui.partners.list_panel import ListPanel
from ui.partners.record import Record
from ui.widgets import drag_out

MOST = 1000
"""So many partners are dragged at once at most; more are exported."""


class Dragging(QObject):
    """Answers drags with a file of contact cards. The files go with the window."""

    def __init__(self, desk: Desk, partners: ListPanel, record: Record) -> None:
        super().__init__(record)
        self._desk, self._list, self._record = desk, partners, record
        self._folder: Path | None = None
        self._head = drag_out.DragOut(self, *record.front.head_widgets())
        self._head.wanted.connect(self._from_card)
        partners.drag_wanted.connect(self._from_list)

    @Slot()
    def _from_card(self) -> None:
        card = self._record.card
        if card is not None:
            self._ask(array("q", [card.id]), card.fields.name)

    @Slot()
    def _from_list(self) -> None:
        ids = self._list.selected_ids()[:MOST]
        name = self._list.name() if len(ids) == 1 else _("{count} partners").format(count=number(len(ids)))
        if ids:
            self._ask(ids, name)

    def _ask(self, ids: array[int], name: str) -> None:
        self._desk.ask("partners.drag", reads.contact_cards, ids, then=partial(self._drag, name))

    def _drag(self, name: str, cards: bytes) -> None:
        if not QApplication.mouseButtons() & Qt.MouseButton.LeftButton:
            return  # let go meanwhile
        if self._folder is None:
            # Whoever takes a file may read it long after it was dropped: it stays while the window does.
            self._folder = Path(mkdtemp(prefix="partnerbook-"))
            self.destroyed.connect(partial(rmtree, self._folder, ignore_errors=True))
        path = self._folder / file_name(f"{name.strip(' .') or _('card')}.vcf")
        path.write_bytes(cards)
        drag_out.drag(self._record, drag_out.carried(path, cards, "text/vcard"))
