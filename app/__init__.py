"""Partnerbook without a window: rules, storage, exchange formats, reports and the command line."""

__version__ = "0.1.0"
