"""What a command and a job share, one module a noun."""
