"""The first page: what is to be done today, and how things stand."""
