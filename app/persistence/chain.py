"""The hash chain over the ledger: each entry seals what it says together with the entry before it."""

from __future__ import annotations

import hashlib
import json
from typing import Final

from app.persistence.tables import LedgerEntry

GENESIS: Final = "0" * 64
"""The hash before the first entry."""


def hash_of(entry: LedgerEntry) -> str:
    """SHA-256 over what the entry says and the hash before it."""
    content = [
        entry.previous_hash,
        entry.partner_id,
        entry.kind,
        entry.referral_id,
        entry.sale_uid,
        entry.terms_id,
        entry.terms_version,
        entry.corrects_id,
        entry.payout_id,
        entry.customer,
        entry.day.isoformat(),
        entry.payable_on.isoformat(),
        entry.base_minor,
        entry.amount_minor,
        entry.currency,
        entry.steps,
        entry.why,
        entry.posted_at.isoformat(timespec="microseconds"),
    ]
    if entry.inputs is not None:  # entries of the first books had none
        content.append(entry.inputs)
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return hashlib.sha256(canonical.encode()).hexdigest()
