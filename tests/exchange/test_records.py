"""Records of broken and overlarge sheets: each loses as little as can be, and says what it lost."""

from __future__ import annotations

import io
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from app.domain.errors import UserError
from app.exchange.contacts import read_contacts
from app.exchange.csv_records import MAX_COLUMNS, Dialect, Record, records
from app.exchange.drafts import Problem


def recorded(data: bytes) -> tuple[list[Record], list[Problem]]:
    problems: list[Problem] = []
    return list(records(io.BytesIO(data), Dialect("utf-8", ","), problems)), problems


def test_a_quote_never_closed_costs_only_its_own_line() -> None:
    found, problems = recorded(b'a,b\n"c,d\n' + b"e,f\n" * 5000)
    assert [record.cells for record in found[:3]] == [["a", "b"], ["c,d"], ["e", "f"]]
    assert (len(found), [problem.line for problem in problems]) == (5002, [2])


def test_lines_put_back_are_read_as_if_for_the_first_time() -> None:
    opening, closing, whole = b'a"b,"\n', b'x"\n', b'y,"two\nlines"\n'
    found, problems = recorded(opening * 3 + closing + whole + b'5","\n' + opening + whole + b"z\n")
    assert [record.line for record in found] == [1, 2, 3, 4, 5, 7, 8, 9, 11]
    assert found[4].cells == found[7].cells == ["y", "two\nlines"]
    assert [problem.line for problem in problems] == [1, 2, 3, 7, 8]


def test_short_quoted_lines_are_whole_among_thousands_of_quotes_left_open() -> None:
    found, problems = recorded(b'a"b,"\n' * 5000 + b'x"\n' + b'y,"two\nlines"\n' * 100)
    assert [record.cells for record in found[-100:]] == [["y", "two\nlines"]] * 100
    assert len(problems) == len({problem.line for problem in problems})


def test_a_file_that_begins_with_more_columns_than_any_table_is_refused(written: Callable[..., Path]) -> None:
    with pytest.raises(UserError) as refused:
        read_contacts(written(b"Name" + b",x" * MAX_COLUMNS + b"\nAda\n"))
    assert refused.value.code == "sheet_too_wide"


def test_a_row_of_too_many_cells_keeps_those_there_is_room_for() -> None:
    found, problems = recorded(b"a,b\n" + b"c," * MAX_COLUMNS + b"d\ne,f\n")
    assert [len(record.cells) for record in found] == [2, MAX_COLUMNS, 2]
    assert [problem.line for problem in problems] == [2]


@pytest.mark.parametrize("end", ["\n", "\r\n", ""])
def test_a_line_too_long_is_one_record_that_says_so(end: str) -> None:
    found, problems = recorded(("Name\n" + "a" * 9_000_000 + end + "Bob\n").encode())
    assert [record.cells[0][-3:] for record in found] == (["ame", "aaa", "Bob"] if end else ["ame", "aaa"])
    assert [problem.line for problem in problems] == [2]


def test_a_column_named_at_length_is_cut_and_still_maps(written: Callable[..., Path]) -> None:
    path = written(b"Name," + b"x" * 5000 + b"\nAda,kept\n")
    header = read_contacts(path).columns[1].header
    assert header == "x" * 200
    assert read_contacts(path, mapping={"Name": "name", header: "notes"}).drafts[0].notes == "kept"


@pytest.mark.parametrize("name", ["Ada", "Ada;"])
def test_more_tags_than_anyone_has_are_left_out_with_a_word(written: Callable[..., Path], name: str) -> None:
    tags = ",".join(f"t{number}" for number in range(500))
    result = read_contacts(written(f'Name,Tags\n{name},"{tags}"\n'))
    assert len(result.drafts[0].tags) == 200
    assert len(result.problems) == 1


@pytest.mark.parametrize("name", ["Ada", "Ada;"])
def test_the_widest_exports_keep_every_column(written: Callable[..., Path], name: str) -> None:
    headers = ",".join(f"Q{number}" for number in range(1500))
    result = read_contacts(written(f"Name,{headers}\n{name}{',v' * 1500}\n"))
    assert len(result.drafts[0].extra) == 1500
    assert result.problems == ()


def test_memory_goes_with_the_size_of_a_file(written: Callable[..., Path]) -> None:
    size = 2_000_000
    path = written(b'BEGIN:VCARD\nFN:Ada\nX;a="b"' + b"x" * size + b":1\nEND:VCARD\n", "x.vcf")
    read_contacts(path)
    tracemalloc.start()
    try:
        read_contacts(path)
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert most < 20 * size
