"""Bytes are read in the characters that their writer meant."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.exchange.encodings import decode, detect, is_broken, known, repair


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("José Muñoz\nFrançois Lefèvre", "cp1252"),
        ("Zoë", "cp1252"),
        ("€ 12", "cp1252"),
        ("Łódź Małgorzata Wałęsa Kraków małopolskie", "cp1250"),
        ("Иван Петров Москва улица Ленина", "cp1251"),
        ("Иван Петров Москва улица Ленина", "koi8_r"),
        ("Γιώργος Παπαδόπουλος", "cp1253"),
        ("אפרים קישון", "cp1255"),
        ("محمد علي", "cp1256"),
        ("สมชาย ใจดี", "cp874"),
        ("山田太郎 東京都", "cp932"),
        ("ヤマダ", "cp932"),
        ("张伟 北京市", "gb18030"),
        ("김철수 서울", "euc_kr"),
        ("Müller Größe Strauß", "mac_roman"),
        ("Müller, Jürgen", "utf-8"),
        ("plain", "utf-8"),
    ],
)
def test_old_code_pages_are_told_apart(text: str, encoding: str) -> None:
    assert detect(text.encode(encoding)) == encoding


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "utf-32"])
def test_marks_decide(encoding: str) -> None:
    assert detect("Ada;Lovelace".encode(encoding)) == encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_is_known_without_its_mark(encoding: str) -> None:
    assert detect("name,email\nAda,ada@x.example\n".encode(encoding)) == encoding


def test_a_few_bad_bytes_do_not_make_utf8_something_else() -> None:
    assert detect("é ü ö ß à ç ñ å".encode() + b" \xff") == "utf-8"


def test_broken_text_is_read_again_in_the_fallback() -> None:
    text = b"Fran\xe7ois".decode("utf-8", "surrogateescape")
    assert is_broken(text)
    assert repair(text, "cp1252") == "François"


@pytest.mark.parametrize(
    ("declared", "name"), [("ISO-8859-1", "cp1252"), ("Shift_JIS", "cp932"), ("foobar", ""), ("windows-1251", "cp1251")]
)
def test_declared_charsets_have_python_names(declared: str, name: str) -> None:
    assert known(declared) == name


@pytest.mark.parametrize(
    "charset", ["hex", "zlib", "bz2", "rot13", "idna", "punycode", "undefined", "unicode_escape", "raw-unicode-escape"]
)
def test_codecs_of_something_else_are_no_charsets(charset: str) -> None:
    assert known(charset) == ""


@given(st.binary(max_size=400))
def test_any_bytes_can_be_read(data: bytes) -> None:
    text = decode(data, "cp1252")
    text.encode("utf-8")
    data.decode(detect(data), "replace")
