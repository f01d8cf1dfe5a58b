"""Which characters the bytes of a file mean.

Unicode is recognised by its marks and its strict form. For anything older each likely code page is tried and the one
wins whose reading looks most like words: letters beside letters of one script, capitals first, a natural share of
vowels. The user sees the answer and can change it.
"""

from __future__ import annotations

import codecs
import io
import re
import unicodedata
from typing import BinaryIO, Final

SAMPLE_BYTES: Final = 1 << 20
_SAMPLE_LINES_BYTES: Final = 1 << 14

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LATIN: Final = ("cp1252", "cp1250", "cp1254", "mac_roman", "cp850")
_VOWELS: Final = {
    "cp1251": frozenset("аеёиіоуыэюяєї"),
    "koi8_r": frozenset("аеёиоуыэюя"),
    "cp1253": frozenset("αεηιουωάέήίόύώϊϋΐΰ"),
}
_OTHER_SCRIPTS: Final = (("cp1255", "HEBREW"), ("cp1256", "ARABIC"), ("cp874", "THAI"))
_PAIRED: Final = ("cp932", "euc_jp", "euc_kr", "gb18030", "big5")
_PUNCTUATION: Final = "–—‘’‚“”„†‡•…‰‹›«»€£¥§©®™°±·¡¿"
_SURROGATES: Final = re.compile("[\ud800-\udfff]")
_BROKEN: Final = re.compile("[\udc80-\udcff]+")
_WORDS: Final = re.compile(r"[^\s\d!-/:-@\[-`{-~]+")


def detect(sample: bytes) -> str:
    """The name of the encoding that ``sample``, the start of a file, is written in."""
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    zeros = _unmarked_utf16(sample)
    if zeros:
        return zeros
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=len(sample) < SAMPLE_BYTES)
        return "utf-8"
    except UnicodeDecodeError:
        return _mostly_utf8(sample) or guess_legacy(sample)


def open_text(file: BinaryIO, encoding: str, newline: str | None = None) -> io.TextIOWrapper:
    """``file`` as text. Bytes that are not valid become lone surrogates, to be put right by ``repair``."""
    lossless = encoding.startswith("utf-8") or encoding == "ascii"
    return io.TextIOWrapper(
        file, encoding=encoding, errors="surrogateescape" if lossless else "replace", newline=newline
    )


def is_broken(text: str) -> bool:
    """Whether ``text`` holds bytes that could not be read in the encoding of its file."""
    return not text.isascii() and _SURROGATES.search(text) is not None


def repair(text: str, fallback: str) -> str:
    """Text whose unreadable bytes are read again in ``fallback``; what even that cannot read becomes U+FFFD."""
    data = text.encode("utf-8", "surrogateescape")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if fallback in _PAIRED:
            return data.decode(fallback, "replace")
    return _BROKEN.sub(lambda run: run.group().encode("utf-8", "surrogateescape").decode(fallback, "replace"), text)


