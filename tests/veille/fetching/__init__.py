"""Rules, each by a test that states it."""
