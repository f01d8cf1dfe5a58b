"""The Rolodex in full: own fields, relations, further codes, files, merged partners, filters, what columns mean."""

from alembic import op

revision = "0003"
down_revision = "0002"

NEW_TABLES = """
CREATE TABLE custom_field (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  name TEXT COLLATE "NOCASE" NOT NULL,
  kind TEXT NOT NULL,
  choices JSON NOT NULL,
  position INTEGER NOT NULL,
  CONSTRAINT uq_custom_field_uid UNIQUE (uid),
  CONSTRAINT uq_custom_field_name UNIQUE (name)
);
CREATE TABLE custom_value (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER NOT NULL,
  field_id INTEGER NOT NULL,
  value TEXT NOT NULL,
  CONSTRAINT fk_custom_value_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE RESTRICT,
  CONSTRAINT fk_custom_value_field_id FOREIGN KEY(field_id) REFERENCES custom_field (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX ix_custom_value_partner_id_field_id ON custom_value (partner_id, field_id);
CREATE INDEX ix_custom_value_field_id_value ON custom_value (field_id, value);
CREATE TABLE relation (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  partner_id INTEGER NOT NULL,
  other_id INTEGER NOT NULL,
  kind TEXT NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT uq_relation_uid UNIQUE (uid),
  CONSTRAINT fk_relation_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE RESTRICT,
  CONSTRAINT fk_relation_other_id FOREIGN KEY(other_id) REFERENCES partner (id) ON DELETE RESTRICT
);
CREATE UNIQUE INDEX ix_relation_partner_id_other_id_kind ON relation (partner_id, other_id, kind);
CREATE INDEX ix_relation_other_id ON relation (other_id);
CREATE TABLE partner_code (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  partner_id INTEGER NOT NULL,
  code TEXT COLLATE "NOCASE" NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT uq_partner_code_code UNIQUE (code),
  CONSTRAINT fk_partner_code_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE RESTRICT
);
CREATE INDEX ix_partner_code_partner_id ON partner_code (partner_id);
CREATE TABLE attachment (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  partner_id INTEGER NOT NULL,
  role TEXT NOT NULL,
  name TEXT NOT NULL,
  media_type TEXT NOT NULL,
  size INTEGER NOT NULL,
  digest TEXT NOT NULL,
  added_at VARCHAR NOT NULL,
  note TEXT NOT NULL,
  CONSTRAINT uq_attachment_uid UNIQUE (uid),
  CONSTRAINT fk_attachment_partner_id FOREIGN KEY(partner_id) REFERENCES partner (id) ON DELETE RESTRICT
);
CREATE INDEX ix_attachment_partner_id_role ON attachment (partner_id, role);
CREATE INDEX ix_attachment_digest ON attachment (digest);
CREATE TABLE saved_filter (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  uid TEXT NOT NULL,
  name TEXT COLLATE "NOCASE" NOT NULL,
  criteria JSON NOT NULL,
  position INTEGER NOT NULL,
  CONSTRAINT uq_saved_filter_uid UNIQUE (uid),
  CONSTRAINT uq_saved_filter_name UNIQUE (name)
);
CREATE TABLE import_mapping (
  id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
  name TEXT COLLATE "NOCASE" NOT NULL,
  kind TEXT NOT NULL,
  headers JSON NOT NULL,
  columns JSON NOT NULL,
  CONSTRAINT uq_import_mapping_name UNIQUE (name)
)"""

NEW_COLUMNS = (
    (
        "partner ADD COLUMN merged_into_id INTEGER CONSTRAINT fk_partner_merged_into_id "
        "REFERENCES partner (id) ON DELETE RESTRICT"
    ),
    "import_run ADD COLUMN kind TEXT DEFAULT 'partners' NOT NULL",
)


def upgrade() -> None:
    for statement in NEW_TABLES.split(";"):
        op.execute(statement)
    for change in NEW_COLUMNS:
        op.execute(f"ALTER TABLE {change}")
    op.execute("CREATE INDEX ix_partner_merged_into_id ON partner (merged_into_id)")
