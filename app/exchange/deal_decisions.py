"""What to do with each referral or sale of a sheet: enter it, add to one that is known, skip it, or keep it out.

Pure, in one pass: the book is given as an index, and rows that come later see what earlier ones are going to enter. So
the same file taken in twice enters nothing the second time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from app.domain.money import Money
from app.domain.partners import sort_key
from app.domain.referrals import Stage, is_further
from app.exchange.attribution import Answers, Attributor, Partners, question
from app.exchange.drafts import Problem, ReferralDraft, SaleDraft
from app.i18n import _

Draft = TypeVar("Draft", ReferralDraft, SaleDraft)


class Outcome(StrEnum):
    """What becomes of a row."""

    ADD = "add"
    MERGE = "merge"
    SKIP = "skip"
    KEEP_OUT = "keep_out"


@dataclass(slots=True, eq=False)
class KnownRefund:
    """Money given back on a day, in minor units. ``met`` is whether a row of the file was found to be it."""

    day: date
    minor: int
    reference: str = ""
    met: bool = False


@dataclass(slots=True, eq=False)
class KnownSale:
    """A sale of the book, or (without an ``id``) one that an earlier row is going to enter."""

    id: int | None
    day: date
    amount: Money
    reference: str = ""
    refunds: list[KnownRefund] = field(default_factory=list)

    @property
    def left(self) -> int:
        return self.amount.minor - sum(refund.minor for refund in self.refunds)


@dataclass(slots=True, eq=False)
class KnownReferral:
    """A referral of the book, or (without an ``id``) one that an earlier row is going to enter."""

    id: int | None
    partner: int
    customer: str
    email: str = ""
    stage: Stage = Stage.RECEIVED
    expected: Money | None = None
    sales: list[KnownSale] = field(default_factory=list)


@dataclass(slots=True)
class KnownDeals:
    """The referrals of the book with their sales, by the customer's name and e-mail."""

    partners: Partners = field(default_factory=Partners)
    by_customer: dict[str, list[KnownReferral]] = field(default_factory=dict)
    by_email: dict[str, list[KnownReferral]] = field(default_factory=dict)

    def add(self, referral: KnownReferral) -> None:
        self.by_customer.setdefault(sort_key(referral.customer), []).append(referral)
        if referral.email:
            self.by_email.setdefault(referral.email.casefold(), []).append(referral)

    def learn(self, referral: KnownReferral, email: str) -> None:
        """Remember the e-mail of a customer that is going to be entered, once a row says it."""
        if referral.id is None and email and not referral.email:
            referral.email = email
            self.by_email.setdefault(email.casefold(), []).append(referral)

    def of_customer(self, name: str, email: str) -> list[KnownReferral]:
        """The referrals of a customer: of this name, unless the e-mail says that it is another one of that name."""
        wanted = email.casefold()
        same = [
            each
            for each in self.by_customer.get(sort_key(name), ())
            if not wanted or not each.email or each.email.casefold() == wanted
        ]
        return same or (self.by_email.get(wanted, []) if wanted else [])


@dataclass(frozen=True, slots=True)
class Decision(Generic[Draft]):
    """What becomes of a row. ``why`` is a sentence for all that is not simply entered.

    ``referral`` is the one that the row belongs to (it may be entered by this row or an earlier one), ``sale`` the one
    that it enters or, for a refund, gives back from. ``gives_back`` is what is to be given back of that sale beside,
    in minor units. ``asks`` is what the row says of a partner that is not sure.
    """

    draft: Draft
    outcome: Outcome
    referral: KnownReferral | None = None
    sale: KnownSale | None = None
    why: str = ""
    asks: str = ""
    offered: tuple[int, ...] = ()
    gives_back: int = 0

    @property
    def is_told(self) -> bool:
        """Whether ``why`` is listed among the problems: not where a row is known already, or adds to a known one."""
        if self.outcome is Outcome.SKIP:
            return self.referral is None
        return bool(self.why) and self.outcome is not Outcome.MERGE and not self.gives_back


def problems(decisions: Iterable[Decision[Draft]]) -> list[Problem]:
    """What there is to say of rows that are not entered although they are new, or not as the file has them."""
    return [Problem(each.draft.source_line, each.why) for each in decisions if each.is_told]


def decide_referrals(
    drafts: Iterable[ReferralDraft], known: KnownDeals, answers: Answers | None = None
) -> list[Decision[ReferralDraft]]:
    """What becomes of each referral: one of the same partner and customer is known again."""
    attributor = Attributor(known.partners, answers)
    return [_referral(draft, known, attributor) for draft in drafts]


def decide_sales(
    drafts: Iterable[SaleDraft], known: KnownDeals, answers: Answers | None = None, *, add_again: bool = False
) -> list[Decision[SaleDraft]]:
    """What becomes of each sale or refund.

    A sale without a word on the partner belongs to the one who referred its customer. With the same day, amount and
    reference as another it is known already, unless ``add_again``; without a reference, rows alike within the file are
    as many sales as there are rows.
    """
    return _Sales(known, answers, add_again).decide(drafts)


