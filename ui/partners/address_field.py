"""The address of a partner in its form."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QGridLayout, QWidget

from app.domain.rolodex import PostalAddress
from app.i18n import _
from ui import theme
from ui.widgets.fields import line, lines


class AddressField(QWidget):
    """Street, town and country. Its label and its place in the book stay as they were."""

    def __init__(self, address: PostalAddress) -> None:
        super().__init__()
        self._before = address
        self._street = lines(address.street, hint=_("Street and number"), rows=2, name=_("Street"))
        self._code = line(address.postal_code, hint=_("Postal code"), name=_("Postal code"))
        self._city = line(address.city, hint=_("Town"), name=_("Town"))
        self._region = line(address.region, hint=_("Region"), name=_("Region"))
        self._country = line(address.country, hint=_("Country"), name=_("Country"))
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px(5))
        grid.addWidget(self._street, 0, 0, 1, 2)
        grid.addWidget(self._code, 1, 0)
        grid.addWidget(self._city, 1, 1)
        grid.addWidget(self._region, 2, 0)
        grid.addWidget(self._country, 2, 1)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)

    def address(self) -> PostalAddress:
        """The address as typed."""
        return replace(
            self._before,
            street=self._street.toPlainText(),
            city=self._city.text(),
            region=self._region.text(),
            postal_code=self._code.text(),
            country=self._country.text(),
        )
