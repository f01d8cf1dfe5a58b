"""Every read, returning frozen rows. The list and the search box read through the driver; the rest through sessions."""
