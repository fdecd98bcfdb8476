"""Exports of forms, and what is made of them."""
