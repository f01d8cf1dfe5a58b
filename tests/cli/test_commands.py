"""The words of the command line: what they do, what they say, and how they end."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.cli import main, names_command
from app.operations import import_mappings
from tests.operations.office import TODAY, Office, eur, new_book, opened, percent

ROOT = Path(__file__).parents[2]


@pytest.fixture
def business(book: Path) -> Path:
    """A book with a partner who is owed 10.00 EUR, quiet, with a follow-up; and one who is not."""
    with opened(book) as office:
        partner = office.card("Harbor Coffee")
        office.partner("日本商事")
        office.agree(partner, percent(10))
        office.sold(partner, "100.00")
        office.call(partner, "Hello", days_ago=60, follow_up=TODAY)
    return book


class Said:
    """How a command ended, and what it said."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err

    @property
    def data(self) -> dict[str, Any]:
        """The one JSON object on standard output."""
        found = json.loads(self.out)
        assert isinstance(found, dict)
        assert self.out.count("\n") == 1
        return found


class Line:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def __call__(self, *words: object) -> Said:
        """Run a command as the program does."""
        status = main([str(word) for word in words])
        out, err = self._capsys.readouterr()
        assert "Traceback" not in out + err
        return Said(status, out, err)


@pytest.fixture
def line(capsys: pytest.CaptureFixture[str]) -> Line:
    return Line(capsys)


class TestBooks:
    def test_new(self, line: Line, tmp_path: Path) -> None:
        path = tmp_path / "new.partnerbook"
        assert line("--file", path, "new").status == 0
        assert path.is_file()
        said = line("--file", path, "new", "--json")
        assert said.status == 1
        assert said.data["error"]["code"] == "book_exists"

    def test_a_sample_is_the_same_for_the_same_seed(self, line: Line, tmp_path: Path) -> None:
        counts = [
            line("new", "--sample", "--partners", 5, "--seed", seed, "--json", "--file", tmp_path / f"{n}.book").data
            for n, seed in enumerate((3, 3))
        ]
        assert counts[0]["counts"] == counts[1]["counts"]
        assert counts[0]["counts"]
        for number in range(2):
            assert line("export", tmp_path / f"{number}.json", "--file", tmp_path / f"{number}.book").status == 0
        assert (tmp_path / "0.json").read_bytes() == (tmp_path / "1.json").read_bytes()

    def test_backup_and_restore(self, line: Line, business: Path, tmp_path: Path) -> None:
        copy = tmp_path / "copy.partnerbook"
        said = line("--file", business, "backup", copy, "--json")
        assert (said.status, said.data["bytes"]) == (0, copy.stat().st_size)
        assert line("--file", business, "backup", copy).status == 1
        assert line("--file", business, "backup", copy, "--overwrite").status == 0
        assert line("--file", business, "backup").status == 0
        with opened(business) as office:
            office.partner("Later")
        said = line("--file", business, "restore", copy, "--json")
        assert said.status == 0
        with opened(Path(said.data["kept"])) as office:
            assert office.value("SELECT count(*) FROM partner") == 3
        assert line("--file", business, "restore", tmp_path / "none").status == 1

    def test_check(self, line: Line, business: Path) -> None:
        said = line("check", "--file", business, "--json")
        assert said.status == 0
        assert (said.data["partners"], said.data["ledger_entries"], said.data["findings"]) == (2, 1, [])
        with closing(sqlite3.connect(business)) as connection:
            connection.execute("DROP TRIGGER guard_ledger_entry_update")
            connection.execute("UPDATE ledger_entry SET amount_minor = 1")
            connection.commit()
        said = line("check", "--file", business, "--json")
        assert said.status == 1
        assert said.data["ok"] is False
        assert said.data["error"]["code"] == "check_failed"
        assert any("Ledger entry 1" in finding["message"] for finding in said.data["findings"])
        assert "Ledger entry 1" in line("check", "--file", business).out


