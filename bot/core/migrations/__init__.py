"""Alembic's steps from the first table on, run by the start itself."""
