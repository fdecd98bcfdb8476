"""The places of the territory, from open lists: where to send someone."""
