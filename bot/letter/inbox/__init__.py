"""The mailbox of the service, read by IMAP: what comes back, what readers reply, newsletters."""
