"""The only SQL: functions, connection first, domain objects in and out."""
