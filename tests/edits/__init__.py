"""What a change of a message means."""
