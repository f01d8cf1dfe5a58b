"""Commissions: what is owed to whom, paying it, and every line of the ledger."""
