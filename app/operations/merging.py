"""Two cards of one partner made one: everything moves to the card that stays, the other stands in no list any more.

Whose terms hold, has the account. The other's referrals come under these terms, what it was credited is taken back,
and the balance left on it (what was paid already, with its sign turned) is carried over, so that nothing is paid twice
and nothing is forgotten. Its statements, payouts and ledger stay what they were.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from sqlalchemy import text
from sqlalchemy.orm import Session

from app import clock
from app.domain import merging
from app.domain.commissions.steps import Step
from app.domain.errors import UserError
from app.domain.money import Money
from app.domain.relations import MUTUAL
from app.operations import commissions, partners
from app.operations.imports.landing import as_note
from app.operations.ledger import Posting, post_all, reverse_all
from app.persistence.tables import Partner
from app.queries import custom_fields
from app.queries import merging as queries
from app.queries.partners import fields as fields_of

_MOVING = (
    *("person", "contact_point", "address", "communication", "reminder", "referral", "given_referral"),
    *("attachment", "partner_code"),
)
"""Tables whose rows go over to the card that stays as they are."""


def merge(
    session: Session,
    kept_id: int,
    other_id: int,
    from_other: Collection[str] = (),
    terms_of: int | None = None,
    say: Callable[[str, str], str] = as_note,
) -> int:
    """Make two partners one; returns the id of the card that stays.

    ``from_other`` names the fields (as ``merging.differing`` does) to be taken from the other card. The terms of
    ``terms_of`` (one of the two) hold from now on for both; without it those of ``queries.merging.account_holder``.
    ``say`` writes a value that gave way into the notes.

    Raises ``UserError`` when one of the two is gone, or when commissions of the account that is closed are approved in
    a payout run.
    """
    kept, other = partners.get(session, kept_id), partners.get(session, other_id)
    if kept_id == other_id:
        raise UserError("merge_same", "These are not two partners but one.")
    stays_id = queries.account_holder(session, kept_id, other_id) if terms_of is None else terms_of
    stays, goes = (kept, other) if stays_id == kept_id else (other, kept)
    _refuse_approved(session, goes)
    ours, theirs = fields_of(session, kept_id), fields_of(session, other_id)
    heading = f"From “{theirs.name}” ({theirs.code}), {clock.today().isoformat()}:"
    own = {each.uid: each.name for each in custom_fields.definitions(session)}
    fields = merging.merged(ours, theirs, say, from_other, heading=heading, own=own)
    _exchange_codes(session, stays, goes, fields.code)
    stays.created_at = min(stays.created_at, goes.created_at)
    session.flush()
    for gone, becomes in merging.same_people(ours, theirs).items():
        _move(session, "communication", "person_id", gone, becomes)
        _move(session, "address", "person_id", gone, becomes)
    _keep_one_picture(session, kept, other)
    primaries = _close_account(session, goes)
    for table in _MOVING:
        _move(session, table, "partner_id", goes.id, stays.id)
    _move_terms(session, stays, goes)
    _join_shares(session, stays, goes)
    _join_relations(session, stays, goes)
    for table in ("partner_tag", "custom_value"):
        session.execute(text(f"DELETE FROM {table} WHERE partner_id = :goes"), {"goes": goes.id})
    _move(session, "partner", "merged_into_id", goes.id, stays.id)
    session.expire_all()
    goes.merged_into_id = stays.id
    session.flush()
    partners.edit(session, stays.id, fields)
    for partner_id in sorted({stays.id, goes.id, *primaries}):
        commissions.credit_partner(session, partner_id)
    _carry_over(session, stays, goes)
    return stays.id


def _move(session: Session, table: str, column: str, goes: int, stays: int) -> None:
    session.execute(
        text(f"UPDATE {table} SET {column} = :stays WHERE {column} = :goes"), {"stays": stays, "goes": goes}
    )


def _keep_one_picture(session: Session, kept: Partner, other: Partner) -> None:
    """Where both have a picture, that of the other card becomes a file."""
    session.execute(
        text(
            "UPDATE attachment SET role = 'file' WHERE partner_id = :other AND role = 'picture' "
            "AND EXISTS (SELECT 1 FROM attachment WHERE partner_id = :kept AND role = 'picture')"
        ),
        {"kept": kept.id, "other": other.id},
    )


def _refuse_approved(session: Session, goes: Partner) -> None:
    if queries.is_approved(session, goes.id):
        raise UserError(
            "merge_approved",
            "Commissions of {name} are approved in a payout run. Record that run, or take {name} out of it, first.",
            name=goes.name,
        )


def _exchange_codes(session: Session, stays: Partner, goes: Partner, wanted: str) -> None:
    """Give the card that stays the code that was chosen; the other code still leads to it."""
    if stays.code == wanted:
        return
    stays_code, stays.code = stays.code, f"MERGED-{stays.id}"
    session.flush()
    goes.code = stays_code
    session.flush()
    stays.code = wanted


def _close_account(session: Session, goes: Partner) -> set[int]:
    """Take back what is credited and not paid yet; returns the partners whose referrals this one has a share of."""
    entries = session.scalars(
        text("SELECT entry_id FROM unsettled WHERE partner_id = :goes ORDER BY entry_id DESC"), {"goes": goes.id}
    )
    reverse_all(session, list(entries))
    return set(
        session.scalars(
            text(
                "SELECT r.partner_id FROM referral_share s JOIN referral r ON r.id = s.referral_id "
                "WHERE s.partner_id = :goes"
            ),
            {"goes": goes.id},
        )
    )


def _move_terms(session: Session, stays: Partner, goes: Partner) -> None:
    """The terms go over where there are none; otherwise they stay with the account that they governed."""
    has_terms = text("SELECT EXISTS (SELECT 1 FROM terms_version WHERE partner_id = :id)")
    if not session.execute(has_terms, {"id": stays.id}).scalar():
        _move(session, "terms_version", "partner_id", goes.id, stays.id)


def _join_shares(session: Session, stays: Partner, goes: Partner) -> None:
    """Two shares of one referral become one; a share of all of it is none."""
    both = session.execute(
        text(
            "SELECT a.id AS first, b.id AS second, a.referral_id, a.share_ppm + b.share_ppm AS ppm "
            "FROM referral_share a JOIN referral_share b ON b.referral_id = a.referral_id AND b.position > a.position "
            "WHERE (a.partner_id, b.partner_id) IN (VALUES (:stays, :goes), (:goes, :stays))"
        ),
        {"stays": stays.id, "goes": goes.id},
    ).all()
    for row in both:
        session.execute(text("DELETE FROM referral_share WHERE id = :id"), {"id": row.second})
        session.execute(
            text("UPDATE referral_share SET share_ppm = :ppm WHERE id = :id"), {"ppm": row.ppm, "id": row.first}
        )
    _move(session, "referral_share", "partner_id", goes.id, stays.id)
    for row in both:
        session.execute(
            text(
                "DELETE FROM referral_share WHERE referral_id = :id "
                "AND (SELECT count(*) FROM referral_share WHERE referral_id = :id) = 1"
            ),
            {"id": row.referral_id},
        )


def _join_relations(session: Session, stays: Partner, goes: Partner) -> None:
    """Relations go over; one to itself, or one that is there already, falls away."""
    rows = session.execute(text("SELECT id, partner_id, other_id, kind FROM relation ORDER BY id")).all()
    concerned = [row for row in rows if goes.id in (row.partner_id, row.other_id)]
    known = {(row.partner_id, row.other_id, row.kind) for row in rows if row not in concerned}
    for row in concerned:
        one, other = (stays.id if side == goes.id else side for side in (row.partner_id, row.other_id))
        if row.kind in MUTUAL:
            one, other = sorted((one, other))
        if one == other or (one, other, row.kind) in known:
            session.execute(text("DELETE FROM relation WHERE id = :id"), {"id": row.id})
            continue
        known.add((one, other, row.kind))
        session.execute(
            text("UPDATE relation SET partner_id = :one, other_id = :other WHERE id = :id"),
            {"one": one, "other": other, "id": row.id},
        )


def _carry_over(session: Session, stays: Partner, goes: Partner) -> None:
    """Bring the account that is closed to zero: its balance is the other's from now on."""
    sums = session.execute(
        text(
            "SELECT currency, sum(amount_minor) AS minor FROM ledger_entry WHERE partner_id = :goes "
            "GROUP BY currency HAVING minor <> 0 ORDER BY currency"
        ),
        {"goes": goes.id},
    ).all()
    postings = []
    for row in sums:
        balance = Money(row.minor, row.currency)
        postings.append(_carried(goes, "carried_to", -balance, stays.name))
        postings.append(_carried(stays, "carried_from", balance, goes.name))
    post_all(session, postings)


def _carried(partner: Partner, rule: str, amount: Money, what: str) -> Posting:
    zero, today = Money.zero(amount.currency), clock.today()
    return Posting(
        partner_id=partner.id,
        kind="adjustment",
        day=today,
        payable_on=today,
        base=zero,
        amount=amount,
        steps=(Step(rule, zero, amount, what=what),),
    )
