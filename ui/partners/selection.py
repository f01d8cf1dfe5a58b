"""What can be done with several partners at once: a bar under the list that is there while several are selected."""

from __future__ import annotations

from array import array
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.formatting import number
from app.i18n import _
from app.operations.bulk_edit import Removed
from ui import theme
from ui.page import Page
from ui.partners import writes
from ui.partners.bulk_dialog import BulkDialog
from ui.partners.list_panel import ListPanel
from ui.widgets.buttons import button
from ui.widgets.flow import FlowLayout
from ui.widgets.labels import label
from ui.widgets.messages import confirm, tell


class SelectionBar(QWidget):
    """How many are selected, and what can be done with them."""

    change_wanted = Signal()
    export_wanted = Signal()
    delete_wanted = Signal()
    cleared = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("Selected partners"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        layout = FlowLayout(self, gap=theme.px(6), line_gap=theme.px(6))
        layout.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(8))
        self._count = label("", "bold")
        layout.addWidget(self._count)
        for words, signal, tip in (
            (_("Change…"), self.change_wanted, "Ctrl+B"),
            (_("Export…"), self.export_wanted, "Ctrl+E"),
            (_("Delete…"), self.delete_wanted, _("Ctrl+Delete")),
            ("✕", self.cleared, "Esc"),
        ):
            made = button(words, signal.emit, "small")
            made.setToolTip(tip)
            if words == "✕":
                made.setAccessibleName(_("Select only one"))
            layout.addWidget(made)
        self.hide()

    def show_count(self, count: int) -> None:
        """Say how many are selected; one alone needs no bar."""
        self._count.setText(_("{count} selected").format(count=number(count)))
        self.setVisible(count > 1)


class Selection(QObject):
    """Acts on the partners that are selected in the list or the table."""

    export_wanted = Signal()
    done = Signal(str)

    def __init__(self, page: Page, partners: ListPanel) -> None:
        super().__init__(page)
        self._page, self._desk, self._list = page, page.desk, partners
        self._bar = SelectionBar()
        partners.add_below(self._bar)
        partners.selection_changed.connect(self._bar.show_count)
        self._bar.change_wanted.connect(self.change)
        self._bar.delete_wanted.connect(self.delete)
        self._bar.export_wanted.connect(self.export_wanted)
        self._bar.cleared.connect(partners.select_one)
        shortcut = QShortcut(QKeySequence("Ctrl+B"), page, self.change)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def begin(self) -> None:
        """Show how many are selected from now on."""
        self._bar.show_count(self._list.selected_count())

    @Slot()
    def change(self) -> None:
        """Ask what to change about those selected."""
        ids = self._list.selected_ids()
        if ids:
            dialog = BulkDialog(self._desk, ids, self._page.window())
            dialog.changed.connect(self._on_changed)
            dialog.open()

    @Slot(int)
    def _on_changed(self, changed: int) -> None:
        one, many = _("One partner was changed."), _("{count} partners were changed.")
        if changed:
            self.done.emit(one if changed == 1 else many.format(count=number(changed)))
        else:  # nothing was written, so that there is nothing to undo
            self._page.said.emit(_("It was so already: nobody was changed."))

    @Slot()
    def delete(self) -> None:
        """Take those selected out of the book, after asking."""
        ids = self._list.selected_ids()
        confirm(
            self._page.window(),
            _("Delete {count} partners?").format(count=number(len(ids))),
            _(
                "Their people, terms, referrals and timelines go with them; whoever has commissions in the ledger is "
                "kept. Undo brings everything back."
            ),
            _("Delete"),
            partial(self._delete, ids),
            kind="danger",
        )

    def _delete(self, ids: array[int]) -> None:
        count = number(len(ids))
        self._desk.do("Delete {count} partners", writes.remove_many, ids, then=self._on_deleted, count=count)

    def _on_deleted(self, removed: Removed) -> None:
        if removed.kept:
            named = "\n".join(removed.names) + ("\n…" if removed.kept > len(removed.names) else "")
            tell(
                self._page.window(),
                _("{count} partners were kept").format(count=number(removed.kept)),
                _("They have commissions in the ledger, or a share of another’s referral:") + "\n" + named,
            )
        if removed.deleted:
            self.done.emit(_("{count} partners were deleted.").format(count=number(removed.deleted)))
