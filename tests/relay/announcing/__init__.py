"""What is announced from above."""
