"""Random lives of the belt, and what must hold of each: the property test of `bot.relay`."""
