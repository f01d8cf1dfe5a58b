"""Making new books and bringing older ones to the present schema: by the same migrations, after a backup."""

from __future__ import annotations

import contextlib
import sqlite3
from importlib.resources import files
from pathlib import Path

from app.persistence import backup, driver
from app.persistence.settling import settle, settle_folder


def _migrate(connection: sqlite3.Connection) -> None:
    """Run the migrations that are missing on this connection, in one transaction: all of them or none."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine, event
    from sqlalchemy.pool import StaticPool

    config = Config()
    config.set_main_option("script_location", str(files("app.persistence").joinpath("migrations")).replace("%", "%%"))
    engine = create_engine("sqlite://", creator=lambda: connection, poolclass=StaticPool)
    event.listen(engine, "begin", lambda bound: bound.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.connect() as bound, bound.begin():
        config.attributes["connection"] = bound
        command.upgrade(config, "head")
        violations = bound.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if violations:
            raise sqlite3.IntegrityError(f"the migration left {len(violations)} rows without what they refer to")
        bound.exec_driver_sql(f"PRAGMA user_version = {driver.SCHEMA}")


def create_book(path: Path) -> None:
    """Make an empty book at ``path``: whole, or not at all."""
    building = path.with_name(f".{path.name}.new")
    building.unlink(missing_ok=True)
    building.touch(mode=0o600)
    try:
        with contextlib.closing(sqlite3.connect(building, isolation_level=None)) as connection:
            connection.execute(f"PRAGMA application_id = {driver.APPLICATION_ID}")
            connection.execute("PRAGMA foreign_keys = OFF")
            _migrate(connection)
            connection.execute("PRAGMA journal_mode = WAL")
        settle(building)
        building.replace(path)
        settle_folder(path.parent)
    finally:
        building.unlink(missing_ok=True)


def upgrade_book(path: Path, schema: int) -> None:
    """Bring an older book to the present schema: a verified backup first, then old or new, never between."""
    backup.make(path, backup.folder_of(path) / backup.name_for(path, f"before-upgrade-from-{schema}"))
    with contextlib.closing(driver.connect_writer(path)) as connection:
        connection.execute("PRAGMA foreign_keys = OFF")
        _migrate(connection)
