"""Texts whose writer is asked whether they are signed, before anyone sees them."""
