"""The window: rail, top bar, the pages, the line at the foot, and the messages over it.

It knows pages only by what they are registered with; features never know one another, the window carries between them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QGridLayout, QStackedWidget, QWidget

from app.domain.errors import PartnerbookError
from app.i18n import _
from app.queries import settings
from ui import preferences, theme
from ui.actions import Actions
from ui.desk import Desk
from ui.page import Page
from ui.status import Status
from ui.widgets.buttons import button
from ui.widgets.rail import Rail
from ui.widgets.status_bar import StatusBar
from ui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from ui.widgets.toast import Toast

SEARCHED = "partners"
"""The page that what is typed in the search field is shown on."""
_MENU = (
    *("partner.new", "", "book.new", "book.open", "", "book.import", "book.export", "", "book.backup", ""),
    *("page.settings", "", "help.shortcuts", "window.close"),
)


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page of the window: made when it is first shown. ``opens`` names the kind of record it shows, if any.

    ``connect`` joins the page's own signals to whoever answers them; it is given the window and the page just made.
    """

    key: str
    title: str
    make: Callable[[Desk], Page]
    opens: str = ""
    at_foot: bool = False
    connect: Callable[[Window, Page], None] | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """Something the program can do beside what the window itself can; ``handler`` is given the window."""

    name: str
    text: str
    handler: Callable[[Window], object]
    shortcuts: tuple[str, ...] = ()