class TestLooking:
    def test_search(self, line: Line, business: Path) -> None:
        said = line("--file", business, "search", "harb", "--json")
        assert [hit["partner"] for hit in said.data["hits"]] == ["Harbor Coffee"]
        assert "日本商事" in line("search", "日本", "--file", business).out
        said = line("search", "nobody", "--file", business)
        assert (said.status, said.out) == (0, "Nothing found.\n")
        assert line("search", "ana", "pereira", "--limit", 1, "--file", business, "--json").data["count"] == 1
        assert line("search", "--file", business, "--json", "--", "--json").data["count"] == 0

    def test_due(self, line: Line, business: Path) -> None:
        data = line("due", "--file", business, "--json").data
        assert data["on"] == TODAY.isoformat()
        assert [item["text"] for item in data["follow_ups"]] == ["Call again"]
        assert data["quiet"] == [{"partner": "Harbor Coffee", "last_contact": "2026-09-24", "every_days": 30}]
        assert [(item["amount"], item["currency"]) for item in data["to_pay"]] == [("10.00", "EUR")]
        data = line("due", "--on", "2026-10-01", "--file", business, "--json").data
        assert (data["follow_ups"], data["quiet"], data["to_pay"]) == ([], [], [])
        assert "Nothing." in line("due", "--on", "2026-10-01", "--file", business).out

    def test_version(self, line: Line, business: Path, tmp_path: Path) -> None:
        data = line("--version", "--file", business, "--json").data
        assert data["ok"] is True
        assert data["book_schema"] == data["schema"] == 3
        assert data["sqlite"] == sqlite3.sqlite_version
        (tmp_path / "text").write_text("no book")
        assert line("--version", "--file", tmp_path / "text", "--json").data["book_schema"] is None


class TestMoney:
    def test_payout(self, line: Line, business: Path) -> None:
        said = line("payout", "--dry-run", "--file", business, "--json").data
        assert (said["paid"], [item["amount"] for item in said["payouts"]]) == (0, ["10.00"])
        said = line("payout", "--until", "2026-10-01", "--file", business, "--json").data
        assert (said["paid"], said["payouts"]) == (0, [])
        said = line("payout", "--file", business, "--json").data
        assert [item["statement"] for item in said["payouts"]] == ["S-2026-0001"]
        assert line("payout", "--file", business, "--json").data["paid"] == 0

    def test_a_payout_says_who_is_left_out_and_why(self, line: Line, business: Path) -> None:
        with opened(business) as office:
            cleo, debtor = office.partner("Cleo"), office.partner("Debtor")
            office.agree(cleo, replace(percent(10, hold_days=0), minimum_payout=5_000))
            office.sold(cleo, "400.00")
            office.agree(debtor, percent(10, hold_days=0))
            sale = office.sold(debtor, "50.00", customer="Back")
            office.pay(debtor)
            office.refund(sale, eur("50.00"))
        said = line("payout", "--dry-run", "--file", business, "--json").data
        assert [(item["code"], item["amount"], item["reason"]) for item in said["left_out"]] == [
            ("CLEO", "40.00", "minimum"),
            ("DEBTOR", "-5.00", "negative"),
        ]
        told = line("payout", "--file", business).out
        assert "Not paid: Cleo, €40.00. Below the minimum payout of €50.00: rolls over." in told
        assert "Not paid: Debtor, −€5.00. Owes €5.00 back after refunds" in told
        said = line("payout", "--file", business, "--json").data
        assert (said["paid"], len(said["left_out"])) == (0, 2)

    def test_report(self, line: Line, business: Path, tmp_path: Path) -> None:
        target = tmp_path / "out.pdf"
        code = "HARBOR"
        assert line("report", "statement", target, "--partner", code, "--file", business).status == 0
        assert target.read_bytes().startswith(b"%PDF")
        before = target.read_bytes()
        assert line("report", "statement", target, "--partner", code, "--file", business).status == 1
        assert target.read_bytes() == before
        said = line("report", "statement", tmp_path / "x.pdf", "--partner", "NONE", "--file", business, "--json")
        assert (said.status, said.data["error"]["code"]) == (1, "code_unknown")
        assert not (tmp_path / "x.pdf").exists()

    @pytest.mark.parametrize("kind", ["kit", "funnel", "cards", "year"])
    def test_a_report_that_is_not_there_yet_says_so(
        self, line: Line, business: Path, tmp_path: Path, kind: str
    ) -> None:
        said = line("report", kind, tmp_path / "x.pdf", "--file", business, "--json")
        assert said.status in {0, 1}
        assert said.data["ok"] is (said.status == 0)


