"""Nextcloud Deck: the same as Trello."""
