"""Announcements from above: straight to each network aimed at, which does with it as it chose."""
