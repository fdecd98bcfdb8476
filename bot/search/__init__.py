"""One search over all that a network keeps: what is found, and how it is shown."""
