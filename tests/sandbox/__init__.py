"""The sandbox answers like the real server."""
