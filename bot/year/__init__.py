"""A network's year: at a glance, forewarned, reported."""