def test_while_another_holds_the_book_one_may_look_and_not_write(line: Line, business: Path, tmp_path: Path) -> None:
    with opened(business):
        for words in (["search", "harb"], ["due"], ["check"], ["payout", "--dry-run"], ["backup"]):
            assert line("--file", business, *words, "--json").data["ok"] is True, words
        assert line("--file", business, "export", tmp_path / "x.json").status == 0
        for words in (["payout"], ["restore", tmp_path / "x.json"]):
            said = line("--file", business, *words, "--json")
            assert said.status == 1
            assert said.data["ok"] is False
        assert "a test" in line("--file", business, "payout").err


def test_everything_in_one_file_and_back(line: Line, business: Path, tmp_path: Path) -> None:
    line("payout", "--file", business)
    first, second = tmp_path / "first.json", tmp_path / "second.json"
    assert line("export", first, "--file", business).status == 0
    copy = new_book(tmp_path / "copy.partnerbook")
    assert line("import", first, "--file", copy).status == 0
    assert line("export", second, "--file", copy).status == 0
    assert first.read_bytes() == second.read_bytes()
    assert line("check", "--file", copy).status == 0
    said = line("import", first, "--file", copy, "--json")
    assert (said.status, said.data["error"]["code"]) == (1, "book_not_empty")
    with opened(copy) as office:
        assert office.stale() == []


ORDERS = """Order ID,Created at,Email,Billing Name,Total,Currency,Discount Code,Financial Status
#1,2026-10-03 10:11:12,ida@ex.example,Ida Berg,120.50,EUR,harbor,paid
#2,2026-10-04 10:11:12,otto@ex.example,Otto Kern,80.00,EUR,HARBOR,refunded
#3,2026-10-05 10:11:12,ben@ex.example,Ben Ode,50.00,EUR,HARBUR,paid
"""


def test_orders_are_taken_in_as_sales(line: Line, book: Path, tmp_path: Path) -> None:
    with opened(book) as office:
        office.agree(office.partner("Harbor", code="HARBOR"), percent(10))
    sheet = tmp_path / "orders.csv"
    sheet.write_text(ORDERS, encoding="utf-8")
    counted = {"read": 3, "added": 1, "merged": 0, "skipped": 1, "kept_out": 1}
    for words in (["--dry-run"], ["--kind", "sales"]):
        said = line("--file", book, "import", sheet, *words, "--json")
        assert {name: said.data[name] for name in counted} == counted
        assert said.data["problems"] == [
            {"line": 3, "message": "The file says “refunded”."},
            {"line": 4, "message": "No partner is called “HARBUR”; is it Harbor?"},
        ]
    again = line("--file", book, "import", sheet, "--json").data
    assert (again["added"], again["skipped"], again["kept_out"]) == (0, 2, 1)
    with opened(book) as office:
        assert office.earned() == [1205]
        assert office.findings() == []


