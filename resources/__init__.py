"""What the program brings along that is not code: fonts, icons, themes, templates, translations."""
