"""The sheet of keyboard shortcuts, read from the commands themselves."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QGridLayout, QWidget

from app.i18n import _
from ui import theme
from ui.actions import Actions
from ui.widgets.buttons import button
from ui.widgets.labels import label
from ui.widgets.messages import Message


class ShortcutSheet(Message):
    """Every command that has a key, and the keys of the Rolodex."""

    def __init__(self, commands: Actions, parent: QWidget) -> None:
        super().__init__(_("Keyboard shortcuts"), _("Everything can be reached with the keyboard alone."), parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px(28))
        grid.setVerticalSpacing(theme.px(5))
        self.body.addLayout(grid)
        lines = [(commands.text(name), _keys(commands, name)) for name in commands if _keys(commands, name)]
        lines += [
            (_("Edit the partner in front"), "F2"),
            (_("Agree terms with it"), "Ctrl+T"),
            (_("Move a referral on, or back"), "] · ["),
            (_("Delete the partner in front"), _("Ctrl+Delete")),
            (_("Filter the partners"), "Ctrl+L"),
            (_("Cards or table"), "Ctrl+D"),
            (_("Columns of the table"), "Ctrl+Shift+L"),
            (_("Change the selected partners"), "Ctrl+B"),
            (_("Flip through the cards"), "← → · PgUp PgDn"),
            (_("Save the line you write"), "Enter"),
            (_("Add a follow-up to it"), "Tab"),
            (_("A referral one stage on, or back"), "] · ["),
            (_("Today: done, log, later"), "D · L · T"),
        ]
        half = (len(lines) + 1) // 2
        for number, (words, keys) in enumerate(lines):
            row, column = number % half, number // half * 2
            grid.addWidget(label(words), row, column)
            grid.addWidget(label(keys, "soft"), row, column + 1)
        self.add_button(button(_("Close"), self.accept), default=True)


def _keys(commands: Actions, name: str) -> str:
    shown = [keys.toString(QKeySequence.SequenceFormat.NativeText) for keys in commands[name].shortcuts()]
    return " · ".join(shown)
