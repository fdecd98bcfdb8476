"""Forms of Framaforms: their exports read into counts and needs, their end brought to mind."""
