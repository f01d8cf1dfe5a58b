"""Strings that break programs: a few of our own, and where the corpora are at hand all of theirs."""

from __future__ import annotations

import json
import os
from pathlib import Path

from app.domain.rolodex import MAX_NAME, many_lines, one_line
from tests.conftest import CORPORA

OURS = (
    *("undefined", "NULL", "None", "true", "1E+02", "0x0", "-1", "00123", "NaN", "1/0", "१२३", "1.0.0.1", "01/02/03"),
    *("=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "-2+3", "'=1", "''=1", "\t=1", ";=1", '"=1+1"', "=HYPERLINK(\"http://x\")"),
    *("<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>x", "</para>", "&lt;&#x41;", "<!--", "]]>"),
    *("<font color=\"[[[getattr(pow,'__globals__')]]] and 'red'\">x</font>", "<img src='file:///etc/passwd'/>"),
    *("'; DROP TABLE partner; --", '" OR ""="', "1 AND 1=1", "name:*", "NEAR(a b)", "a* OR b", "^a", "%", "_", "a AND", "(("),
    *("../../../etc/passwd", "C:\\CON", "file:///etc/passwd", "~/.ssh", "a/b", ".", "..", "%00", "%s%n", "{0.__class__}"),
    *("${7*7}", "{{7*7}}", "$HOME", "`id`", "$(id)", "\\", "\\n", "\\;", "\\,", "a;b,c:d", "BEGIN:VCARD", "END:VCARD"),
    *("X\nBcc: a@b.example", "X\r\nEND:VCARD", "a ::: b", ":::", "=?utf-8?q?x?=", "From x", "."),
    *("\u202eevil\u202c", "\u200d", "\ufeffx", "Z\u0351\u036b\u0343a\u0363l", "e\u0301", "\U0001f469\u200d\U0001f469\u200d\U0001f467", "\U0001f1e9"),
    *("مرحبا", "שלום", "日本", "ﾌﾟ", "Ω≈ç√", "ﬁ", "ß", "İ", "ǅ", "́", "\u00a0", "\u3000", "x" * 300, "a\u2028b", "\x85", "\x7f"),
)  # fmt: skip


def naughty() -> list[str]:
    """Every string, those of the corpora too where they are at hand."""
    folder = os.environ.get(CORPORA)
    if not folder:
        return list(OURS)
    hostile = Path(folder) / "hostile"
    found = list(OURS)
    for path in sorted(hostile.rglob("*.json")):
        found += [text for text in json.loads(path.read_text("utf-8")) if isinstance(text, str)]
    for path in sorted(hostile.rglob("*.txt")):
        found += path.read_text("utf-8", "replace").splitlines()
    return list(dict.fromkeys(found))


def names() -> list[str]:
    """Each of them as the name of a partner is kept, those of which a name is left and that are no longer than one."""
    kept = dict.fromkeys(one_line(text)[:MAX_NAME] for text in naughty() if not {"\ufffe", "\uffff"} & set(text))
    return [name for name in kept if name and one_line(name) == name and many_lines(name) == name]
