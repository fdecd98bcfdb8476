"""What was written down of a meeting, notes or a transcript, and what of it is for the minutes."""
