"""What operators run by hand: check, setup, collect, what comes back by mail."""
