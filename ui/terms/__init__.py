"""Terms on the screen: entered, read in plain language, tried on a sale. For partners and for programmes alike."""
