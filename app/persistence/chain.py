"""The hash chain over the ledger: each entry seals what it says together with the entry before it.

The entry of a payout also seals the payout, what it settled and its statement, and that of a voiding the voiding, so
that all money hangs on the one chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from app.persistence.tables import IssuedStatement, LedgerEntry, Payout, Voiding

GENESIS: Final = "0" * 64
"""The hash before the first entry."""

_ENTRY = (
    "previous_hash partner_id kind referral_id sale_uid terms_id terms_version corrects_id payout_id customer day "
    "payable_on base_minor amount_minor currency steps why posted_at"
).split()
_PAYOUT = "uid partner_id paid_on amount_minor currency method reference".split()
_STATEMENT = "number partner_id payout_id issued_on first_day last_day total_minor currency document".split()
_VOIDING = "payout_id voided_on reason".split()


def hash_of(entry: LedgerEntry) -> str:
    """SHA-256 over what the entry says and the hash before it."""
    return _hash(_said(entry, _ENTRY), entry.inputs)


def hash_of_stored(row: Mapping[str, Any]) -> str:
    """The same from a row as it lies in the file. Raises ``ValueError`` when its documents are no JSON."""
    stored = {**row, "steps": json.loads(row["steps"]), "posted_at": row["posted_at"].replace("Z", "+00:00")}
    return _hash([stored[name] for name in _ENTRY], json.loads(row["inputs"]) if row["inputs"] is not None else None)


def _hash(said: list[Any], inputs: Any) -> str:
    return _digest(said if inputs is None else [*said, inputs])  # entries of the first books had none


def payout_seal(
    payout: Payout | Mapping[str, Any], settled: Sequence[int], statement: IssuedStatement | Mapping[str, Any]
) -> dict[str, str]:
    """What the ledger entry of a payout keeps of it: the payout, the ids of the entries it settled, its statement."""
    return {
        "payout": _digest(_said(payout, _PAYOUT)),
        "settled": _digest(sorted(settled)),
        "statement": _digest(_said(statement, _STATEMENT)),
    }


def voiding_seal(voiding: Voiding | Mapping[str, Any]) -> dict[str, str]:
    """What the ledger entry of a voiding keeps of it."""
    return {"voiding": _digest(_said(voiding, _VOIDING))}


def _said(row: Any, names: Sequence[str]) -> list[Any]:
    """The values of a mapped row, or of one as it lies in the file, as plain JSON."""
    if isinstance(row, Mapping):
        return [row[name] for name in names]
    return [_plain(getattr(row, name)) for name in names]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value


def _digest(content: Sequence[Any]) -> str:
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
