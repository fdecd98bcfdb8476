"""How a network enters from its own channel: invited, asked for, accepted twice, then live."""
