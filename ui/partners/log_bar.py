"""Logging a contact: one line, its kind, and (by Tab) the follow-up that was promised."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app import clock
from app.domain.communications import CommunicationFields, CommunicationKind
from app.domain.errors import PartnerbookError, UserError
from app.i18n import _
from ui import names, theme
from ui.desk import Desk
from ui.partners import writes
from ui.partners.follow_up import FollowUpFields
from ui.partners.log_words import leading_kind
from ui.widgets.fields import Choice
from ui.widgets.labels import label
from ui.widgets.log_line import LogLine


class LogBar(QWidget):
    """Belongs to one partner at a time; what was typed and not yet saved waits until that one is shown again."""

    grown = Signal(bool)
    """The fields of the follow-up were opened, or closed again."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._partner_id: int | None = None
        self._partner = ""
        self._unsaved: dict[int, tuple[str, CommunicationKind]] = {}
        self._line = LogLine()
        self._kind = Choice([(kind, names.communication(kind)) for kind in CommunicationKind], CommunicationKind.NOTE)
        self._kind.setAccessibleName(_("Kind of contact"))
        self._kind.setProperty("bare", True)
        self._line.set_lead(self._kind)
        self._follow_up = FollowUpFields()
        self._follow_up.hide()
        self._trouble = label("", "error", wrap=True)
        self._trouble.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        for widget in (self._line, self._follow_up, self._trouble):
            layout.addWidget(widget)
        self._line.edited.connect(self._on_edited)
        self._line.entered.connect(self._on_entered)
        self._line.follow_up_wanted.connect(self._on_follow_up_wanted)
        self._follow_up.save_wanted.connect(self._on_saved_with_follow_up)
        self._follow_up.close_wanted.connect(self._on_follow_up_closed)
        self.setFocusProxy(self._line)

    def set_partner(self, partner_id: int, name: str) -> None:
        """Log with this partner from now on."""
        if partner_id != self._partner_id:
            if self._partner_id is not None and self._line.text():
                self._unsaved[self._partner_id] = (self._line.text(), self._kind.value())
            self._reset()
            text, kind = self._unsaved.pop(partner_id, ("", CommunicationKind.NOTE))
            self._line.set_text(text)
            self._kind.set_value(kind)
        self._partner_id, self._partner = partner_id, name
        self._line.set_partner(name)

    def start(self, kind: CommunicationKind, *, focus: bool = True) -> None:
        """Be ready for a contact of this kind."""
        self._kind.set_value(kind)
        if focus:
            self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(str)
    def _on_edited(self, typed: str) -> None:
        kind, _rest = leading_kind(typed)
        if kind is not None:
            self._kind.set_value(kind)

    @Slot(str)
    def _on_entered(self, _text: str) -> None:
        self._save(with_follow_up=self._follow_up.isVisible())

    @Slot(str)
    def _on_follow_up_wanted(self, _text: str) -> None:
        self._follow_up.show()
        self.grown.emit(True)
        self._follow_up.start()

    @Slot()
    def _on_follow_up_closed(self) -> None:
        self._close_follow_up()
        self._line.setFocus()

    def _close_follow_up(self) -> None:
        self._follow_up.hide()
        self.grown.emit(False)

    @Slot()
    def _on_saved_with_follow_up(self) -> None:
        self._save(with_follow_up=True)

    def _save(self, *, with_follow_up: bool) -> None:
        if self._partner_id is None:
            return
        kind = CommunicationKind(self._kind.value())
        named, rest = leading_kind(self._line.text())
        text = rest if named is kind else self._line.text()
        fields = CommunicationFields(kind, text, clock.now())
        try:
            follow_up = self._follow_up.fields(text) if with_follow_up else None
        except UserError as error:
            self._on_failed(error)
            return
        self._trouble.hide()
        self._desk.do(
            writes.LOG_LABELS[kind],
            writes.log,
            self._partner_id,
            fields,
            follow_up,
            then=self._on_logged,
            failed=self._on_failed,
            partner=self._partner,
        )

    def _on_logged(self, _communication: Any) -> None:
        self._reset()
        self._line.setFocus()

    def _on_failed(self, error: PartnerbookError) -> None:
        self._trouble.setText(str(error))
        self._trouble.show()

    def _reset(self) -> None:
        self._line.clear()
        self._kind.set_value(CommunicationKind.NOTE)
        self._close_follow_up()
        self._trouble.hide()
