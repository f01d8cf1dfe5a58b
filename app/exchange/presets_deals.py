"""The deals of sales programs and the orders of shops and payment services.

The customer of a deal is the deal by its name: a company may have several, and each is a referral of its own. Company
and contact stay with it in its note.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from app.domain.imports import column_key
from app.exchange.preset import Preset, preset

REFERRALS: Final[tuple[Preset, ...]] = (
    preset(
        "hubspot_deals",
        "HubSpot deals",
        "deal name | deal stage | record id",
        """record id = reference
        deal name = customer
        deal stage = stage
        amount = amount
        currency = currency
        deal currency code = currency
        create date = date
        close date = closed_on
        contact email = customer_email
        deal description = description
        referral partner = partner
        referred by = partner
        partner = partner
        partner code = partner_code
        partner email = partner_email
        associated company ids = -
        associated contact ids = -
        primary associated company id = -
        last modified date = -""",
    ),
    preset(
        "salesforce_opportunities",
        "Salesforce opportunities",
        "opportunity name | stage",
        """opportunity id = reference
        opportunity name = customer
        email = customer_email
        stage = stage
        amount = amount
        amount currency = currency
        opportunity currency = currency
        created date = date
        close date = closed_on
        description = description
        referred by = partner
        referral partner = partner
        partner = partner
        partner account = partner
        partner code = partner_code
        partner email = partner_email
        fiscal period = -
        last modified date = -""",
    ),
    preset(
        "salesforce_opportunity_rows",
        "Salesforce opportunities, raw",
        "stagename | closedate | accountid",
        """id = reference
        name = customer
        stagename = stage
        amount = amount
        currencyisocode = currency
        createddate = date
        closedate = closed_on
        description = description
        isdeleted = -
        systemmodstamp = -
        lastmodifieddate = -
        lastmodifiedbyid = -
        createdbyid = -
        fiscal = -
        fiscalquarter = -
        fiscalyear = -""",
    ),
    preset(
        "pipedrive_deals",
        "Pipedrive deals",
        "deal - title | deal - status",
        """deal - id = reference
        deal - title = customer
        person - email = customer_email
        person - email - work = customer_email
        deal - value = amount
        deal - currency = currency
        deal - currency of value = currency
        deal - stage = stage
        deal - status = status
        deal - deal created = date
        deal - deal created on = date
        deal - add time = date
        deal - won time = closed_on
        deal - deal closed on = closed_on
        deal - referred by = partner
        deal - partner = partner
        deal - partner code = partner_code
        deal - update time = -
        deal - weighted value = -""",
    ),
    preset(
        "highlevel_opportunities",
        "HighLevel opportunities",
        "opportunity name | pipeline | stage | status",
        """opportunity id = reference
        opportunity name = customer
        email = customer_email
        stage = stage
        status = status
        lead value = amount
        created on = date
        notes = description
        source = partner
        partner = partner
        referred by = partner
        partner code = partner_code
        contact id = -
        pipeline stage id = -
        pipeline id = -
        updated on = -""",
    ),
)
SALES: Final[tuple[Preset, ...]] = (
    preset(
        "shopify_orders",
        "Shopify orders",
        "name | email | financial status | total | created at",
        """name = reference
        email = customer_email
        financial status = stage
        created at = date
        total = amount
        currency = currency
        discount code = partner_code
        billing name = customer
        refunded amount = refunded
        notes = description
        lineitem name = -
        lineitem quantity = -
        lineitem price = -
        lineitem sku = -
        lineitem requires shipping = -
        lineitem taxable = -
        lineitem fulfillment status = -
        id = -""",
    ),
    preset(
        "woocommerce_orders",
        "WooCommerce orders",
        "order number | order status | order total amount",
        """order number = reference
        order status = stage
        order date = date
        order total amount = amount
        order refund amount = refunded
        order currency = currency
        first name (billing) = customer_given
        last name (billing) = customer_family
        email (billing) = customer_email
        coupon code = partner_code
        customer note = description
        item # = -
        item name = -
        item cost = -
        sku = -""",
    ),
    preset(
        "woocommerce_order_rows",
        "WooCommerce orders, raw",
        "order id | order date | order total | billing email",
        """order number = reference
        order id = -
        status = stage
        order date = date
        order total = amount
        order currency = currency
        billing first name = customer_given
        billing last name = customer_family
        billing email = customer_email
        customer note = description""",
    ),
    preset(
        "woocommerce_analytics",
        "WooCommerce analytics",
        "order # | status | customer | n. revenue",
        """order # = reference
        date = date
        status = stage
        customer = customer
        n. revenue = amount
        coupon(s) = partner_code
        product(s) = description
        n. revenue (formatted) = -""",
    ),
    preset(
        "paypal_activity",
        "PayPal activity",
        "date | gross | net | from email address | transaction id",
        """date = date
        name = customer
        status = stage
        currency = currency
        gross = amount
        from email address = customer_email
        transaction id = reference
        reference txn id = refund_of
        item title = description
        time = -
        timezone = -
        fee = -
        net = -
        balance = -""",
    ),
    preset(
        "stripe_payments",
        "Stripe payments",
        "id | amount | amount refunded | currency | status",
        """id = reference
        created date (utc) = date
        created (utc) = date
        amount = amount
        amount refunded = refunded
        refunded date (utc) = refunded_on
        currency = currency
        description = description
        status = stage
        customer email = customer_email
        customer description = customer
        fee = -
        converted amount = -
        converted amount refunded = -
        converted currency = -
        taxes on fee = -
        card id = -""",
    ),
)
BY_KIND: Final = {"referrals": REFERRALS, "sales": SALES}


def recognise_deals(header: Sequence[str], kind: str = "") -> tuple[str, Preset] | None:
    """The kind and the preset whose columns are all there; of several, the one that asks for most."""
    keys = frozenset(map(column_key, header))
    found = [(each, known) for each, known in _of(kind) if known.matches(keys)]
    return max(found, key=lambda pair: len(pair[1].required), default=None)


def deals_named(name: str, kind: str = "") -> tuple[str, Preset] | None:
    """The kind and the preset of this name, if there is one."""
    return next(((each, known) for each, known in _of(kind) if known.name == name), None)


def _of(kind: str) -> list[tuple[str, Preset]]:
    return [(each, known) for each, presets in BY_KIND.items() if kind in ("", each) for known in presets]
