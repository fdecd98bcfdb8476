"""What browsers, calendars and feed readers get."""
