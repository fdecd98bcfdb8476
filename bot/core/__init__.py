"""What every wing rests on: database, migrations, outbox, occurrences, settings, errors."""
