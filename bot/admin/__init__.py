"""What operators run by hand: check, setup, collect, backups, the memory, a diagnostic."""
