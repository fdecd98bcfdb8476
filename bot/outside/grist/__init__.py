"""Grist: open needs, actions, deadlines and meetings, one row each."""