def decode(data: bytes, fallback: str) -> str:
    """``data`` as UTF-8 where it is that, else in ``fallback``; never fails."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode(fallback, "replace")


_OF_HOST_NAMES = frozenset({"idna", "punycode", "undefined"})


def known(charset: str) -> str:
    """The Python name of a charset that a file declares, or an empty text when there is none such.

    Some of Python's codecs are none: of bytes to bytes, of parts of host names, of Python's own escapes.
    """
    try:
        name = codecs.lookup(charset.strip().strip('"')).name
        b"\xe9".decode(name, "replace")
    except (LookupError, ValueError):
        return ""
    if "escape" in name or name in _OF_HOST_NAMES:
        return ""
    return {"iso8859-1": "cp1252", "shift_jis": "cp932", "ascii": "utf-8"}.get(name, name)


def guess_legacy(sample: bytes) -> str:
    """The code page whose reading of ``sample`` looks most like words; ``cp1252`` when nothing tells."""
    lines = [line for line in sample.split(b"\n") if not line.isascii()]
    text = b"\n".join(lines)[:_SAMPLE_LINES_BYTES]
    if len(lines) > 1 and len(text) == _SAMPLE_LINES_BYTES:
        text = text.rpartition(b"\n")[0] or text
    best, best_score = "cp1252", 0.0
    for codec, score in _scores(text):
        if score > best_score + 0.02:
            best, best_score = codec, score
    return best


def _scores(sample: bytes) -> list[tuple[str, float]]:
    def read(codec: str) -> str:
        return sample.decode(codec, "replace")

    return [
        *((codec, _latin_score(read(codec))) for codec in _LATIN),
        *((codec, _alphabet_score(read(codec), vowels)) for codec, vowels in _VOWELS.items()),
        *((codec, _script_score(read(codec), script)) for codec, script in _OTHER_SCRIPTS),
        *((codec, _paired_score(sample, codec)) for codec in _PAIRED),
    ]


def _foreign_words(text: str) -> list[str]:
    """The words with letters beyond ASCII in them, without the quotes and dashes around them."""
    return [word for found in _WORDS.findall(text) if not found.isascii() and (word := found.strip(_PUNCTUATION))]


def _well_cased(word: str) -> bool:
    return word.islower() or word.isupper() or word.istitle() or not word.isalpha() or word[1:].islower()


def _latin_score(text: str) -> float:
    """The share of accented words that are all letters, well cased and not mostly accents."""
    words = _foreign_words(text)
    good = 0
    for word in words:
        accents = sum(not c.isascii() for c in word)
        letters = word.isalpha() and "ˆ" not in word
        good += letters and _well_cased(word) and (accents * 2 <= len(word) or len(word) < 3)
    return good / len(words) if words else float(not text.isascii())


def _alphabet_score(text: str, vowels: frozenset[str]) -> float:
    """How far the foreign words are pure, well cased and have the vowels of their language."""
    words = _foreign_words(text)
    letters = "".join(words).casefold()
    if not letters:
        return 0.0
    pure = [word for word in words if word.isalpha() and _well_cased(word) and not re.search("[A-Za-zªº]", word)]
    good = sum(1.0 if word[0].isupper() and not word[1:].isupper() else 0.9 for word in pure)
    share = sum(c in vowels for c in letters) / len(letters)
    return good / len(words) * max(0.0, 1 - 3 * max(0.0, 0.36 - share, share - 0.62))


def _script_score(text: str, script: str) -> float:
    """The share of the foreign words that are letters of one script without case."""
    words = _foreign_words(text)
    good = sum(all(unicodedata.name(c, "").startswith(script) for c in word) for word in words)
    return good / len(words) * 0.97 if words else 0.0


def _paired_score(sample: bytes, codec: str) -> float:
    """The share of characters that are common in the language of a two-byte code."""
    try:
        foreign = [c for c in sample.decode(codec) if not c.isascii()]
    except UnicodeDecodeError:
        return 0.0
    if not foreign:
        return 0.0
    kana = sum("぀" <= c <= "ヿ" for c in foreign)
    common = sum(_is_common(c, codec) for c in foreign)
    doubt = 0.9 if codec == "euc_jp" and not kana else 1.0
    bonus = 0.1 if kana and codec in ("cp932", "euc_jp") else 0.0
    return (common + kana) / len(foreign) * doubt + bonus


def _is_common(char: str, codec: str) -> bool:
    """Whether the character stands in the part of the code that holds the everyday ones."""
    if codec == "euc_kr":
        return "가" <= char <= "힣"
    try:
        lead = char.encode({"gb18030": "gb2312", "euc_jp": "euc_jp"}.get(codec, codec))[0]
    except UnicodeEncodeError:
        return False
    first, last = {"cp932": (0x88, 0x97), "euc_jp": (0xB0, 0xCF), "gb18030": (0xB0, 0xD7), "big5": (0xA4, 0xC6)}[codec]
    return first <= lead <= last and "一" <= char <= "鿿"


def _unmarked_utf16(sample: bytes) -> str:
    """UTF-16 without a mark shows as text with a zero in every other byte."""
    head = sample[:4096]
    half = len(head) // 2
    if half < 4:
        return ""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > half * 0.6 and even < half * 0.1:
        return "utf-16-le"
    if even > half * 0.6 and odd < half * 0.1:
        return "utf-16-be"
    return ""


def _mostly_utf8(sample: bytes) -> str:
    """``utf-8`` for a text in which few sequences are broken among many good ones."""
    text = sample.decode("utf-8", "surrogateescape")
    broken = len(_SURROGATES.findall(text))
    good = sum(not c.isascii() for c in text) - broken
    return "utf-8" if good > 3 * broken else ""
