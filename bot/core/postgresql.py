"""The connections to a PostgreSQL server: none waits for ever, and none makes others wait.

A link may be cut without a word, a process may be frozen in the middle of a transaction whose locks
others need: each side gives the other up after a while.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.pq import TransactionStatus
from sqlalchemy import URL, Engine, create_engine, event

T = TypeVar("T")

PATIENCE = 20.0
"""Seconds without the answer to a statement after which we hold the server for away."""

IDLE = 6
"""Seconds between two statements of a transaction after which the server gives us up.

As long as the lead lasts without a renewal: with it, a frozen process loses its locks.
"""

_TIME_LIMITS = {
    "connect_timeout": "5",
    "tcp_user_timeout": "10000",
    "keepalives_idle": "5",
    "keepalives_interval": "2",
    "keepalives_count": "3",
}
"""After which a server that says nothing is away (seconds, but for the second): libpq would wait
for minutes, or hours. The configured address may say otherwise."""


class PatientConnection(psycopg.Connection[Any]):
    """A connection that closes when the server does not answer within `patience`, if any."""

    patience: float | None = PATIENCE

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """Wait for an answer; raises OperationalError when none comes."""
        try:
            return super().wait(gen, interval, timeout or self.patience)
        except psycopg.OperationalError:
            if self.pgconn.transaction_status == TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def open_engine(place: URL, most: int) -> Engine:
    """Return the way to a server: at most so many serializable transactions side by side."""
    engine = create_engine(
        place.set(query={**_TIME_LIMITS, **place.query}),
        pool_size=most,
        pool_pre_ping=True,
        hide_parameters=True,
        isolation_level="SERIALIZABLE",
    )

    @event.listens_for(engine, "do_connect")
    def _connect(
        _dialect: object, _record: object, _known: object, named: Mapping[str, Any]
    ) -> PatientConnection:
        connection = PatientConnection.connect(**named, autocommit=True)
        connection.execute(f"SET idle_in_transaction_session_timeout = '{IDLE}s'")
        connection.autocommit = False
        return connection

    return engine