def _referral(draft: ReferralDraft, known: KnownDeals, attributor: Attributor) -> Decision[ReferralDraft]:
    found = attributor.of(draft.partner)
    if found.partner is None:
        return Decision(draft, Outcome.KEEP_OUT, why=found.why, asks=found.asks, offered=found.offered)
    for referral in known.of_customer(draft.customer, draft.customer_email):
        if referral.partner == found.partner:
            known.learn(referral, draft.customer_email)
            return _again(draft, referral)
    referral = KnownReferral(
        None, found.partner, draft.customer, draft.customer_email, draft.stage or Stage.RECEIVED, draft.value
    )
    known.add(referral)
    if draft.stage is Stage.WON and draft.value is None:
        referral.stage = Stage.PROPOSAL
        return Decision(
            draft, Outcome.ADD, referral, why=_("It is won, but no amount is given: enter the sale to mark it won.")
        )
    return Decision(draft, Outcome.ADD, referral)


def _again(draft: ReferralDraft, referral: KnownReferral) -> Decision[ReferralDraft]:
    """A referral that is known: moved on where the file is further, never back."""
    brings = draft.value is not None and referral.expected is None and referral.stage is not Stage.WON
    further = draft.stage is not None and is_further(draft.stage, referral.stage)
    if draft.stage is Stage.WON and referral.stage is not Stage.WON and draft.value is None:
        further = False
    if not brings and not further:
        return Decision(draft, Outcome.SKIP, referral, why=_("It is known already, and nothing in it is new."))
    if further and draft.stage is not None:
        referral.stage = draft.stage
    if brings:
        referral.expected = draft.value
    return Decision(draft, Outcome.MERGE, referral, why=_("This customer of this partner is known already."))


