"""Date polls."""
