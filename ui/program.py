"""The running program: one book in one window, opened, changed for another, and closed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, cast

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtWidgets import QApplication, QFileDialog

from app.domain.errors import PartnerbookError
from app.i18n import _
from app.queries import settings
from ui import preferences, theme
from ui.after_paint import after_paint, in_steps
from ui.collector import Collector
from ui.crash import CrashReporter
from ui.desk import Book, Desk
from ui.window import Command, PageSpec, Window

OpenBook = Callable[[Path, bool], Book]
"""Opens the book at a path; with ``True``, makes it where there is none. Raises ``StorageError``."""
STATE = "window"
SUFFIX = ".partnerbook"


class Program(QObject):
    """Holds the open book and its window. ``open`` again changes to another book."""

    def __init__(
        self,
        open_book: OpenBook,
        pages: Callable[[], Sequence[PageSpec]],
        first: str,
        commands: Sequence[Command] = (),
        equip: Callable[[Window], None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._equip = equip
        self._collector = Collector(self)
        self._open_book, self._pages, self._first = open_book, pages, first
        self._more_commands = commands
        self._crashes: CrashReporter | None = None
        self.window: Window | None = None

    def open(self, path: Path, *, create: bool) -> None:
        """Show the book at ``path``. Raises ``StorageError`` when it is refused; what was open then stays open."""
        desk = Desk(self._open_book(path, create), self)
        self._let_go()
        preferences.take_up(desk.now(settings.fast_preferences))
        self._crashes = CrashReporter(path.with_name(f"{path.stem} logs"), self)
        self._crashes.install()
        window = Window(desk, self._pages(), [*self._commands(), *self._more_commands])
        self.window = window
        window.closed.connect(self._on_closed)
        window.restore_wanted.connect(self._restore, Qt.ConnectionType.QueuedConnection)
        window.status.begin()
        window.restore(desk.now(settings.view_state, STATE), self._first)
        after_paint(window, self._complete)
        window.show()

    def _complete(self) -> None:
        """Once the first picture stands and the page is whole: load what sessions need, then everything else."""
        if self.window is None:
            return
        page = self.window.page(self.window.current())
        if page.is_complete:
            self._prepare()
        else:
            page.completed.connect(self._prepare)

    @Slot()
    def _prepare(self) -> None:
        if self.window is not None:
            if self._equip is not None:
                self._equip(self.window)
            self.window.desk.prepare(self._on_prepared)

    def _on_prepared(self, _nothing: Any) -> None:
        if self.window is not None:
            in_steps(self.window, theme.register_more_fonts(), self._settle)
        if self._crashes is not None:
            self._crashes.catch_faults()

    def _settle(self) -> None:
        """What nobody waits for."""
        if self.window is not None:
            self.window.desk.settle()
            self.window.status.complete()
            self._collector.begin()

    def _commands(self) -> list[Command]:
        return [
            Command("book.new", _("New book…"), self._new),
            Command("book.open", _("Open…"), self._open, ("Ctrl+O",)),
            Command("book.sample", _("Look around in a sample book"), self._look_around),
            Command("book.backup", _("Back up now"), self._back_up),
        ]

    def _new(self, window: Window) -> None:
        chosen, _filter = QFileDialog.getSaveFileName(
            window, _("New book"), str(window.desk.path.parent), _("Books (*.partnerbook)")
        )
        if chosen:
            path = Path(chosen)
            self._change(window, path if path.suffix else path.with_suffix(SUFFIX), create=True)

    def _open(self, window: Window) -> None:
        chosen, _filter = QFileDialog.getOpenFileName(
            window, _("Open a book"), str(window.desk.path.parent), _("Books (*.partnerbook)")
        )
        if chosen:
            self._change(window, Path(chosen), create=False)

    def _look_around(self, window: Window) -> None:
        """Open a sample book beside the user's own, which stays as it is."""
        path = window.desk.path.with_name(_("Sample") + SUFFIX)
        if path.exists():
            self._change(window, path, create=False)
            return
        window.say(_("Making a sample book beside yours…"))
        window.desk.work("book.sample", partial(self._make_sample, path), partial(self._open_sample, path))

    def _make_sample(self, path: Path) -> None:
        """Fill a new book with sample data under another name, so that it is there whole or not at all."""
        from app.operations.sample import fill

        building = path.with_name(f".{path.stem} being made{SUFFIX}")
        book = self._open_book(building, True)
        try:
            fill(cast("Any", book))
        finally:
            book.close()
        building.replace(path)

    def _open_sample(self, path: Path, _nothing: object) -> None:
        if self.window is not None:
            self._change(self.window, path, create=False)

    def _change(self, window: Window, path: Path, *, create: bool) -> None:
        if path.exists() and path.samefile(window.desk.path):
            return
        try:
            self.open(path, create=create)
        except PartnerbookError as error:
            from ui.widgets.messages import tell

            tell(window, _("The book was not opened"), str(error))

    def _back_up(self, window: Window) -> None:
        from app.operations import backups

        window.desk.maintain(backups.make, self._on_backed_up)

    def _on_backed_up(self, made: Path) -> None:
        if self.window is not None:
            self.window.toast.say(_("Backed up to “{name}”.").format(name=made.name))
            self.window.status.complete()

    def _restore(self, backup: Path) -> None:
        """Close the book, put the backup in its place, and open it again; a backup that is refused changes nothing."""
        from app.operations import backups

        if self.window is None:
            return
        path, trouble = self.window.desk.path, ""
        self._let_go()
        try:
            backups.restore(path, backup)
        except PartnerbookError as error:
            trouble = str(error)
        self.open(path, create=False)
        self._tell_restored(backup, trouble)

    def _tell_restored(self, backup: Path, trouble: str) -> None:
        if trouble:
            from ui.widgets.messages import tell

            tell(self.window, _("The backup was not restored"), trouble)
        elif self.window is not None:
            self.window.toast.say(_("The book is what it was in “{name}”.").format(name=backup.name))

    def _on_closed(self) -> None:
        self._let_go()
        QApplication.quit()

    def _let_go(self) -> None:
        """Remember how the window was left, wait for every write, and let the book go."""
        window, self.window = self.window, None
        if window is None:
            return
        self._collector.stir()
        if window.desk.writable:
            from app.operations import view_state

            window.desk.do("", view_state.save, STATE, window.state())
        window.desk.close()
        window.desk.deleteLater()
        window.closed.disconnect(self._on_closed)
        window.hide()
        window.deleteLater()
        if self._crashes is not None:
            self._crashes.uninstall()
            self._crashes.deleteLater()
            self._crashes = None