class _Sales:
    """Decides row by row, with how many sales like it the book had before the file."""

    def __init__(self, known: KnownDeals, answers: Answers | None, add_again: bool) -> None:
        self._known = known
        self._attributor = Attributor(known.partners, answers)
        self._add_again = add_again
        self._met: set[int] = set()
        self._returned: set[str] = set()

    def decide(self, drafts: Iterable[SaleDraft]) -> list[Decision[SaleDraft]]:
        """Sales before refunds, so that a refund that stands above its sale finds it; in the order of the file."""
        rows = list(enumerate(drafts))
        rows.sort(key=lambda row: row[1].amount.minor < 0)
        self._returned = _returned([draft for _place, draft in rows])
        decided = {place: self._decide(draft) for place, draft in rows}
        return [decided[place] for place in sorted(decided)]

    def _decide(self, draft: SaleDraft) -> Decision[SaleDraft]:
        if draft.void:
            return self._given_back_whole(draft)
        if not draft.amount.minor:
            return Decision(draft, Outcome.SKIP, why=_("The amount is nothing."))
        referrals = self._known.of_customer(draft.customer, draft.customer_email)
        if question(draft.partner):
            found = self._attributor.of(draft.partner)
            if found.partner is None:
                return Decision(draft, Outcome.KEEP_OUT, why=found.why, asks=found.asks, offered=found.offered)
            partner = found.partner
        elif len({each.partner for each in referrals}) != 1:
            return Decision(draft, Outcome.KEEP_OUT, why=_unattributed(referrals))
        else:
            partner = referrals[0].partner
        mine = [each for each in referrals if each.partner == partner]
        return self._refund(draft, mine) if draft.amount.minor < 0 else self._sale(draft, mine, partner)

    def _sale(self, draft: SaleDraft, referrals: Sequence[KnownReferral], partner: int) -> Decision[SaleDraft]:
        for referral, sale in _sales_of(referrals, draft.amount.currency):
            same = (sale.day, sale.amount.minor, sale.reference) == (draft.day, draft.amount.minor, draft.reference)
            if same and self._is_the_same(draft, sale):
                return self._known_sale(draft, referral, sale)
        for referral, sale in _sales_of(referrals, draft.amount.currency):
            if sale.id is not None and draft.reference and sale.reference == draft.reference and not self._add_again:
                sentence = _("Sale “{reference}” is in the book with another day or amount.")
                return Decision(draft, Outcome.KEEP_OUT, referral, sale, sentence.format(reference=draft.reference))
        if referrals:
            referral = next((each for each in referrals if each.stage is Stage.WON), referrals[0])
        else:
            referral = KnownReferral(None, partner, draft.customer, draft.customer_email)
            self._known.add(referral)
        self._known.learn(referral, draft.customer_email)
        referral.stage = Stage.WON
        sale = KnownSale(None, draft.day, draft.amount, draft.reference)
        referral.sales.append(sale)
        back = self._give_back(draft, sale)
        why = _("Part of it was given back, which is entered too.") if back else ""
        return Decision(draft, Outcome.ADD, referral, sale, why, gives_back=back)

    def _known_sale(self, draft: SaleDraft, referral: KnownReferral, sale: KnownSale) -> Decision[SaleDraft]:
        back = self._give_back(draft, sale)
        if not back:
            return Decision(draft, Outcome.SKIP, referral, sale, _("This sale is known already."))
        why = _("This sale is known already; what was given back of it is entered.")
        return Decision(draft, Outcome.MERGE, referral, sale, why, gives_back=back)

    def _given_back_whole(self, draft: SaleDraft) -> Decision[SaleDraft]:
        """A row of which nothing came, in the end: only where its sale is in the book is there anything to do."""
        if draft.given_back is not None:
            for referral, sale in _sales_of(
                self._known.of_customer(draft.customer, draft.customer_email), draft.amount.currency
            ):
                same = (sale.day, sale.amount.minor, sale.reference) == (draft.day, draft.amount.minor, draft.reference)
                if same and sale.id is not None and self._is_the_same(draft, sale):
                    return self._known_sale(draft, referral, sale)
        return Decision(draft, Outcome.SKIP, why=_("The file says “{status}”.").format(status=draft.void))

    def _give_back(self, draft: SaleDraft, sale: KnownSale) -> int:
        """What the row says was given back beyond the refunds known; nothing where they have rows of their own."""
        if draft.given_back is None or not self._returned.isdisjoint((draft.reference, sort_key(draft.customer))):
            return 0
        back = min(draft.given_back.minor - (sale.amount.minor - sale.left), sale.left)
        if back <= 0:
            return 0
        sale.refunds.append(KnownRefund(draft.given_back_on or draft.day, back, met=True))
        return back

    def _is_the_same(self, draft: SaleDraft, sale: KnownSale) -> bool:
        """Whether a sale alike is this one: a number of its own says so, else each in the book stands for one row."""
        if self._add_again:
            return False
        if draft.reference:
            return True
        if sale.id is None or sale.id in self._met:
            return False
        self._met.add(sale.id)
        return True

    def _refund(self, draft: SaleDraft, referrals: Sequence[KnownReferral]) -> Decision[SaleDraft]:
        sales = [each for each in _sales_of(referrals, draft.amount.currency) if each[1].day <= draft.day]
        for referral, sale in sales:
            if _met(draft, sale):
                return Decision(draft, Outcome.SKIP, referral, sale, _("This refund is known already."))
        number, why = draft.refund_of or draft.reference, ""
        meant = [each for each in sales if each[1].reference == number] if number else sales
        if not meant and not draft.refund_of and len(sales) == 1:
            meant = sales
            why = _("No sale has the number “{number}”; the refund is entered at the customer’s only sale.")
        back = -draft.amount.minor
        open_ = [each for each in meant if each[1].left >= back]
        exact = [each for each in open_ if each[1].left == back]
        if len(open_) == 1 or len(exact) == 1:
            referral, sale = (open_ if len(open_) == 1 else exact)[0]
            sale.refunds.append(KnownRefund(draft.day, back, draft.reference, met=True))
            return Decision(draft, Outcome.ADD, referral, sale, why.format(number=number))
        why = _("It is a refund, and there is no sale that it can belong to.")
        if open_:
            sentence = _("It is a refund, and {count} sales can be meant; enter it at the right one.")
            why = sentence.format(count=len(open_))
        return Decision(draft, Outcome.KEEP_OUT, why=why)


def _returned(drafts: Sequence[SaleDraft]) -> set[str]:
    """The numbers of sales that have refunds of their own in the file; the customer of a refund that names no sale."""
    numbers = {draft.reference for draft in drafts if draft.amount.minor > 0 and draft.reference}
    found: set[str] = set()
    for draft in drafts:
        if draft.amount.minor < 0:
            named = numbers & {draft.refund_of, draft.reference}
            found |= named or {sort_key(draft.customer)}
    return found


def _met(draft: SaleDraft, sale: KnownSale) -> bool:
    """Whether the book has this refund: of the same number or, entered without one, of the same day and amount."""
    alike = [
        each for each in sale.refunds if not each.met and (each.day, each.minor) == (draft.day, -draft.amount.minor)
    ]
    same = [each for each in alike if each.reference == draft.reference] or [
        each for each in alike if not each.reference
    ]
    if same:
        same[0].met = True
    return bool(same)


def _sales_of(referrals: Sequence[KnownReferral], currency: str) -> list[tuple[KnownReferral, KnownSale]]:
    return [(each, sale) for each in referrals for sale in each.sales if sale.amount.currency == currency]


def _unattributed(referrals: Sequence[KnownReferral]) -> str:
    if referrals:
        return _("The row names no partner, and several have referred this customer.")
    return _("The row names no partner, and nobody has referred this customer.")