def test_deals_are_taken_in_as_referrals(line: Line, book: Path, tmp_path: Path) -> None:
    with opened(book) as office:
        office.agree(office.partner("Harbor", code="HARBOR"), percent(10))
    sheet = tmp_path / "deals.csv"
    sheet.write_text(
        "Deal Name,Deal Stage,Amount,Close Date,Referred by\n"
        "Brown,Closed Won,1200,2026-09-03,Harbor\nGray,Qualified To Buy,900,2026-09-03,harbor\n",
        encoding="utf-8",
    )
    assert line("--file", book, "import", sheet, "--json").data["added"] == 2
    with opened(book) as office:
        assert office.earned() == [12000]


def test_a_word_on_the_kind_is_obeyed(line: Line, book: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "orders.csv"
    sheet.write_text(ORDERS, encoding="utf-8")
    said = line("--file", book, "import", sheet, "--kind", "referrals", "--dry-run", "--json").data
    assert (said["read"], said["kept_out"]) == (3, 3)


def test_how_a_file_is_read_can_be_said(line: Line, book: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "sales.csv"
    sheet.write_text("customer|date|amount|partner\n'Zo\u00eb|Ann'|03.04.2026|1.234|H\n", encoding="cp1252")
    asked = ("--file", book, "import", sheet, "--kind", "sales", "--dry-run", "--json")
    said = line(*asked, "--delimiter", "bar", "--quote", "single", "--decimal", "comma", "--dates", "mdy").data
    assert [said[name] for name in ("delimiter", "quote", "decimal", "dates")] == ["|", "'", ",", "mdy"]
    assert "“H”" in said["problems"][0]["message"]
    assert line(*asked, "--encoding", "cp1252").data["encoding"] == "cp1252"
    for wrong in (("--encoding", "klingon"), ("--delimiter", "ab"), ("--dates", "day"), ("--decimal", ".")):
        assert line(*asked, *wrong).status == 2


def test_what_was_remembered_of_columns_is_known(line: Line, book: Path, tmp_path: Path) -> None:
    with opened(book) as office:
        columns = {"Wer": "customer", "Wann": "date", "Wieviel": "amount"}
        office.do("Remember", import_mappings.save, "Our till", "sales", list(columns), columns)
    sheet = tmp_path / "till.csv"
    sheet.write_text("Wann;Wer;Wieviel\n3.10.2026;Ida;12,50\n", encoding="utf-8")
    said = line("--file", book, "import", sheet, "--dry-run", "--json").data
    assert (said["preset"], said["read"], said["kept_out"]) == ("Our till", 1, 1)
    sheet.write_text("Wann;Wer;Wieviel;Kasse\n3.10.2026;Ida;12,50;1\n", encoding="utf-8")
    assert (
        line("--file", book, "import", sheet, "--preset", "our till", "--dry-run", "--json").data["preset"]
        == "Our till"
    )
    assert line("--file", book, "import", sheet, "--preset", "other", "--dry-run", "--json").status == 1


WRONG = [
    [], ["nonsense"], ["--json"], ["search"], ["search", "x", "--limit", "many"], ["search", "x", "--limit", "-1"],
    ["search", "x", "--limit", "9" * 5000], ["due", "--on", "today"], ["due", "--on", "2026-13-01"], ["due", "extra"],
    ["new", "--partners", "1e3"], ["report", "nonsense", "x.pdf"], ["report", "statement"], ["--file"],
    ["payout", "--until", "31.12.2026"], ["import"], ["import", "x.csv", "--kind", "dogs"], ["restore"],
    ["search", "x", "--nonsense"], ["export", "x.csv", "--what", "dogs"], ["export", "x.csv", "--year", "soon"],
]  # fmt: skip


@pytest.mark.parametrize("as_json", [False, True])
@pytest.mark.parametrize("words", WRONG, ids=range(len(WRONG)))
def test_wrong_usage(line: Line, words: list[str], as_json: bool) -> None:
    said = line(*words, *(["--json"] if as_json and "--json" not in words else []))
    if "--json" in words or as_json:
        assert said.data["error"]["code"] == "usage"
        assert said.err == ""
    else:
        assert said.out == ""
        assert said.err.count("\n") == 1
    assert said.status == 2


COMMANDS = [
    ["search", "x"], ["due"], ["check"], ["backup"], ["payout"], ["payout", "--dry-run"], ["export", "TMP/x.json"],
    ["export", "TMP/x.csv"], ["report", "commissions", "TMP/x.pdf"], ["import", "TMP/in.csv"], ["restore", "TMP/in.csv"],
    ["import", "TMP/in.csv", "--dry-run"],
]  # fmt: skip


def _no_book(path: Path) -> None:
    path.write_text("Dear diary\n" * 500)


def _newer(path: Path) -> None:
    new_book(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA user_version = 99")


def _cut(path: Path) -> None:
    new_book(path)
    os.truncate(path, 9000)


BOOKS = {"absent": lambda path: None, "empty": Path.touch, "text": _no_book, "newer": _newer, "cut": _cut,
         "folder": Path.mkdir}  # fmt: skip


@pytest.mark.parametrize("kind", BOOKS)
@pytest.mark.parametrize("words", COMMANDS, ids=[" ".join(words) for words in COMMANDS])
def test_a_book_that_is_none(line: Line, tmp_path: Path, words: list[str], kind: str) -> None:
    (tmp_path / "in.csv").write_text("name,email\nAna,ana@example.com\n")
    path = tmp_path / "thing.partnerbook"
    BOOKS[kind](path)
    before = path.read_bytes() if path.is_file() else None
    words = [word.replace("TMP", str(tmp_path)) for word in words]
    said = line("--file", path, *words, "--json")
    assert said.status == 1
    assert said.data["error"]["message"]
    said = line("--file", path, *words)
    assert (said.status, said.out) == (1, "")
    assert said.err.count("\n") == 1
    assert (path.read_bytes() if path.is_file() else None) == before
    assert not (tmp_path / "x.json").exists()
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(
    "target", ["no/folder/x.json", "x", "x.doc", "..", "folder", "x.json/y.json", "a" * 300 + ".json", "in.csv"]
)
def test_targets_that_cannot_be(line: Line, business: Path, tmp_path: Path, target: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "in.csv").write_text("precious")
    (tmp_path / "x.json").write_text("precious")
    said = line("--file", business, "export", tmp_path / target, "--json")
    assert (said.status, said.data["ok"]) == (1, False)
    assert (tmp_path / "in.csv").read_text() == (tmp_path / "x.json").read_text() == "precious"


def test_the_book_before_or_after_the_command(line: Line, business: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = line("--file", business, "search", "harb").out
    assert line("search", "harb", "--file", business).out == expected
    assert line("search", "harb", f"--file={business}").out == expected
    assert line(f"--file={business}", "--json", "search", "harb").data["count"] == 1
    monkeypatch.setenv("PARTNERBOOK_FILE", str(business))
    assert line("search", "harb").out == expected


@pytest.mark.parametrize(
    ("words", "command"),
    [
        ([], False),
        (["--demo"], False),
        (["--file", "search"], False),
        (["--file=x"], False),
        (["--file", "x", "search"], True),
        (["search"], True),
        (["--version"], True),
        (["-h"], True),
        (["--json"], True),
        (["nonsense"], True),
        (["--nonsense"], True),
    ],
)
def test_which_words_are_a_command(words: list[str], command: bool) -> None:
    assert names_command(words) is command


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.text(st.characters(), max_size=12), min_size=1, max_size=5))
def test_whatever_is_searched_for(capsys: pytest.CaptureFixture[str], shared: Path, words: list[str]) -> None:
    assert main(["--file", str(shared), "search", "--json", "--", *words]) == 0
    assert json.loads(capsys.readouterr().out)["ok"] is True


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book that is only looked at."""
    path = new_book(tmp_path_factory.mktemp("shared") / "my.partnerbook")
    with opened(path) as office:
        office.card()
    return path


def run(*words: str | bytes, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """The program in a process of its own."""
    more["env"] = {**os.environ, **more.get("env", {})}
    return subprocess.run([sys.executable, ROOT / "main.py", *words], capture_output=True, check=False, **more)


SPELLINGS = {"utf-8": {}, "ascii": {"PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}, "cp1252": {"PYTHONIOENCODING": "cp1252"}}  # fmt: skip


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names of files are Unicode there")
@pytest.mark.parametrize("spelling", SPELLINGS)
def test_names_that_are_no_text_and_terminals_that_know_few_letters(business: Path, spelling: str) -> None:
    odd = os.fsencode(business.parent) + b"/odd\xff\xfename.partnerbook"
    more: dict[str, Any] = {"env": SPELLINGS[spelling]}
    for words in ([b"--file", odd, b"search", b"x"], [b"--file", odd, b"new"], [b"--file", odd, b"new"],
                  [b"--file", bytes(business), b"search", b"\xff\xfe"],
                  [b"--file", bytes(business), "search", "日本"], [b"--file", bytes(business), b"due"]):  # fmt: skip
        for as_json in ([], [b"--json"]) if spelling == "utf-8" else ([],):
            done = run(*words, *as_json, **more)
            assert b"Traceback" not in done.stderr, done.stderr.decode()
            assert done.returncode in {0, 1}
            if as_json:
                assert json.loads(done.stdout)["ok"] is (done.returncode == 0)


def test_no_window_is_loaded(business: Path, tmp_path: Path) -> None:
    program = (
        "import sys; sys.argv = sys.argv[:1]; from app.cli import main\n"
        f"book = {str(business)!r}; folder = {str(tmp_path)!r}\n"
        "for words in (['search', 'x'], ['due'], ['check'], ['backup'], ['payout'], ['--version'],\n"
        "              ['export', folder + '/x.json'], ['report', 'commissions', folder + '/x.pdf']):\n"
        "    assert main(['--file', book, *words]) == 0, words\n"
        "assert not [name for name in sys.modules if name.startswith(('PySide6', 'shiboken', 'ui.'))]\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_nothing_is_said_when_nobody_listens(business: Path) -> None:
    process = subprocess.Popen(
        [sys.executable, ROOT / "main.py", "--file", business, "due"], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    _, err = process.communicate()
    assert err == b""
    assert process.returncode in {0, 1}


def test_an_amount_on_the_command_line_is_a_decimal_string(line: Line, book: Path) -> None:
    with opened(book) as office:
        assert isinstance(office, Office)
        partner = office.partner()
        office.agree(partner, percent(100))
        office.won(office.referral(partner), eur("1234567.05"))
    assert line("due", "--file", book, "--json").data["to_pay"][0]["amount"] == "1234567.05"


def test_what_a_year_paid_is_exported(line: Line, business: Path, tmp_path: Path) -> None:
    assert line("--file", business, "payout").status == 0
    target = tmp_path / "year.csv"
    said = line("--file", business, "export", target, "--what", "year", "--year", "2026", "--json")
    assert said.data == {"ok": True, "target": str(target), "what": "year", "count": 1}
    assert target.read_text("utf-8-sig").splitlines()[1].endswith(",2026,EUR,10.00,1,,")
    as_json = tmp_path / "year.json"
    assert line("--file", business, "export", as_json, "--what", "year").status == 0
    [record] = json.loads(as_json.read_text("utf-8"))
    assert (record["year"], record["paid"], record["threshold"], record["reported"]) == (2026, "10.00", None, "")
    assert line("--file", business, "export", tmp_path / "none.csv", "--what", "year", "--year", "2025").status == 0
    refused = line("--file", business, "export", tmp_path / "x.csv", "--what", "people", "--year", "2025", "--json")
    assert (refused.status, refused.data["error"]["code"]) == (1, "year_unwanted")
