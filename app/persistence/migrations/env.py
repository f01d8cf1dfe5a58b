"""Alembic's environment: the connection is given by ``upgrade``, or by ``alembic`` itself while developing."""

from alembic import context
from sqlalchemy import create_engine

from app.persistence.tables import Base

DERIVED = ("partner_search", "record_search", "partner_summary", "unsettled")


def _ours(name: str | None, kind: str, _parents: object) -> bool:
    return not (kind == "table" and name is not None and name.startswith(DERIVED))


connection = context.config.attributes.get("connection")
if connection is None:
    connection = create_engine(context.config.get_main_option("sqlalchemy.url") or "sqlite://").connect()
context.configure(
    connection=connection,
    target_metadata=Base.metadata,
    include_name=_ours,
    transactional_ddl=True,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
