"""A mail server in a process of its own, which writes down each message that it accepts.

`python -m tests.letter.mail.sink PORTFILE LOG`: a line a message, its recipient and its
Message-ID. It answers at once, and outlives whoever sends.
"""

from __future__ import annotations

import asyncio
import re
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP, Envelope, Session

_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE)


class Sink:
    """Accepts everything, and writes it down before it says so."""

    def __init__(self, log: Path) -> None:
        self._log = log.open("ab", buffering=0)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Accept a message."""
        content = envelope.content
        assert isinstance(content, bytes)
        found = _ID.search(content)
        identity = found[1].decode() if found else ""
        self._log.write(f"{envelope.rcpt_tos[0]} {identity}\n".encode())
        return "250 OK"


async def main(port_file: Path, log: Path) -> None:
    """Serve until killed; the port is in its file once we listen."""
    sink = Sink(log)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(sink, hostname="localhost"), "127.0.0.1", 0)
    told = port_file.with_suffix(".new")
    told.write_text(str(server.sockets[0].getsockname()[1]), encoding="utf-8")
    told.rename(port_file)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
