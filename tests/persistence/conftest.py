"""The books that tests of this folder work in."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import clock
from tests.conftest import NOW
from tests.operations.conftest import book, office
from tests.operations.office import eur, new_book, opened, percent

__all__ = ["book", "office"]


@pytest.fixture(scope="session")
def once(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A book with two partners, sales, refunds, payouts, one of them void, and their statements."""
    book = new_book(tmp_path_factory.mktemp("paid") / "my.partnerbook")
    with clock.fixed(NOW), opened(book) as office:
        for name in ("Harbor", "Quay"):
            partner = office.card(name)
            office.agree(partner, percent(10))
            sale = office.sold(partner, "100.00", customer=f"{name}'s customer")
            number = office.pay(partner)
            office.refund(sale, eur("30.00"))
        office.void(number)
    return book.read_bytes()


@pytest.fixture
def paid(once: bytes, tmp_path: Path) -> Path:
    """A copy of that book which nobody has open."""
    path = tmp_path / "my.partnerbook"
    path.write_bytes(once)
    return path
