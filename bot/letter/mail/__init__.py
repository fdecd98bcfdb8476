"""The letter by mail: subscribers, each mail on its way, the only SMTP."""
