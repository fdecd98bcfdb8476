"""Questions: their life, answering, deferring, merging, their card."""
