"""Courroie: the bot that animates networks of digital-inclusion advisers."""
