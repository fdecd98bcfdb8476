"""What is kept of whom, one's own copy, forgetting."""
