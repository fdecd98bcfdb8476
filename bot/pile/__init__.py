"""Someone's pile: what waits for them, one thing at a time, each with its own verbs."""
