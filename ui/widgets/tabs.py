"""A line of tabs over a stack of views, each made when it is first shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from ui import theme
from ui.actions import plain
from ui.widgets.panel import Hairline


class Tabs(QWidget):
    """Views by key. ``shown`` tells the key of the one in front whenever that changes."""

    shown = Signal(str)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.bar = QTabBar()
        self.bar.setAccessibleName(name)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(True)
        self._stack = QStackedWidget()
        self._keys: list[str] = []
        self._makers: dict[str, Callable[[], QWidget]] = {}
        self._views: dict[str, QWidget] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(Hairline())
        layout.addSpacing(theme.px(10))
        layout.addWidget(self._stack, 1)
        self.bar.currentChanged.connect(self._show)

    def hasHeightForWidth(self) -> bool:
        """What is in a tab makes do with the height that is left; it takes none from what stands above."""
        return False

    def add(self, key: str, text: str, make: Callable[[], QWidget]) -> None:
        """Add a tab; ``make`` makes its view when it is first shown."""
        self._keys.append(key)
        self._makers[key] = make
        self.bar.addTab(plain(text))

    def set_text(self, key: str, text: str) -> None:
        """Call a tab something else (“Referrals 12”)."""
        self.bar.setTabText(self._keys.index(key), plain(text))

    def current(self) -> str:
        return self._keys[self.bar.currentIndex()] if self._keys else ""

    def set_current(self, key: str) -> None:
        """Bring a tab to the front; a key there is not changes nothing."""
        if key in self._keys:
            self.bar.setCurrentIndex(self._keys.index(key))

    def view(self, key: str) -> QWidget:
        """The view of a tab, made now if it was never shown."""
        if key not in self._views:
            self._views[key] = made = self._makers[key]()
            self._stack.addWidget(made)
        return self._views[key]

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._show(self.bar.currentIndex())

    def _show(self, number: int) -> None:
        if self.isVisible() and 0 <= number < len(self._keys):
            key = self._keys[number]
            self._stack.setCurrentWidget(self.view(key))
            self.shown.emit(key)
