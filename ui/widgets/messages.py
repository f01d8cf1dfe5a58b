"""Messages that a person must answer: a calm sentence, a question, the report of a bug."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.i18n import _
from ui import theme
from ui.widgets.buttons import button
from ui.widgets.labels import label


class Message(QDialog):
    """A heading, a sentence, and buttons of which the first is the answer to Enter. Escape always closes."""

    def __init__(self, heading: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(heading)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(theme.px(20), theme.px(18), theme.px(20), theme.px(16))
        outer.setSpacing(theme.px(10))
        outer.addStrut(theme.px(340))
        outer.addWidget(label(heading, "heading", wrap=True))
        outer.addWidget(label(sentence, wrap=True, selectable=True))
        self.body = QVBoxLayout()
        outer.addLayout(self.body)
        outer.addSpacing(theme.px(4))
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        outer.addLayout(self._foot)

    def add_button(self, made: QPushButton, *, default: bool = False) -> None:
        """Put a button at the left of those there are; one of them is the ``default``."""
        self._foot.insertWidget(1, made)
        if default:
            made.setDefault(True)
            made.setFocus()


def tell(parent: QWidget | None, heading: str, sentence: str) -> Message:
    """Show a calm message over ``parent`` and return at once."""
    message = Message(heading, sentence, parent)
    message.add_button(button(_("Close"), message.accept), default=True)
    message.open()
    return message


def confirm(
    parent: QWidget | None, heading: str, sentence: str, does: str, handler: Callable[[], object], *, kind: str = ""
) -> Message:
    """Ask whether to do it: ``handler`` is called when the button that says ``does`` is pressed."""
    message = Message(heading, sentence, parent)
    message.accepted.connect(handler)
    message.add_button(button(does, message.accept, kind), default=True)
    message.add_button(button(_("Cancel"), message.reject))
    message.open()
    return message


class CrashMessage(Message):
    """A bug: that it was one, where its report was saved, and the report to copy."""

    def __init__(self, report: str, saved_at: str, parent: QWidget | None = None) -> None:
        sentence = _("Partnerbook made a mistake. What was saved before is safe in your book.")
        where = _("A report without any of your data was saved at {place}.").format(place=saved_at) if saved_at else ""
        super().__init__(_("Something went wrong"), f"{sentence} {where}".strip(), parent)
        self._report = report
        details = QPlainTextEdit(report)
        details.setReadOnly(True)
        details.setAccessibleName(_("Report"))
        details.setMinimumSize(theme.px(520), theme.px(200))
        self.body.addWidget(details)
        self.add_button(button(_("Close"), self.accept), default=True)
        self.add_button(button(_("Copy details"), self.copy_details))

    def copy_details(self) -> None:
        QGuiApplication.clipboard().setText(self._report)
