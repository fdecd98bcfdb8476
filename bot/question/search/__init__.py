"""Questions found by their words."""
