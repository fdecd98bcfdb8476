"""The mails that the bot sends, caught on loopback, kept, and shown on a page of their own."""
