"""What the bot says: Jinja templates, one folder a command."""
