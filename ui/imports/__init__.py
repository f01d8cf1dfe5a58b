"""Bringing contacts in from files of other programs, with a preview of what would become of each."""
