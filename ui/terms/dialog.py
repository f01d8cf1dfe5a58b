"""A dialog in which terms are entered: the form at the left, what it says and a sale to try at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QWidget

from app.domain.commissions.terms import Terms
from app.domain.errors import UserError
from ui.desk import Desk
from ui.terms.aside import Aside
from ui.terms.editor import Read, TermsEditor
from ui.widgets.dialog import FormDialog, room_over

WIDTH, HEIGHT = 940, 680


class TermsDialog(FormDialog):
    """A subclass adds its own fields with ``arrange`` and writes ``save``."""

    def __init__(self, desk: Desk, heading: str, does: str, terms: Terms, parent: QWidget | None = None) -> None:
        super().__init__(heading, does, parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.desk = desk
        self.editor = TermsEditor(terms)
        self.aside = Aside()
        self.arrange()
        self._body.addStretch(1)
        self.beside(self.aside)
        self.editor.changed.connect(self.follow)
        self.follow(self.editor.read())
        self.resize(room_over(parent, WIDTH, HEIGHT))
        self.editor.focus_first()

    def arrange(self) -> None:
        """Put the form in; a subclass puts its own fields around it."""
        self.add(self.editor)

    def terms(self) -> Terms:
        """The terms as entered; raises ``UserError`` naming what cannot be right, and shows where."""
        read = self.editor.read()
        if read.terms is None:
            self.editor.show_wrong()
            raise read.wrong or UserError("terms_incomplete", "The terms are not complete.")
        return read.terms

    @Slot(object)
    def follow(self, read: Read) -> None:
        """Say and try what the form says now."""
        self.aside.show_read(read)

    @Slot(object)
    def refuse(self, error: object) -> None:
        """What the form itself says is wrong is shown where it stands, anything else at the foot."""
        place = self.editor.place_of(str(error))
        super().refuse("" if place is not None else error)
        if place is not None:
            self.show_place(place)

    def fit(self) -> None:
        """The dialog keeps its size: its two sides scroll."""
