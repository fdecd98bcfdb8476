"""The letter: what it tells, how it is written, when it comes out, who reads it."""
