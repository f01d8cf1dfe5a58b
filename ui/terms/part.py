"""A part of the terms that is folded away until somebody wants it, and says in its heading what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.commissions.terms import Terms
from app.formatting import Topic, words_on
from ui import theme
from ui.actions import plain
from ui.widgets.buttons import button
from ui.widgets.labels import Elided, label

_PLAINEST = {field.name: field.default for field in fields(Terms)}
OPEN, CLOSED = "▾", "▸"


class Part(QWidget):
    """A section with a heading to press. ``changed`` tells every key in it."""

    changed = Signal()
    topic: ClassVar[Topic]
    covers: ClassVar[tuple[str, ...]]
    """The fields of ``Terms`` that are entered here."""
    codes: ClassVar[frozenset[str]] = frozenset()
    """The codes of errors that are to be read here."""

    def __init__(self, heading: str, explanation: str = "") -> None:
        super().__init__()
        self.heading = heading
        self.head = button("", None, "fold", name=heading)
        self.head.setCheckable(True)
        self.head.toggled.connect(self._unfold)
        self._said = Elided("", "soft")
        top = QHBoxLayout()
        top.setSpacing(theme.px(8))
        top.addWidget(self.head)
        top.addWidget(self._said, 1)
        self.inside = QWidget()
        self.body = QVBoxLayout(self.inside)
        self.body.setContentsMargins(theme.px(18), theme.px(2), 0, theme.px(8))
        self.body.setSpacing(theme.px(8))
        if explanation:
            self.body.addWidget(label(explanation, "small", wrap=True))
        self.wrong = label("", "error", wrap=True)
        self.wrong.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        layout.addLayout(top)
        layout.addWidget(self.inside)
        layout.addWidget(self.wrong)
        self._unfold(False)

    def read(self) -> Mapping[str, Any]:
        """The fields of ``Terms`` as entered; raises ``UserError`` for what cannot be read."""
        raise NotImplementedError

    def show_terms(self, terms: Terms) -> None:
        """Show what these terms say here."""
        raise NotImplementedError

    def set_currency(self, currency: str) -> None:
        """The currency of amounts from now on."""

    def is_set(self, terms: Terms) -> bool:
        """Whether these terms say anything here that the plainest do not."""
        return any(getattr(terms, name) != _PLAINEST[name] for name in self.covers)

    def say(self, terms: Terms) -> None:
        """Say in the heading what is set."""
        self._said.setText("; ".join(words_on(terms, self.topic)) if self.is_set(terms) else "")
        self.head.setAccessibleDescription(self._said.whole())

    def say_nothing(self) -> None:
        """Say nothing in the heading while something is wrong below it."""
        self._said.setText("")
        self.head.setAccessibleDescription("")

    def said(self) -> str:
        """What the heading says is set."""
        return self._said.whole()

    def complain(self, sentence: str) -> None:
        """Say what is wrong here; an empty sentence clears that."""
        self.wrong.setText(sentence)
        self.wrong.setVisible(bool(sentence))

    def complaint(self) -> str:
        """What is said to be wrong."""
        return self.wrong.text()

    def open(self, opened: bool = True) -> None:
        """Show what is inside, or fold it away."""
        self.head.setChecked(opened)

    def _unfold(self, opened: bool) -> None:
        self.head.setText(plain(f"{OPEN if opened else CLOSED}  {self.heading}"))
        self.inside.setVisible(opened)
