"""Reading and writing of outside formats. Knows no database: reading gives drafts and problems, writing takes rows.

The doors: ``contacts.read_contacts(path, …)`` for partners and people, ``deals.read_referrals(path, …)`` and
``deals.read_sales(path, …)`` for business done, ``matching.propose(drafts, known)`` for what to do with each draft,
``write_csv``, ``write_xlsx``, ``write_vcard``, ``write_ics`` and ``write_json`` for the way out,
``mail.draft(…)`` for a letter with attachments, ``atomic.atomic_write(path)`` for every file written.
"""
