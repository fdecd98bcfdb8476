"""Backups, of a SQLite file or a PostgreSQL database: written, checked, put back."""
