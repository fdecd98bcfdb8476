"""PostgreSQL's own tools: found, of the server's version, run with the password in no argument."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO

import psycopg
from psycopg.conninfo import make_conninfo
from sqlalchemy import Connection

from bot.admin.backup.errors import BackupError

_SECRET = {"password", "sslpassword"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """How to run PostgreSQL's tools on a database: its address without secrets, what they read."""

    address: str
    environment: Mapping[str, str]

    def start(
        self,
        *command: str,
        stdin: int | IO[bytes] = subprocess.DEVNULL,
        stdout: int | IO[bytes] = subprocess.DEVNULL,
    ) -> subprocess.Popen[bytes]:
        """Start a tool; what it says of what goes wrong is to be read. Raises BackupError."""
        return subprocess.Popen(  # noqa: S603  ours, found by `tools_for`
            command, stdin=stdin, stdout=stdout, stderr=subprocess.PIPE, env=self.environment
        )


def tools_for(connection: Connection) -> Tools:
    """Return the way to run the tools on the database of a connection, under the same name."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101  the only driver we have
    known = driver.info.get_parameters()
    environment = {**os.environ, "LC_ALL": "C", "PGCLIENTENCODING": "UTF8"}
    if driver.info.password:
        environment["PGPASSWORD"] = driver.info.password
    address = make_conninfo(**{key: known[key] for key in known if key not in _SECRET})
    return Tools(address=address, environment=environment)


def require(names: Sequence[str], server: int) -> None:
    """Raise BackupError unless each tool is there, and not older than the server's version."""
    for name in names:
        found = shutil.which(name)
        if found is None:
            raise BackupError(
                f"Il manque ici `{name}`, l'outil de PostgreSQL. Installez le paquet "
                f"postgresql-client-{server} (Debian, Ubuntu) ou postgresql{server} (Fedora, "
                "RHEL), puis recommencez."
            )
        version = _version_of(found)
        if version < server:
            raise BackupError(
                f"`{name}` est en version {version}, plus ancienne que le serveur PostgreSQL "
                f"({server}) : il ne sait pas le lire. Installez le paquet "
                f"postgresql-client-{server}, puis recommencez."
            )


def reason(said: str) -> str:
    """Return the line of what a tool said that tells why it stopped, without people's words."""
    lines = [each.strip() for each in said.splitlines()]
    errors = [each for each in lines if re.search(r"\b(error|FATAL|ERROR):", each)]
    return (errors or [each for each in lines if each] or ["il s'est arrêté sans rien dire"])[0]


def _version_of(tool: str) -> int:
    """Return the major version that a tool tells of itself, 0 if it tells none."""
    told = subprocess.run(  # noqa: S603  found in the path
        (tool, "--version"), capture_output=True, check=False, text=True
    ).stdout
    found = re.search(r"\(PostgreSQL\) (\d+)", told)
    return int(found[1]) if found else 0
