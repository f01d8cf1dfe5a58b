"""What the line at the foot and the rail tell: how many partners, saved and backed up when, what is due."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from PySide6.QtCore import QObject, QTimer, Slot

from app import clock
from app.formatting import number
from app.i18n import _, ngettext
from app.queries import partner_list
from ui.desk import Desk
from ui.widgets.rail import Rail
from ui.widgets.status_bar import StatusBar

_COUNTED = frozenset({"partner", "setting"})
_DUE = frozenset({"reminder", "partner", "setting"})


class Status(QObject):
    """Keeps the status bar and the counts in the rail true, also when a day begins."""

    def __init__(self, desk: Desk, bar: StatusBar, rail: Rail) -> None:
        super().__init__(bar)
        self._desk, self._bar, self._rail = desk, bar, rail
        self._day = clock.today()
        self._backup: datetime | None = None
        self._midnight = QTimer(self)
        self._midnight.setSingleShot(True)
        self._midnight.timeout.connect(self.look_at_the_clock)
        desk.changed.connect(self._on_changed)

    def begin(self) -> None:
        """Show what the driver can answer at once."""
        self._show_total(self._desk.now(partner_list.total))

    def complete(self) -> None:
        """Show the rest, once sessions can be had; and make today's backup if one is wanted."""
        self._ask_due()
        if self._desk.writable:
            self._desk.maintain(_backed_up, self._show_backup)
        self._wait_for_midnight()

    def look_at_the_clock(self) -> None:
        """Ask again what is due when another day has begun, as after a night with the lid closed."""
        if clock.today() != self._day:
            self._day = clock.today()
            self._ask_due()
            self._show_backup(self._backup)
        self._wait_for_midnight()

    @Slot(object)
    def _on_changed(self, touched: Any) -> None:
        self._show_backup(self._backup)
        if touched.tables & _COUNTED:
            self._desk.ask_fast(("status", "total"), partner_list.total, then=self._show_total)
        if touched.tables & _DUE:
            self._ask_due()

    def _ask_due(self) -> None:
        self._desk.ask(("status", "due"), _due, self._day, then=self._show_due)

    def _show_total(self, total: int) -> None:
        self._bar.show_count(ngettext("{count} partner", "{count} partners", total).format(count=number(total)))
        self._rail.set_count("partners", number(total) if total else "")

    def _show_due(self, due: tuple[int, int]) -> None:
        overdue, today = due
        self._rail.set_count("today", number(overdue + today) if overdue + today else "", alert=True)
        words = ngettext("{count} follow-up overdue", "{count} follow-ups overdue", overdue)
        self._bar.show_alert(words.format(count=number(overdue)) if overdue else "")

    def _show_backup(self, made_at: datetime | None) -> None:
        self._backup = made_at
        if made_at is None:
            self._bar.show_saved(_("Saved"))
            return
        made = made_at.astimezone()
        if made.date() == self._day:
            when = _("today {time}").format(time=made.strftime("%H:%M"))
        else:
            from app.formatting import day as day_text

            when = day_text(made.date(), today=self._day)
        self._bar.show_saved(_("Saved · backup {when}").format(when=when))

    def _wait_for_midnight(self) -> None:
        now = clock.now().astimezone()
        midnight = (now + timedelta(days=1)).replace(hour=0, minute=0, second=1, microsecond=0)
        self._midnight.start(min(int((midnight - now).total_seconds() * 1000), 2**31 - 1))


def _due(session: Any, day: Any) -> tuple[int, int]:
    """How many follow-ups are overdue, and how many are due on the day itself."""
    from app.queries import today

    found = today.follow_ups(session, day)
    overdue = sum(1 for each in found if each.due_on < day)
    return overdue, len(found) - overdue


def _backed_up(store: Any) -> datetime | None:
    """Make the backup of the day if one is wanted; when the last one was made."""
    from app.operations import backups

    backups.daily(store)
    kept = backups.listed(store)
    return kept[0].made_at if kept else None
