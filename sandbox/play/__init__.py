"""Months played without a browser: people who type, click and read, and what they live."""
