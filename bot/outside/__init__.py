"""Outside systems that get a copy: Courroie keeps the truth, and reads nothing back."""
