"""The programmes of the book: terms that partners can be given, and who is on them."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.domain.commissions.terms import PPM, percent_of_sale
from app.formatting import terms_sentence
from app.i18n import _, ngettext
from ui import theme
from ui.desk import Desk
from ui.widgets.buttons import button
from ui.widgets.labels import Elided, label
from ui.widgets.messages import confirm
from ui.widgets.panel import Hairline, Panel
from ui.widgets.short_lines import ShortLines

if TYPE_CHECKING:
    from app.queries.programmes import ProgrammeRow


class ProgrammesSection(Panel):
    """Each programme with what it says; added, changed, taken away, and agreed anew with those on an older version."""

    said = Signal(str)

    def __init__(self, desk: Desk) -> None:
        super().__init__(_("Programmes"))
        self._desk = desk
        self.body.setSpacing(theme.px(10))
        self.body.addWidget(
            label(
                _("Terms that you offer to many partners. Agreeing terms with a partner can start from one of them."),
                "soft",
                wrap=True,
            )
        )
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.px(10))
        self.body.addLayout(self._lines)
        foot = QHBoxLayout()
        foot.addWidget(button(_("New programme…"), self.add_programme))
        foot.addStretch(1)
        self.body.addLayout(foot)

    def refresh(self) -> None:
        """Ask who is on which programme."""
        from app.queries import programmes

        self._desk.ask("settings.programmes", programmes.listed, then=self._show)

    def add_programme(self) -> None:
        """Open the form of a new programme."""
        self._open_form(None)

    def _show(self, programmes: tuple[ProgrammeRow, ...]) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for programme in programmes:
            self._lines.addWidget(Hairline())
            self._lines.addWidget(self._line(programme))

    def _line(self, programme: ProgrammeRow) -> QWidget:
        made = QWidget()
        layout = QVBoxLayout(made)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(4))
        head = QHBoxLayout()
        head.setSpacing(theme.px(6))
        head.addWidget(Elided(programme.name, "bold"), 1)
        head.addWidget(label(on_it(programme), "soft"))
        name = programme.name
        head.addWidget(
            button(_("Edit…"), partial(self._open_form, programme), "small", name=_("Edit: {name}").format(name=name))
        )
        if programme.removable:
            words = _("Remove: {name}").format(name=name)
            head.addWidget(button(_("Remove"), partial(self._ask_remove, programme), "small", name=words))
        layout.addLayout(head)
        layout.addWidget(ShortLines(terms_sentence(programme.terms), most=3))
        if programme.older:
            layout.addLayout(self._older(programme))
        return made

    def _older(self, programme: ProgrammeRow) -> QHBoxLayout:
        line = QHBoxLayout()
        words = ngettext(
            "{n} partner is on an older version of it.",
            "{n} partners are on an older version of it.",
            len(programme.older),
        ).format(n=len(programme.older))
        line.addWidget(label(words, tone="amber", wrap=True), 1)
        line.addWidget(
            button(
                _("Agree the new one…"),
                partial(self._open_give, programme),
                "small",
                name=_("Agree the new one: {name}").format(name=programme.name),
            )
        )
        return line

    def _open_form(self, programme: ProgrammeRow | None, _checked: bool = False) -> None:
        from app.queries import settings
        from ui.settings.programme_form import ProgrammeForm

        chosen = self._desk.now(settings.fast_preferences)
        otherwise = percent_of_sale(chosen.currency, PPM // 10, chosen.hold_days)
        ProgrammeForm(self._desk, programme, otherwise, self.window()).open()

    def _open_give(self, programme: ProgrammeRow, _checked: bool = False) -> None:
        from ui.settings.give_dialog import GiveDialog

        GiveDialog(self._desk, programme, self.window()).open()

    def _ask_remove(self, programme: ProgrammeRow, _checked: bool = False) -> None:
        confirm(
            self.window(),
            _("Remove “{name}”?").format(name=programme.name),
            _("No terms were taken from it. Undo brings it back."),
            _("Remove"),
            partial(self._remove, programme),
            kind="danger",
        )

    def _remove(self, programme: ProgrammeRow) -> None:
        from app.operations import programmes

        self._desk.do(
            "Remove programme {programme}",
            programmes.remove,
            programme.id,
            then=partial(self._removed, programme.name),
            programme=programme.name,
        )

    def _removed(self, name: str, _nothing: Any) -> None:
        self.said.emit(_("“{name}” was removed.").format(name=name))


def on_it(programme: ProgrammeRow) -> str:
    """How many partners are on a programme."""
    partners = len(programme.partners)
    if not partners:
        return _("nobody yet")
    return ngettext("{n} partner", "{n} partners", partners).format(n=partners)
