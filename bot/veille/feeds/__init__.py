"""The feeds that networks follow."""
