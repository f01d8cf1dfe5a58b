"""A partner and the cards that were merged into it: SQL by which queries take them as one."""

from __future__ import annotations

from typing import Final

MERGED: Final = "(SELECT id FROM partner WHERE merged_into_id IS NOT NULL)"
"""The cards that stand in no list any more. The index on ``merged_into_id`` answers it without reading partners."""

FAMILY: Final = "(SELECT id FROM partner WHERE id = :partner OR merged_into_id = :partner)"
"""The partner ``:partner`` with all that was merged into it."""
