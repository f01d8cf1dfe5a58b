"""Logging a contact where it was promised: one line, and in the same write its follow-up is closed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import QUrl, QUrlQuery, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app import clock
from app.domain.communications import CommunicationFields, CommunicationKind
from app.domain.partners import PointKind
from app.domain.reminders import ReminderFields
from app.i18n import _
from ui import names, theme
from ui.desk import Desk
from ui.widgets.buttons import button
from ui.widgets.day_field import DayField
from ui.widgets.dialog import FormDialog
from ui.widgets.fields import Choice, line
from ui.widgets.labels import label

FOLLOW_UP_DAYS = 7


class LogContactDialog(FormDialog):
    """One line about a call, e-mail, meeting …; ``closes`` is the reminder that it settles."""

    logged = Signal()

    def __init__(
        self,
        desk: Desk,
        partner_id: int,
        partner: str,
        *,
        kind: CommunicationKind = CommunicationKind.CALL,
        closes: int | None = None,
        about: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Log a contact with {partner}").format(partner=partner), _("Save"), parent, width=520)
        self._desk, self._partner_id, self._partner, self._closes = desk, partner_id, partner, closes
        if about:
            self.say(_("Closes the follow-up “{what}”.").format(what=about))
        self._reach = label("", "body", wrap=True, selectable=True)
        self._reach.hide()
        self._write = button(_("Write an e-mail"), self._write_mail, "link")
        self._write.hide()
        reach = QHBoxLayout()
        reach.addWidget(self._reach, 1)
        reach.addWidget(self._write)
        self.add(reach)
        self._kind = Choice([(each, names.communication(each)) for each in CommunicationKind], kind)
        self._text = line(hint=_("What was said, what was promised"))
        self.row(_("Kind"), self._kind)
        self.row(_("In one line"), self._text)
        self._add_follow_up()
        self._text.setFocus()
        self._ask_reach()

    def _add_follow_up(self) -> None:
        self._follow = QCheckBox(_("Follow up on"))
        self._follow.setAccessibleName(_("Follow up"))
        self._on = DayField(clock.today() + timedelta(days=FOLLOW_UP_DAYS))
        self._on.setAccessibleName(_("Follow up on"))
        self._what = line(hint=_("What is to be done then"), name=_("What is to be done then"))
        for field in (self._on, self._what):
            field.setEnabled(False)
            self._follow.toggled.connect(field.setEnabled)
        follow = QHBoxLayout()
        follow.setSpacing(theme.px(8))
        follow.addWidget(self._follow)
        follow.addWidget(self._on)
        follow.addWidget(self._what, 1)
        self.add(follow)

    def save(self) -> None:
        from app.operations import communications

        fields = CommunicationFields(CommunicationKind(self._kind.value()), self._text.text(), clock.now())
        follow_up = None
        if self._follow.isChecked():
            follow_up = ReminderFields(self._what.text() or self._text.text(), self._on.day())
        self._desk.do(
            "Log contact with {partner}",
            communications.log,
            self._partner_id,
            fields,
            follow_up,
            self._closes,
            then=self._saved,
            failed=self.refuse,
            partner=self._partner,
        )

    @Slot(object)
    def _saved(self, _id: Any) -> None:
        self.logged.emit()
        self.accept()

    def _ask_reach(self) -> None:
        from app.queries import partners

        self._desk.ask(("today.reach", id(self)), partners.card, self._partner_id, clock.today(), then=self._show_reach)

    @Slot(object)
    def _show_reach(self, card: Any) -> None:
        phones, emails = card.points(PointKind.PHONE), card.points(PointKind.EMAIL)
        told = [point.value for point in (*phones[:2], *emails[:1])]
        if card.contact is not None and card.contact.name != self._partner:
            told.insert(0, card.contact.name)
        self._reach.setText(" · ".join(told) or _("No telephone number and no e-mail address are known."))
        self._reach.show()
        self._email = emails[0].value if emails else ""
        self._write.setVisible(bool(self._email))
        self.fit()

    def _write_mail(self) -> None:
        self._kind.set_value(CommunicationKind.EMAIL)
        QDesktopServices.openUrl(mail_link(self._email))
        self._text.setFocus()


def mail_link(address: str) -> QUrl:
    """A ``mailto:`` link to an address that somebody typed: no part of it can become a header."""
    link = QUrl()
    link.setScheme("mailto")
    link.setPath(address, QUrl.ParsingMode.DecodedMode)
    link.setQuery(QUrlQuery())
    return link
