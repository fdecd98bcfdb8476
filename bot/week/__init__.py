"""A coordinator's week: what waits for them, told on Mondays, and shown whenever they ask."""
