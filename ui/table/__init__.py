"""One item model for every table of the program. What differs from table to table is data: its columns."""
