"""Every write, each a named function on a session from ``store.write``. They return ids and raise ``UserError``."""