class Window(QWidget):
    """One window on one book."""

    closed = Signal()
    restore_wanted = Signal(object)
    """Go back to the backup at this path."""

    def __init__(self, desk: Desk, pages: Sequence[PageSpec], commands: Sequence[Command] = ()) -> None:
        super().__init__()
        self.desk = desk
        self._specs = {spec.key: spec for spec in pages}
        self._pages: dict[str, Page] = {}
        self._remembered: dict[str, dict[str, Any]] = {}
        self._current = ""
        self._before = ""
        self.setWindowTitle(f"{desk.path.stem} – Partnerbook")
        self.setMinimumSize(theme.px(760), theme.px(460))
        self.commands = Actions(self)
        self._lay_out()
        self._register(commands)
        self.status = Status(desk, self._status_bar, self._rail)
        desk.failed.connect(self.show_trouble)
        desk.changed.connect(self._on_changed)
        desk.undo_changed.connect(self._on_undo_changed)
        desk.turnable.connect(self._on_turnable)
        desk.undone.connect(self._on_undone)
        desk.redone.connect(self._on_redone)

    def _lay_out(self) -> None:
        self._rail = Rail()
        self._rail.setFixedWidth(self._rail.sizeHint().width())
        self._rail.chosen.connect(self.go)
        self.top_bar = TopBar("Partnerbook")
        self.top_bar.search.textEdited.connect(self._on_search)
        self.top_bar.search.left_down.connect(self._on_search_left)
        self._stack = QStackedWidget()
        self._status_bar = StatusBar()
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.top_bar, 0, 0, 1, 2)
        layout.addWidget(self._rail, 1, 0)
        layout.addWidget(self._stack, 1, 1)
        layout.addWidget(self._status_bar, 2, 0, 1, 2)
        layout.setColumnStretch(1, 1)
        layout.setRowStretch(1, 1)

    def _register(self, commands: Sequence[Command]) -> None:
        add = self.commands.add
        for number, spec in enumerate(self._specs.values(), 1):
            keys = ("Ctrl+,",) if spec.at_foot else (f"Ctrl+{number}",)
            action = add(f"page.{spec.key}", spec.title, partial(self.go, spec.key), *keys)
            self._rail.add(spec.key, spec.title, tip=action.toolTip(), bottom=spec.at_foot)
        add("search", _("Search"), self.focus_search, "Ctrl+K", "Ctrl+F")
        add("undo", _("Undo"), self.desk.undo, "Ctrl+Z").setEnabled(False)
        add("redo", _("Redo"), self.desk.redo, "Ctrl+Shift+Z", "Ctrl+Y").setEnabled(False)
        add("help.shortcuts", _("Keyboard shortcuts"), self.show_shortcuts, "?", "F1")
        add("window.close", _("Close"), self.close, "Ctrl+Q")
        for command in commands:
            add(command.name, command.text, partial(command.handler, self), *command.shortcuts)
        self.top_bar.add_button(self.commands.button("undo", _("Undo")))
        if "referral.log" in self.commands:
            self.top_bar.add_button(self.commands.button("referral.log", _("+ Log referral"), "primary"))
        menu_button = button("≡", kind="menu", name=_("Menu"))
        menu_button.setMenu(self.commands.menu(*_MENU, parent=menu_button))
        self.top_bar.add_button(menu_button)

    @cached_property
    def toast(self) -> Toast:
        """The message over the foot of the window, made when something is first said."""
        from ui.widgets.toast import Toast

        return Toast(self)

    @Slot(str)
    def say(self, text: str) -> None:
        """Say something shortly over the foot of the window."""
        self.toast.say(text)

    def page(self, key: str) -> Page:
        """The page, made now if it was never shown."""
        if key not in self._pages:
            made = self._specs[key].make(self.desk)
            made.open_requested.connect(self.open)
            made.said.connect(self.say)
            made.done.connect(self.offer_undo)
            made.back_requested.connect(self._go_back)
            self._pages[key] = made
            self._stack.addWidget(made)
            connect = self._specs[key].connect
            if connect is not None:
                connect(self, made)
            if key in self._remembered:
                made.restore(self._remembered.pop(key))
        return self._pages[key]

    @Slot(object)
    def _on_changed(self, touched: Any) -> None:
        """Look and write as the user chose, at once, also when the choice was undone."""
        if "setting" in touched.tables:
            self.desk.ask_fast("window.preferences", settings.fast_preferences, then=self._take_up)

    @Slot(object)
    def _take_up(self, chosen: settings.Preferences) -> None:
        if preferences.take_up(chosen):
            self._renew()

    def _renew(self) -> None:
        """Make the pages anew when they are next shown: what is written on them is otherwise now."""
        for key in [key for key in self._pages if key != self._current]:
            page = self._pages.pop(key)
            self._remembered[key] = page.state()
            self._stack.removeWidget(page)
            page.deleteLater()
        self.page(self._current).refresh()

    def current(self) -> str:
        """The key of the page in front."""
        return self._current

    @Slot(str)
    def go(self, key: str) -> None:
        """Bring a page to the front, and the focus to where one begins to work on it."""
        if key in self._specs:
            stays = key == self._current and self.page(key).isAncestorOf(self.focusWidget())
            self._bring(key)
            if not stays:
                self.page(key).focus_first()

    def _bring(self, key: str) -> None:
        self._current = key
        self._rail.set_current(key)
        self._stack.setCurrentWidget(self.page(key))

    @Slot(str, object)
    def open(self, kind: str, record: Any) -> None:
        """Show a record wherever records of its kind are shown; the kind “page” goes to a page by its key."""
        if kind == "page":
            self.go(str(record))
            return
        for key, spec in self._specs.items():
            if spec.opens == kind:
                self.visit(key)
                self.page(key).open_record(record)

    def visit(self, key: str) -> None:
        """Go to a page, which can lead back to the one in front now."""
        if self._current != key:
            self._before = self._current
        self.go(key)

    @Slot()
    def _go_back(self) -> None:
        self.go(self._before)

    def focus_search(self) -> None:
        self.top_bar.search.setFocus()
        self.top_bar.search.selectAll()

    @Slot(object)
    def show_trouble(self, error: PartnerbookError) -> None:
        """Say calmly what could not be done."""
        from ui.widgets.messages import tell

        tell(self, _("That did not work"), str(error))

    def show_shortcuts(self) -> None:
        """The sheet of all shortcuts."""
        from ui.shortcuts import ShortcutSheet

        ShortcutSheet(self.commands, self).open()

    def state(self) -> dict[str, Any]:
        """How the window is, to be remembered until the next start."""
        pages = self._remembered | {key: page.state() for key, page in self._pages.items()}
        box = self.normalGeometry()
        return {
            "page": self._current,
            "box": [box.x(), box.y(), box.width(), box.height()],
            "maximized": self.isMaximized(),
            "pages": pages,
        }

    def restore(self, state: dict[str, Any], first: str) -> None:
        """Take up a remembered state and go to its page, or to ``first``."""
        self._remembered = {key: value for key, value in dict(state.get("pages", {})).items() if key in self._specs}
        self._place(state.get("box"))
        if state.get("maximized"):
            self.setWindowState(self.windowState().WindowMaximized)
        wanted = [state.get("page"), first, *self._specs]
        self.go(next(key for key in wanted if key in self._specs))

    def _place(self, box: Any) -> None:
        """The remembered place if a screen still shows it, else the middle of the first screen."""
        room = self.screen().availableGeometry()
        self.resize(min(theme.px(1280), room.width()), min(theme.px(800), room.height()))
        if isinstance(box, list) and len(box) == 4 and all(isinstance(part, int) for part in box):
            self.resize(min(box[2], room.width()), min(box[3], room.height()))
            if room.contains(box[0] + 40, box[1] + 20):
                self.move(box[0], box[1])

    def closeEvent(self, event: QCloseEvent) -> None:
        super().closeEvent(event)
        if event.isAccepted():
            self.closed.emit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self.status.look_at_the_clock()

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self._bring(SEARCHED)
        if SEARCHED in self._pages:
            self._pages[SEARCHED].focus_search(text)

    def _on_search_left(self) -> None:
        if self._current:
            self.page(self._current).focus_first()

    @Slot(object, object)
    def _on_undo_changed(self, undo: Any, redo: Any) -> None:
        for name, words, step in (("undo", _("Undo"), undo), ("redo", _("Redo"), redo)):
            possible = step is not None and not step.final
            self.commands.set_text(name, f"{words}: {name_of(step)}" if possible else words)
            self.commands[name].setEnabled(possible)

    @Slot(str)
    def _on_turnable(self, which: str) -> None:
        self.commands.set_text(which, _("Undo") if which == "undo" else _("Redo"))
        self.commands[which].setEnabled(True)

    @Slot(str)
    def offer_undo(self, text: str) -> None:
        """Say what was done, with the way to take it back."""
        self.toast.say(text, _("Undo"), self.desk.undo)

    @Slot(object)
    def _on_undone(self, step: Any) -> None:
        self.toast.say(_("Undone: {what}").format(what=name_of(step)), _("Redo"), self.desk.redo)

    @Slot(object)
    def _on_redone(self, step: Any) -> None:
        self.toast.say(_("Done again: {what}").format(what=name_of(step)), _("Undo"), self.desk.undo)


def name_of(step: Any) -> str:
    """What a write is called, in the language in use."""
    return _(step.label).format(**step.parameters) if step.parameters else _(step.label)
