"""The mail's edge: the only SMTP, and the only reading of what comes back."""
