"""The deals and orders of known programs, by header rows as these programs write them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from app.domain.money import Money
from app.domain.referrals import Stage
from app.exchange.deals import guess_kind, read_referrals, read_sales
from app.exchange.drafts import PartnerHint, ReferralDraft, SaleDraft

Write = Callable[..., Path]

HUBSPOT = "Record ID,Deal Name,Deal Stage,Close Date,Deal owner,Amount,Pipeline,Create Date,Associated Company"
SALESFORCE = "Opportunity Name,Account Name,Stage,Amount,Close Date,Created Date,Lead Source,Opportunity Owner"
SALESFORCE_ROWS = '"ID","ACCOUNTID","NAME","STAGENAME","AMOUNT","CLOSEDATE","ISWON","CREATEDDATE","SYSTEMMODSTAMP"'
PIPEDRIVE = (
    "Deal - ID,Deal - Title,Deal - Organization,Deal - Value,Deal - Currency,Deal - Stage,Deal - Status,"
    "Deal - Deal created,Deal - Won time"
)
HIGHLEVEL = (
    "Opportunity Name,Contact Name,phone,email,pipeline,stage,Lead Value,source,assigned,Created on,Updated on,status,"
    "Opportunity ID,Contact ID"
)
CAME, ENDED = date(2026, 9, 1), date(2026, 10, 5)

DEALS = [
    (HUBSPOT, "hubspot_deals", "17,Acme,Closed won (Sales Pipeline),2026-10-05 10:00,Kim,1200.50,Sales,2026-09-01 09:00,Acme Inc",
     "Acme", Stage.WON, "1200.50", ENDED),
    (HUBSPOT.upper(), "hubspot_deals", "17,Acme,appointmentscheduled,2026-12-05,Kim,,Sales,2026-09-01,", "Acme", Stage.RECEIVED, "", None),
    (SALESFORCE, "salesforce_opportunities", 'Acme - 500,Acme,Closed Won,"EUR 1,200.50",10/5/2026,9/1/2026,Web,Kim',
     "Acme - 500", Stage.WON, "1200.50", ENDED),
    (SALESFORCE, "salesforce_opportunities", "Acme - 500,Acme,Closed Lost,,10/25/2026,9/1/2026,Web,Kim",
     "Acme - 500", Stage.LOST, "", date(2026, 10, 25)),
    (SALESFORCE, "salesforce_opportunities", "Acme,Acme,Prospecting,900,12/25/2026,9/1/2026,Web,Kim",
     "Acme", Stage.RECEIVED, "900", None),
    (SALESFORCE_ROWS, "salesforce_opportunity_rows",
     '"006","001","Acme","Id. Decision Makers","500.0","2026-12-09","false","2026-09-01T20:47:07.000Z",""',
     "Acme", Stage.QUALIFIED, "500", None),
    (PIPEDRIVE, "pipedrive_deals", "7,Acme,Acme Inc,1200.50,EUR,Proposal Made,Won,2026-09-01 08:00:00,2026-10-05 08:00:00",
     "Acme", Stage.WON, "1200.50", ENDED),
    (PIPEDRIVE, "pipedrive_deals", "7,Acme,Acme Inc,80,EUR,Contact Made,Open,2026-09-01 08:00:00,", "Acme", Stage.CONTACTED, "80", None),
    (PIPEDRIVE, "pipedrive_deals", "7,Acme,,80,EUR,Contact Made,Lost,2026-09-01 08:00:00,", "Acme", Stage.LOST, "80", None),
    (HIGHLEVEL, "highlevel_opportunities",
     "Acme,Ida,+1 555,ida@ex.example,Sales,Booked,1200.50,Harbor,Kim,2026-09-01T10:00:00Z,,won,op1,c1",
     "Acme", Stage.WON, "1200.50", None),
    (HIGHLEVEL, "highlevel_opportunities",
     "Acme,Ida,+1 555,ida@ex.example,Sales,New Lead,10,Harbor,Kim,2026-09-01T10:00:00Z,,abandoned,op1,c1",
     "Acme", Stage.LOST, "10", None),
]  # fmt: skip


@pytest.mark.parametrize(("header", "preset", "row", "customer", "stage", "value", "closed"), DEALS)
def test_deals(
    *,
    written: Write,
    header: str,
    preset: str,
    row: str,
    customer: str,
    stage: Stage,
    value: str,
    closed: date | None,
) -> None:
    path = written(f"{header}\n{row}\n")
    assert guess_kind(path) == "referrals"
    result = read_referrals(path, currency="EUR", dates="mdy" if header == SALESFORCE else "")
    (draft,) = result.drafts
    assert isinstance(draft, ReferralDraft)
    assert (result.preset, result.problems) == (preset, ())
    assert (draft.customer, draft.stage, draft.received, draft.closed) == (customer, stage, CAME, closed)
    assert draft.value == (Money.parse(value, "EUR") if value else None)


SHOPIFY = "Name,Email,Financial Status,Paid at,Currency,Total,Discount Code,Created at,Lineitem name,Billing Name,Refunded Amount"
WOOCOMMERCE = (
    "Order Number,Order Status,Order Date,First Name (Billing),Last Name (Billing),Email (Billing),"
    "Order Total Amount,Order Refund Amount,Coupon Code,SKU"
)
WOOCOMMERCE_ROWS = (
    "order_id,order_number,order_date,status,order_total,billing_first_name,billing_last_name,billing_email"
)
ANALYTICS = '"Date","Order #","N. Revenue (formatted)","Status","Customer","Product(s)","Coupon(s)","N. Revenue"'
PAYPAL = '"Date","Time","Name","Type","Status","Currency","Gross","Fee","Net","From Email Address","Transaction ID"'
STRIPE = (
    "id,Created date (UTC),Amount,Amount Refunded,Currency,Description,Fee,Status,Customer Email,Refunded date (UTC)"
)

ORDERS = [
    (SHOPIFY, "shopify_orders", "#1,ida@ex.example,paid,2026-10-05,EUR,120.50,HARBOR,2026-10-05 10:00:00 +0200,Cup,Ida Berg,0.00",
     "Ida Berg", "#1", "HARBOR", "", ""),
    (SHOPIFY, "shopify_orders",
     "#1,ida@ex.example,partially_refunded,,EUR,120.50,,2026-10-05 10:00:00 +0200,Cup,Ida Berg,20.50",
     "Ida Berg", "#1", "", "", "20.50"),
    (WOOCOMMERCE, "woocommerce_orders", "88,wc-completed,2026-10-05 10:11,Ida,Berg,ida@ex.example,120.50,5.00,HARBOR,A1",
     "Ida Berg", "88", "HARBOR", "", "5"),
    (WOOCOMMERCE, "woocommerce_orders", "88,Cancelled,2026-10-05 10:11,Ida,Berg,ida@ex.example,120.50,,,A1",
     "Ida Berg", "88", "", "Cancelled", ""),
    (WOOCOMMERCE_ROWS, "woocommerce_order_rows", "87,88,2026-10-05 10:11:12,processing,120.50,Ida,Berg,ida@ex.example",
     "Ida Berg", "88", "", "", ""),
    (ANALYTICS, "woocommerce_analytics", '2026-10-05 10:11:12,88,€120.50,completed,Ida Berg,1× Cup,harbor,120.50',
     "Ida Berg", "88", "harbor", "", ""),
    (PAYPAL, "paypal_activity", '"2026-10-05","10:00","Ida Berg","Payment","Completed","EUR","120.50","-3","117.50","i@x.example","T1"',
     "Ida Berg", "T1", "", "", ""),
    (STRIPE, "stripe_payments", "ch_1,2026-10-05 08:00:00,120.50,20.00,eur,Cup,3.00,Paid,ida@ex.example,2026-10-07 09:00:00",
     "ida@ex.example", "ch_1", "", "", "20"),
]  # fmt: skip


@pytest.mark.parametrize(("header", "preset", "row", "customer", "reference", "code", "void", "back"), ORDERS)
def test_orders(
    *,
    written: Write,
    header: str,
    preset: str,
    row: str,
    customer: str,
    reference: str,
    code: str,
    void: str,
    back: str,
) -> None:
    path = written(f"{header}\n{row}\n")
    assert guess_kind(path) == "sales"
    result = read_sales(path, currency="EUR")
    (draft,) = result.drafts
    assert isinstance(draft, SaleDraft)
    assert (result.preset, result.problems) == (preset, ())
    assert (draft.customer, draft.day, draft.amount) == (customer, ENDED, Money(12050, "EUR"))
    assert (draft.reference, draft.partner, draft.void) == (reference, PartnerHint("", code), void)
    found = draft.given_back
    assert (found.minor if found else 0) == (Money.parse(back, "EUR").minor if back else 0)


def test_a_program_can_be_named_and_is_then_of_its_kind(written: Write) -> None:
    path = written("Deal Name,Deal Stage,Who\nAcme,won,Harbor\n")
    assert read_referrals(path).preset == "guessed"
    assert read_referrals(path, preset="hubspot_deals").drafts[0].customer == "Acme"
    with pytest.raises(Exception, match="no preset “hubspot_deals”"):
        read_sales(path, preset="hubspot_deals")


def test_no_cell_of_a_deal_is_lost_where_two_columns_mean_the_same(written: Write) -> None:
    path = written("Customer,Referred by,Partner,Amount,Value,Owner\nIda,Harbor,Hafen,5,6,Kim\n")
    mapping = {
        "Customer": "customer",
        "Referred by": "partner",
        "Partner": "partner",
        "Amount": "amount",
        "Value": "amount",
    }
    (draft,) = read_referrals(path, currency="EUR", mapping=mapping).drafts
    kept = {point.label: point.value for point in draft.extra}
    assert (draft.partner.name, draft.value, kept) == (
        "Harbor", Money(500, "EUR"), {"Partner": "Hafen", "Value": "6", "Owner": "Kim"}
    )  # fmt: skip
