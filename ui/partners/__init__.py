"""The Rolodex: the list of partners, the card in front, and everything that belongs to one partner."""
