"""The command line: the same book without a window, for scripts, scheduled backups and checks. Never imports Qt."""

from app.cli.run import main, names_command

__all__ = ["main", "names_command"]
