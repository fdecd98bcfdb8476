"""Deadlines of calls for projects: read in articles, checked by a coordinator, reminded of."""
