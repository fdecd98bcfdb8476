"""What someone did lately, and what takes each of it back."""
