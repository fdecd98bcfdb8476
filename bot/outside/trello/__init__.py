"""Trello: an action or a deadline is a card, which bears our mark."""
