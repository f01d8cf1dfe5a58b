"""Imports: from the drafts of an outside file to partners, referrals and sales in the book."""

from app.operations.imports.apply import Imported, apply
from app.operations.imports.deals import apply_referrals, apply_sales

__all__ = ["Imported", "apply", "apply_referrals", "apply_sales"]
