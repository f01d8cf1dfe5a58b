"""Terms in full: programmes, shares, what a sale is made of, payments received, payout runs, exchange rates."""

from alembic import op

revision = "0002"
down_revision = "0001"

NEW_TABLES = """
CREATE TABLE programme (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  name TEXT COLLATE "NOCASE" NOT NULL,
  currency TEXT NOT NULL,
  hold_days INTEGER NOT NULL,
  rounding TEXT NOT NULL,
  rules JSON NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT uq_programme_uid UNIQUE (uid),
  CONSTRAINT uq_programme_name UNIQUE (name)
);
CREATE TABLE referral_share (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  referral_id INTEGER NOT NULL,
  partner_id INTEGER NOT NULL,
  share_ppm INTEGER NOT NULL,
  position INTEGER NOT NULL,
  CONSTRAINT ck_referral_share_share_ppm CHECK (typeof(share_ppm) IN ('integer', 'null')),
  CONSTRAINT fk_referral_share_referral_id FOREIGN KEY(referral_id) REFERENCES referral (id) ON DELETE RESTRICT,
  CONSTRAINT fk_referral_share_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE RESTRICT
);
CREATE INDEX ix_referral_share_partner_id ON referral_share (partner_id);
CREATE UNIQUE INDEX ix_referral_share_referral_id_partner_id ON referral_share (referral_id, partner_id);
CREATE TABLE given_referral (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  partner_id INTEGER NOT NULL,
  given_on DATE NOT NULL,
  customer TEXT NOT NULL,
  value_minor INTEGER,
  currency TEXT NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT ck_given_referral_value_minor CHECK (typeof(value_minor) IN ('integer', 'null')),
  CONSTRAINT uq_given_referral_uid UNIQUE (uid),
  CONSTRAINT fk_given_referral_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE RESTRICT
);
CREATE INDEX ix_given_referral_partner_id ON given_referral (partner_id);
CREATE TABLE sale_line (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  sale_id INTEGER NOT NULL,
  position INTEGER NOT NULL,
  product TEXT NOT NULL,
  variant TEXT NOT NULL,
  category TEXT NOT NULL,
  quantity INTEGER NOT NULL,
  amount_minor INTEGER NOT NULL,
  cost_minor INTEGER,
  CONSTRAINT ck_sale_line_amount_minor CHECK (typeof(amount_minor) IN ('integer', 'null')),
  CONSTRAINT ck_sale_line_cost_minor CHECK (typeof(cost_minor) IN ('integer', 'null')),
  CONSTRAINT ck_sale_line_quantity CHECK (typeof(quantity) IN ('integer', 'null')),
  CONSTRAINT fk_sale_line_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE RESTRICT
);
CREATE INDEX ix_sale_line_sale_id ON sale_line (sale_id);
CREATE TABLE receipt (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  sale_id INTEGER NOT NULL,
  received_on DATE NOT NULL,
  amount_minor INTEGER NOT NULL,
  reference TEXT NOT NULL,
  CONSTRAINT ck_receipt_amount_minor CHECK (typeof(amount_minor) IN ('integer', 'null')),
  CONSTRAINT uq_receipt_uid UNIQUE (uid),
  CONSTRAINT fk_receipt_sale_id FOREIGN KEY(sale_id) REFERENCES sale (id) ON DELETE RESTRICT
);
CREATE INDEX ix_receipt_sale_id ON receipt (sale_id);
CREATE TABLE payout_run (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  until DATE NOT NULL,
  approved_on DATE NOT NULL,
  state TEXT NOT NULL,
  CONSTRAINT uq_payout_run_uid UNIQUE (uid)
);
CREATE TABLE approval (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  run_id INTEGER NOT NULL,
  partner_id INTEGER NOT NULL,
  currency TEXT NOT NULL,
  amount_minor INTEGER NOT NULL,
  state TEXT NOT NULL,
  payout_id INTEGER,
  CONSTRAINT ck_approval_amount_minor CHECK (typeof(amount_minor) IN ('integer', 'null')),
  CONSTRAINT fk_approval_run_id FOREIGN KEY(run_id) REFERENCES payout_run (id) ON DELETE RESTRICT,
  CONSTRAINT fk_approval_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE RESTRICT,
  CONSTRAINT fk_approval_payout_id FOREIGN KEY(payout_id) REFERENCES payout (id) ON DELETE RESTRICT
);
CREATE INDEX ix_approval_partner_id ON approval (partner_id);
CREATE INDEX ix_approval_payout_id ON approval (payout_id);
CREATE INDEX ix_approval_run_id ON approval (run_id);
CREATE TABLE approved_entry (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  approval_id INTEGER NOT NULL,
  entry_id INTEGER NOT NULL,
  CONSTRAINT fk_approved_entry_approval_id FOREIGN KEY(approval_id) REFERENCES approval (id) ON DELETE RESTRICT,
  CONSTRAINT fk_approved_entry_entry_id FOREIGN KEY(entry_id) REFERENCES ledger_entry (id) ON DELETE RESTRICT
);
CREATE INDEX ix_approved_entry_approval_id ON approved_entry (approval_id);
CREATE INDEX ix_approved_entry_entry_id ON approved_entry (entry_id);
CREATE TABLE exchange_rate (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  currency TEXT NOT NULL,
  target TEXT NOT NULL,
  day DATE NOT NULL,
  rate_e10 INTEGER NOT NULL,
  CONSTRAINT ck_exchange_rate_rate_e10 CHECK (typeof(rate_e10) IN ('integer', 'null'))
);
CREATE UNIQUE INDEX ix_exchange_rate_currency_target_day ON exchange_rate (currency, target, day)"""

NEW_COLUMNS = (
    "partner ADD COLUMN account_holder TEXT DEFAULT '' NOT NULL",
    "partner ADD COLUMN iban TEXT DEFAULT '' NOT NULL",
    "partner ADD COLUMN bic TEXT DEFAULT '' NOT NULL",
    "partner ADD COLUMN paypal TEXT DEFAULT '' NOT NULL",
    (
        "terms_version ADD COLUMN programme_id INTEGER CONSTRAINT fk_terms_version_programme_id "
        "REFERENCES programme (id) ON DELETE RESTRICT"
    ),
    "referral ADD COLUMN deal_rate JSON",
    "ledger_entry ADD COLUMN inputs JSON",
    *(
        f"sale ADD COLUMN {name} INTEGER{rest} CONSTRAINT ck_sale_{name} CHECK (typeof({name}) IN ('integer', 'null'))"
        for name, rest in (
            ("tax_minor", " DEFAULT '0' NOT NULL"),
            ("shipping_minor", " DEFAULT '0' NOT NULL"),
            ("discount_minor", " DEFAULT '0' NOT NULL"),
            ("cost_minor", ""),
        )
    ),
)


def upgrade() -> None:
    for statement in NEW_TABLES.split(";"):
        op.execute(statement)
    for change in NEW_COLUMNS:
        op.execute(f"ALTER TABLE {change}")
    # The check holds each entry against the journal's image of it: the image gets the new column too.
    op.execute(
        """UPDATE change SET "after" = json_insert("after", '$.inputs', NULL) WHERE tbl = 'ledger_entry' AND op = 'I'"""
    )
    op.execute("CREATE INDEX ix_terms_version_programme_id ON terms_version (programme_id)")
