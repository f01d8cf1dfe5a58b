"""Small widgets that every page is made of. They show what they are given and know nothing of the data."""
