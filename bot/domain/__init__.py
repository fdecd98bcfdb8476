"""Pure rules: they know neither SQL, nor chat, nor the time of day."""
