"""What the clock asks for, one module a job."""
