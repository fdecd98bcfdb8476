"""Ports that nobody else gets, however many tests run at once."""

from __future__ import annotations

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager

_OURS = range(20_000, 32_000)
"""Below those that systems give to whoever asks for any: what was given one, stops and listens
there again would take it from us meanwhile."""


@contextmanager
def held_port() -> Iterator[int]:
    """Keep a free port for us: nobody else is given it, and whoever we tell may listen on it.

    While nobody listens, it refuses connections.
    """
    with socket.socket() as holder:
        port = _bound(holder)
        holder.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        yield port


def _bound(holder: socket.socket) -> int:
    """Bind to a port that nobody uses or holds; return it."""
    for _ in _OURS:
        port = secrets.choice(_OURS)
        try:
            holder.bind(("127.0.0.1", port))
        except OSError:
            continue
        return port
    raise AssertionError("none of our ports was found free")
