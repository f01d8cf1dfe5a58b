"""Trying the terms in force on a sale, with nothing to save."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.commissions.terms import Terms
from app.formatting import terms_sentence
from app.i18n import _
from ui import theme
from ui.terms.try_it import TryIt
from ui.widgets.buttons import button
from ui.widgets.labels import label


class TrialDialog(QDialog):
    """The terms with a partner, and a sale to try them on."""

    def __init__(self, partner: str, terms: Terms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = _("Try a sale with {partner}").format(partner=partner)
        self.setWindowTitle(heading)
        self.setModal(True)
        self.setMinimumWidth(theme.px(460))
        self.trial = TryIt()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        layout.setSpacing(theme.px(12))
        layout.addWidget(label(heading, "title", wrap=True))
        layout.addWidget(label(terms_sentence(terms), "soft", wrap=True))
        layout.addWidget(self.trial)
        layout.addStretch(1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Close"), self.accept))
        layout.addLayout(foot)
        self.trial.show_terms(terms)
        self.trial.amount.line.setFocus()
        self.trial.amount.line.selectAll()
