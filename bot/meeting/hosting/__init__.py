"""Who hosts meetings, in turn."""
