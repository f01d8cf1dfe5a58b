"""How everything looks: the palette, the style sheet and the fonts, made from the tokens.

``install`` once at the start; ``choose`` when the user sets light or dark. Widgets that paint themselves ask
``tokens()`` and ``px()`` while painting and so follow every change without being told.

Sizes are those of the design pictures, whose text is 13 px: ``px(12)`` is 12 of their pixels, scaled with the font
size that the user set in the system.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication

import resources
from ui.tokens import DARK, LIGHT, Tokens

Choice = Literal["system", "light", "dark"]

DESIGN_TEXT_PX = 13
FAMILY = "Inter"
STYLE = "Fusion"
_RESOURCES: Final = Path(resources.__file__).parent
"""A plain folder: ``importlib.resources`` takes longer to load than everything in it that the first picture needs."""
_FIRST_FONTS = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")
_BASE = QPalette.ColorRole

_tokens: Tokens = LIGHT
_choice: Choice = "system"
_scale: float = 1.0


def tokens() -> Tokens:
    """The colours in use."""
    return _tokens


def px(design: float) -> int:
    """So many pixels of the design pictures, on this screen with this font size. At least 1 for what is not 0."""
    return max(1, round(design * _scale)) if design else 0


@lru_cache(maxsize=64)
def colour(name: str) -> QColor:
    """The token ``name`` as a colour to paint with."""
    return QColor(getattr(_tokens, name))


@lru_cache(maxsize=32)
def font(size: float = DESIGN_TEXT_PX, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The text font in ``size`` pixels of the design pictures."""
    made = QFont(QApplication.font())
    made.setPixelSize(px(size))
    made.setWeight(weight)
    return made


NORMAL = QFont.Weight.Normal
BOLD = QFont.Weight.DemiBold


def install(app: QApplication, choice: Choice = "system") -> None:
    """Give the program its look and follow the system's light or dark from now on."""
    app.setStyle(STYLE)
    _dress(app, choice)


def start(words: Sequence[str]) -> QApplication:
    """The application in its look. Told its style by an argument it need not load all the names of ``QStyle`` first."""
    app = QApplication([*words, "-style", STYLE])
    _dress(app)
    return app


def _dress(app: QApplication, choice: Choice = "system") -> None:
    """Colours, text and style sheet."""
    global _scale
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    points = system.pointSizeF()
    pixels = points * app.primaryScreen().logicalDotsPerInch() / 72 if points > 0 else system.pixelSize()
    _scale = pixels / DESIGN_TEXT_PX
    _register(_FIRST_FONTS)
    body = QFont(system)
    if QFontDatabase.hasFamily(FAMILY):
        body.setFamilies([FAMILY, *system.families()])
    body.setPixelSize(px(DESIGN_TEXT_PX))
    app.setFont(body)
    choose(choice)
    app.styleHints().colorSchemeChanged.connect(_follow)


def choose(choice: Choice) -> None:
    """Use the light or the dark look, or the system's."""
    global _tokens, _choice
    _choice = choice
    _tokens = DARK if _wants_dark() else LIGHT
    colour.cache_clear()
    font.cache_clear()
    app = QCoreApplication.instance()
    if isinstance(app, QApplication):
        app.setPalette(_palette(_tokens))
        app.setStyleSheet(style_sheet(_tokens))


def chosen() -> Choice:
    """What was chosen last."""
    return _choice


def reduced_motion() -> bool:
    """Whether the system asks for stillness: moving things then change at once."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return False
    from PySide6.QtWidgets import QStyle

    return app.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0


def register_more_fonts() -> Iterator[None]:
    """Register the heavier cuts and the scripts that the text font has not, one a step; for after the first paint."""
    folder = _RESOURCES.joinpath("fonts")
    names = [entry.name for entry in folder.iterdir()] if folder.is_dir() else []
    for name in sorted(names):
        if name.endswith((".ttf", ".otf")) and name not in _FIRST_FONTS:
            _register((name,))
            yield


def _register(names: tuple[str, ...]) -> None:
    folder = _RESOURCES.joinpath("fonts")
    for name in names:
        file = folder.joinpath(name)
        if file.is_file():
            QFontDatabase.addApplicationFontFromData(file.read_bytes())


def _follow(_scheme: Qt.ColorScheme) -> None:
    if _choice == "system":
        choose("system")


def _wants_dark() -> bool:
    if _choice != "system":
        return _choice == "dark"
    app = QCoreApplication.instance()
    return isinstance(app, QApplication) and app.styleHints().colorScheme() is Qt.ColorScheme.Dark


def _palette(look: Tokens) -> QPalette:
    palette = QPalette()
    roles = {
        _BASE.Window: look.window,
        _BASE.WindowText: look.ink,
        _BASE.Base: look.card,
        _BASE.AlternateBase: look.panel,
        _BASE.Text: look.ink,
        _BASE.Button: look.card,
        _BASE.ButtonText: look.ink,
        _BASE.BrightText: look.red,
        _BASE.Highlight: look.accent,
        _BASE.HighlightedText: look.on_accent,
        _BASE.Accent: look.accent,
        _BASE.Link: look.accent,
        _BASE.ToolTipBase: look.card,
        _BASE.ToolTipText: look.ink,
        _BASE.PlaceholderText: look.soft,
        _BASE.Light: look.card,
        _BASE.Midlight: look.panel,
        _BASE.Mid: look.line,
        _BASE.Dark: look.line,
        _BASE.Shadow: look.line,
    }
    for role, value in roles.items():
        palette.setColor(role, QColor(value))
    for role in (_BASE.WindowText, _BASE.Text, _BASE.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(look.faint))
    return palette


_WORD = re.compile(r"@(\w+)|(\d+(?:\.\d+)?)u\b")


def style_sheet(look: Tokens) -> str:
    """The style sheet with colours (``@ink``) and sizes (``12u``: pixels of the design pictures) filled in."""
    words = look.colours() | {
        "icons": str(_RESOURCES.joinpath("icons")).replace("\\", "/"),
        "shade": "dark" if look.dark else "light",
    }
    template = _RESOURCES.joinpath("themes", "partnerbook.qss").read_text(encoding="utf-8")
    return _WORD.sub(lambda found: words[found[1]] if found[1] else f"{px(float(found[2]))}px", template)
