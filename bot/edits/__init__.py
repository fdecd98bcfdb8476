"""Messages that were edited or deleted, and what was made from them."""
