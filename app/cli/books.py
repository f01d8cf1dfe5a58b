"""Commands on the book itself: new, backup, restore, check."""

from __future__ import annotations

from argparse import Namespace

from app.cli.output import Answer, progress_bar
from app.domain.errors import StorageError
from app.persistence import backup as backups
from app.persistence.store import Store

HOLDER = "the command line"


def new(options: Namespace) -> Answer:
    """Create a book, empty or with sample data."""
    if options.book.exists():
        raise StorageError("book_exists", "“{path}” is there already.", path=str(options.book))
    store = Store.open(options.book, holder=HOLDER, create=True)
    counts: dict[str, int] = {}
    try:
        if options.sample:
            from app.operations.sample import fill

            counts = dict(
                fill(store, partners=options.partners, seed=options.seed, progress=progress_bar("Filling the book"))
            )
    except BaseException:
        store.close()
        for ending in ("", "-wal", "-shm"):
            options.book.with_name(options.book.name + ending).unlink(missing_ok=True)
        raise
    store.close()
    return Answer((f"Created {options.book}.",), {"book": str(options.book), "counts": counts})


def backup(options: Namespace) -> Answer:
    """Make a verified copy; beside the book's own backups when no target is given."""
    _must_exist(options)
    if options.target is None:
        made = backups.automatic(options.book, "by hand")
    else:
        made = backups.make(options.book, options.target, overwrite=options.overwrite)
    size, lacking = made.stat().st_size, backups.lacking(made)
    lines = [f"Backed up to {made} ({size:,} bytes, verified)."]
    if lacking:
        lines.append(f"{lacking} files of partners were missing or altered and are not in it: check names them.")
    return Answer(tuple(lines), {"backup": str(made), "bytes": size, "files_lacking": lacking})


def restore(options: Namespace) -> Answer:
    """Put a backup in the book's place; what it replaces is kept."""
    if not options.backup.exists():
        raise StorageError("backup_missing", "There is no backup at “{path}”.", path=str(options.backup))
    kept = backups.restore(options.backup, options.book, HOLDER)
    lines = [f"Restored {options.book} from {options.backup}."]
    if kept:
        lines.append(f"What it replaced is kept at {kept}.")
    return Answer(tuple(lines), {"book": str(options.book), "kept": str(kept) if kept else None})


def check(options: Namespace) -> Answer:
    """Check the book, the money and the files of the partners."""
    _must_exist(options)
    store = Store.open(options.book, holder=HOLDER, write=False)
    try:
        from app.queries.check import check as examine

        with store.read() as session:
            result = examine(session, store.files)
    finally:
        store.close()
    data = {
        "partners": result.partners,
        "ledger_entries": result.ledger_entries,
        "statements": result.statements,
        "findings": [{"kind": finding.kind, "message": finding.sentence} for finding in result.findings],
    }
    if result.findings:
        message = f"{len(result.findings)} things are wrong with the book."
        data["error"] = {"code": "check_failed", "message": message}
        return Answer((message, *(f"- {finding.sentence}" for finding in result.findings)), data, ok=False)
    line = (
        f"The book is sound: {result.partners} partners, {result.ledger_entries} ledger entries "
        f"and {result.statements} statements tie out."
    )
    return Answer((line,), data)


def _must_exist(options: Namespace) -> None:
    if not options.book.exists():
        raise StorageError("book_missing", "There is no book at “{path}”.", path=str(options.book))
