"""The sheets of address books: one column a value, as each program writes them. Data, no code."""

from __future__ import annotations

from typing import Final

from app.exchange.preset import Preset, preset

_OUTLOOK_PLACES: Final = "\n".join(
    f"""{place} street = street:{slot}
    {place} street 2 = street:{slot}
    {place} street 3 = street:{slot}
    {place} address po box = street:{slot}
    {place} city = city:{slot}
    {place} state = region:{slot}
    {place} postal code = postcode:{slot}
    {place} country = country:{slot}
    {place} country/region = country:{slot}
    {place} address = address:{slot}"""
    for place, slot in (("home", "home"), ("business", "work"), ("other", "other"))
)

PERSONAL: Final[tuple[Preset, ...]] = (
    preset(
        "google",
        "Google Contacts",
        "first name | last name | organization name | labels",
        """first name = given
        middle name = middle
        last name = family
        name prefix = prefix
        name suffix = suffix
        nickname = nickname
        file as = -
        organization name = organisation
        organization title = role
        organization department = department
        birthday = birthday
        notes = notes
        labels = tags""",
        r"""e-mail (\d+) - label = email_label:{n}
        e-mail (\d+) - value = email:{n}
        phone (\d+) - label = phone_label:{n}
        phone (\d+) - value = phone:{n}
        website (\d+) - label = website_label:{n}
        website (\d+) - value = website:{n}
        address (\d+) - label = address_label:{n}
        address (\d+) - formatted = address:{n}
        address (\d+) - street = street:{n}
        address (\d+) - extended address = street:{n}
        address (\d+) - po box = street:{n}
        address (\d+) - city = city:{n}
        address (\d+) - region = region:{n}
        address (\d+) - postal code = postcode:{n}
        address (\d+) - country = country:{n}
        event (\d+) - label = extra_label:event{n}
        event (\d+) - value = extra:event{n}
        relation (\d+) - label = extra_label:relation{n}
        relation (\d+) - value = extra:relation{n}
        custom field (\d+) - label = extra_label:custom{n}
        custom field (\d+) - value = extra:custom{n}""",
    ),
    preset(
        "google_old",
        "Google Contacts (before 2024)",
        "name | given name | family name | e-mail 1 - value",
        """name = name
        given name = given
        additional name = middle
        family name = family
        name prefix = prefix
        name suffix = suffix
        nickname = nickname
        birthday = birthday
        notes = notes
        group membership = tags
        initials = -
        short name = -""",
        r"""e-mail (\d+) - type = email_label:{n}
        e-mail (\d+) - value = email:{n}
        phone (\d+) - type = phone_label:{n}
        phone (\d+) - value = phone:{n}
        website (\d+) - type = website_label:{n}
        website (\d+) - value = website:{n}
        organization (\d+) - name = organisation:{n}
        organization (\d+) - title = role:{n}
        organization (\d+) - department = department:{n}
        address (\d+) - type = address_label:{n}
        address (\d+) - formatted = address:{n}
        address (\d+) - street = street:{n}
        address (\d+) - extended address = street:{n}
        address (\d+) - po box = street:{n}
        address (\d+) - city = city:{n}
        address (\d+) - region = region:{n}
        address (\d+) - postal code = postcode:{n}
        address (\d+) - country = country:{n}
        custom field (\d+) - type = extra_label:custom{n}
        custom field (\d+) - value = extra:custom{n}""",
    ),
    preset(
        "outlook",
        "Outlook",
        "first name | last name | e-mail address | company | business phone",
        """first name = given
        middle name = middle
        last name = family
        title = prefix
        suffix = suffix
        nickname = nickname
        e-mail address = email
        e-mail 2 address = email
        e-mail 3 address = email
        e-mail display name = -
        e-mail 2 display name = -
        e-mail 3 display name = -
        e-mail type = -
        primary phone = phone:main
        home phone = phone:home
        home phone 2 = phone:home
        mobile phone = phone:mobile
        business phone = phone:work
        business phone 2 = phone:work
        company main phone = phone:company
        other phone = phone:other
        car phone = phone:car
        radio phone = phone:radio
        pager = phone:pager
        callback = phone:callback
        isdn = phone:isdn
        telex = phone:telex
        home fax = phone:home fax
        business fax = phone:work fax
        other fax = phone:other fax
        company = organisation
        department = department
        job title = role
        web page = website
        personal web page = website:home
        birthday = birthday
        notes = notes
        categories = tags
        initials = -
        internet free busy = -
        priority = -
        private = -
        sensitivity = -
        """
        + _OUTLOOK_PLACES,
    ),
    preset(
        "thunderbird",
        "Thunderbird",
        "first name | last name | display name | primary email",
        """first name = given
        last name = family
        display name = name
        nickname = nickname
        primary email = email
        secondary email = email
        work phone = phone:work
        home phone = phone:home
        fax number = phone:fax
        pager number = phone:pager
        mobile number = phone:mobile
        home address = street:home
        home address 2 = street:home
        home city = city:home
        home state = region:home
        home zipcode = postcode:home
        home country = country:home
        work address = street:work
        work address 2 = street:work
        work city = city:work
        work state = region:work
        work zipcode = postcode:work
        work country = country:work
        job title = role
        department = department
        organization = organisation
        web page 1 = website
        web page 2 = website
        birth year = birth_year
        birth month = birth_month
        birth day = birth_day
        notes = notes""",
    ),
    preset(
        "apple",
        "Apple Contacts",
        "first name | last name | organization | e-mail 1",
        """first name = given
        middle name = middle
        last name = family
        title = prefix
        suffix = suffix
        nickname = nickname
        organization = organisation
        department = department
        job title = role
        birthday = birthday
        note = notes
        notes = notes""",
        r"""e-mail (\d+) = email:{n}
        e-mail (\d+) - label = email_label:{n}
        phone (\d+) = phone:{n}
        phone (\d+) - label = phone_label:{n}
        url (\d+) = website:{n}
        street (\d+) = street:{n}
        city (\d+) = city:{n}
        state (\d+) = region:{n}
        zip (\d+) = postcode:{n}
        country (\d+) = country:{n}""",
    ),
)
