"""The past of a channel."""
