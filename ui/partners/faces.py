"""The photo or logo on the card in front: shown, chosen, dropped, pasted, removed."""

from __future__ import annotations

from functools import partial
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, Qt, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog

from app.i18n import _
from ui.page import Page
from ui.partners import file_work, given_files, writes
from ui.partners.file_work import Source
from ui.partners.menu import PartnerMenu
from ui.partners.record import FILES, Record

if TYPE_CHECKING:
    from app.domain.attachments import AttachmentFields


class Faces(QObject):
    """Acts on the card of the partner in front. With the files in front, what is pasted becomes one of them."""

    def __init__(self, page: Page, record: Record, menu: PartnerMenu) -> None:
        super().__init__(page)
        self._page, self._desk, self._record = page, page.desk, record
        self._asked = count()
        record.picture_known.connect(menu.show_picture)
        menu.picture_wanted.connect(self.choose)
        menu.no_picture_wanted.connect(self.remove)
        given_files.Drop(record.stack, given_files.has_picture, self._take)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Paste), page, self.paste).setContext(
            Qt.ShortcutContext.WidgetWithChildrenShortcut
        )

    @Slot()
    def choose(self) -> None:
        """Ask for a file with a picture."""
        kinds = " ".join(f"*{ending}" for ending in given_files.PICTURES)
        chosen, _filter = QFileDialog.getOpenFileName(
            self._page, _("Choose a picture"), "", _("Pictures ({kinds})").format(kinds=kinds)
        )
        if chosen:
            self._set(Path(chosen))

    @Slot()
    def remove(self) -> None:
        """Take the picture from the card."""
        card = self._record.card
        if card is not None:
            self._desk.do("Remove picture of {partner}", writes.remove_picture, card.id, partner=card.fields.name)

    @Slot()
    def paste(self) -> None:
        """Take what the clipboard holds, where it is a picture or, with the files in front, any file."""
        data = QGuiApplication.clipboard().mimeData()
        if data is None or self._record.card is None:
            return
        if self._record.tabs.current() == FILES:
            self._record.take_files(data)
        else:
            self._take(data)

    def _take(self, data: QMimeData) -> None:
        source = given_files.picture_in(data)
        if source is not None:
            self._set(source)

    def _set(self, source: Source) -> None:
        card = self._record.card
        if card is not None:
            self._desk.work(
                ("partners.picture", next(self._asked)),
                partial(file_work.keep_picture, self._desk.files, source),
                partial(self._write, card.id, card.fields.name),
            )

    def _write(self, partner_id: int, partner: str, fields: AttachmentFields) -> None:
        self._desk.do("Picture of {partner}", writes.set_picture, partner_id, fields, partner=partner)
