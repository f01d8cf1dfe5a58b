"""The way of a referral in five steps: those passed, where it stands, those to come."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from app.domain.referrals import FUNNEL, Stage
from app.i18n import _
from ui import names, theme
from ui.widgets.paint import focus_frame, rounded


class Stepper(QWidget):
    """A button for each stage. ``chosen`` tells the stage that was pressed."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Stage"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(3))
        self._steps = [_Step(stage) for stage in FUNNEL]
        for step in self._steps:
            step.clicked.connect(self._pressed)
            layout.addWidget(step, 1)

    def show_stage(self, stage: Stage, furthest: Stage) -> None:
        """The referral stands at ``stage``; a lost one got as far as ``furthest``."""
        at = FUNNEL.index(furthest if stage is Stage.LOST else stage)
        for index, step in enumerate(self._steps):
            step.show_step(passed=index <= at, current=index == at and stage is not Stage.LOST)

    def _pressed(self) -> None:
        step = self.sender()
        if isinstance(step, _Step):
            self.chosen.emit(step.stage)


class _Step(QAbstractButton):
    """A bar over the name of a stage."""

    def __init__(self, stage: Stage) -> None:
        super().__init__()
        self.stage = stage
        self._passed = self._current = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(names.stage(stage))
        self.show_step(passed=False, current=False)

    def show_step(self, *, passed: bool, current: bool) -> None:
        self._passed, self._current = passed, current
        name = names.stage(self.stage)
        self.setAccessibleName(_("{stage}, now").format(stage=name) if current else name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(64), theme.px(34))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = "accent" if self._passed else "faint" if self.underMouse() else "line"
        rounded(painter, QRectF(0, theme.px(5), self.width(), theme.px(5)), ground, "", theme.px(2))
        font = theme.font(11, theme.BOLD if self._current else theme.NORMAL)
        painter.setFont(font)
        painter.setPen(theme.colour("accent" if self._current else "soft"))
        where = QRectF(theme.px(2), theme.px(13), self.width() - theme.px(4), theme.px(19))
        shown = QFontMetrics(font).elidedText(
            names.stage(self.stage), Qt.TextElideMode.ElideRight, round(where.width())
        )
        painter.drawText(where, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if self.hasFocus():
            focus_frame(painter, QRectF(self.rect()), theme.px(4))
