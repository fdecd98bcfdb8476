"""Dates from elsewhere: the calendars that networks follow as they follow feeds."""
