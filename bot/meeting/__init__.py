"""Meetings: planned, announced, held, reported."""
