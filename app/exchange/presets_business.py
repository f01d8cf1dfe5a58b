"""The sheets of business programs and of Partnerbook itself. Data, no code."""

from __future__ import annotations

from typing import Final

from app.exchange.preset import Preset, preset

BUSINESS: Final[tuple[Preset, ...]] = (
    preset(
        "partnerbook",
        "Partnerbook",
        "partner | code | kind | status | tier | tags",
        """partner = partner
        organisation = organisation
        code = code
        kind = kind
        status = status
        tier = tier
        tags = tags
        e-mails = email
        phones = phone
        websites = website
        notes = notes
        e-mail labels = email_labels
        phone labels = phone_labels
        website labels = website_labels
        other ways = other
        other labels = other_labels
        language = partner_language
        cadence days = partner_cadence_days
        best time = partner_best_time
        pay method = partner_pay_method
        account holder = partner_account_holder
        iban = partner_iban
        bic = partner_bic
        paypal = partner_paypal
        source = partner_source
        uid = partner_uid""",
        r"""person (\d+) = person:{n}
        person (\d+) - given name = person_given:{n}
        person (\d+) - family name = person_family:{n}
        person (\d+) - role = person_role:{n}
        person (\d+) - e-mails = person_email:{n}
        person (\d+) - phones = person_phone:{n}
        person (\d+) - birthday = person_birthday:{n}
        person (\d+) - notes = person_notes:{n}
        person (\d+) - uid = person_uid:{n}
        person (\d+) - websites = person_website:{n}
        person (\d+) - other ways = person_other:{n}
        person (\d+) - e-mail labels = person_email_labels:{n}
        person (\d+) - phone labels = person_phone_labels:{n}
        person (\d+) - website labels = person_website_labels:{n}
        person (\d+) - other labels = person_other_labels:{n}
        address (\d+) - label = address_label:{n}
        address (\d+) - street = street:{n}
        address (\d+) - postcode = postcode:{n}
        address (\d+) - city = city:{n}
        address (\d+) - region = region:{n}
        address (\d+) - country = country:{n}""",
    ),
    preset(
        "hubspot",
        "HubSpot contacts",
        "record id | first name | last name | email",
        """record id = uid
        first name = given
        last name = family
        email = email
        work email = email:work
        phone number = phone
        mobile phone number = phone:mobile
        fax number = phone:fax
        associated company = organisation
        associated company name = organisation
        primary associated company = organisation
        company name = organisation
        job title = role
        website url = website
        street address = street
        city = city
        state/region = region
        postal code = postcode
        country/region = country
        date of birth = birthday
        associated note = notes
        create date = -
        last activity date = -
        associated company ids = -
        primary associated company id = -""",
    ),
    preset(
        "hubspot_companies",
        "HubSpot companies",
        "record id | company name",
        """record id = uid
        company name = organisation
        company domain name = website
        website url = website
        phone number = phone
        street address = street
        street address 2 = street
        city = city
        state/region = region
        postal code = postcode
        country/region = country
        description = notes
        create date = -
        last activity date = -
        associated contact ids = -""",
    ),
    preset(
        "highlevel",
        "HighLevel",
        "contact id | first name | last name | phone | email",
        """contact id = uid
        first name = given
        last name = family
        name = name
        business name = organisation
        company name = organisation
        phone = phone
        email = email
        additional emails = email
        additional phones = phone
        website = website
        street address = street
        city = city
        state = region
        postal code = postcode
        country = country
        date of birth = birthday
        tags = tags
        notes = notes
        created = -
        last activity = -""",
    ),
    preset(
        "salesforce",
        "Salesforce report",
        "first name | last name | account name",
        """contact id = uid
        salutation = prefix
        first name = given
        middle name = middle
        last name = family
        suffix = suffix
        account name = organisation
        title = role
        department = department
        email = email
        phone = phone:work
        business phone = phone:work
        mobile = phone:mobile
        mobile phone = phone:mobile
        home phone = phone:home
        fax = phone:fax
        business fax = phone:fax
        mailing street = street
        mailing city = city
        mailing state/province = region
        mailing zip/postal code = postcode
        mailing country = country
        birthdate = birthday
        description = notes
        contact description = notes""",
    ),
    preset(
        "mailchimp",
        "Mailchimp",
        "email address | first name | last name | member rating",
        """email address = email
        first name = given
        last name = family
        address = address
        phone number = phone
        birthday = extra
        company = organisation
        notes = notes
        tags = tags
        member rating = -
        optin time = -
        optin ip = -
        confirm time = -
        confirm ip = -
        gmtoff = -
        dstoff = -
        last changed = -
        leid = -
        euid = -
        latitude = -
        longitude = -
        timezone = -
        cc = country
        region = region""",
    ),
    preset(
        "linkedin",
        "LinkedIn connections",
        "first name | last name | company | position | connected on",
        """first name = given
        last name = family
        url = website:linkedin
        email address = email
        company = organisation
        position = role""",
    ),
    preset(
        "shopify",
        "Shopify customers",
        "first name | last name | email | total spent | total orders",
        """customer id = uid
        first name = given
        last name = family
        email = email
        company = organisation
        default address company = organisation
        address1 = street
        address2 = street
        city = city
        province = region
        country = country
        zip = postcode
        phone = phone
        default address address1 = street
        default address address2 = street
        default address city = city
        default address province code = region
        default address country code = country
        default address zip = postcode
        default address phone = phone
        province code = -
        country code = -
        tags = tags
        note = notes""",
    ),
)
