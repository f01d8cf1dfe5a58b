"""Values and rules of the field. Pure: no database, no files, no clock, no window."""
