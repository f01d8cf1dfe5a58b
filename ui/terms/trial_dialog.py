"""Trying the terms in force on a sale, with nothing to save."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.domain.commissions.terms import Terms
from app.i18n import _
from ui import theme
from ui.terms.aside import Aside
from ui.terms.editor import Read
from ui.widgets.buttons import button
from ui.widgets.dialog import room_over
from ui.widgets.labels import label

WIDTH, HEIGHT = 460, 600


class TrialDialog(QDialog):
    """The terms with a partner, and a sale to try them on."""

    def __init__(self, partner: str, terms: Terms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        heading = _("Try a sale with {partner}").format(partner=partner)
        self.setWindowTitle(heading)
        self.setModal(True)
        self.aside = Aside()
        self.aside.show_read(Read(terms))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.px(22), theme.px(18), theme.px(22), theme.px(18))
        layout.setSpacing(theme.px(12))
        layout.addWidget(label(heading, "title", wrap=True))
        layout.addWidget(self.aside, 1)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(button(_("Close"), self.accept))
        layout.addLayout(foot)
        self.resize(room_over(parent, WIDTH, HEIGHT))
        self.aside.trial.amount.line.setFocus()
        self.aside.trial.amount.line.selectAll()
