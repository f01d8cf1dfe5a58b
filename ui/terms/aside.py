"""Beside the form: the terms read in plain language, and tried on a sale."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.formatting import terms_sentence
from app.i18n import _
from ui import theme
from ui.terms.editor import Read
from ui.terms.try_it import TryIt
from ui.widgets.labels import label
from ui.widgets.panel import Hairline

WIDTH = 300


class Aside(QScrollArea):
    """What the form says, as a sentence; and a sale to try it on."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setObjectName("content")
        layout = QVBoxLayout(inner)
        layout.setContentsMargins(0, 0, theme.px(4), 0)
        layout.setSpacing(theme.px(8))
        layout.addWidget(label(_("WHAT THIS SAYS"), "caption"))
        self.words = label("", "bold", wrap=True, selectable=True)
        self.words.setAccessibleName(_("The terms in words"))
        self.remark = label("", "small", wrap=True)
        self.remark.hide()
        layout.addWidget(self.words)
        layout.addWidget(self.remark)
        layout.addWidget(Hairline())
        layout.addWidget(label(_("TRY IT ON A SALE"), "caption"))
        self.trial = TryIt()
        layout.addWidget(self.trial)
        layout.addStretch(1)
        self.setWidget(inner)

    def show_read(self, read: Read) -> None:
        """Read and try what the form says; while something is wrong with it, say that instead."""
        if read.terms is not None:
            self.words.setText(terms_sentence(read.terms))
        else:
            self.words.setText(_("Not complete yet: {reason}").format(reason=read.wrong))
        self.trial.setVisible(read.terms is not None)
        self.trial.show_terms(read.terms)

    def remark_on(self, sentence: str) -> None:
        """A remark below the sentence, or none."""
        self.remark.setText(sentence)
        self.remark.setVisible(bool(sentence))

    def sizeHint(self) -> QSize:
        return QSize(theme.px(WIDTH), super().sizeHint().height())
