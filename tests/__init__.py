"""The tests, laid out like the rooms they are about."""
