"""PostgreSQL: our tables put aside in a schema, others in their place, in one transaction.

Killed at any moment, the server undoes it all. A bot that starts meanwhile waits for the tables'
locks, and one that was there before them is seen once they are held.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import Connection, text

from bot.admin.backup.contents import Contents
from bot.admin.backup.errors import BackupError
from bot.admin.backup.postgresql_dumps import COPY, Session
from bot.admin.backup.postgresql_tools import reason, require
from bot.admin.backup.sqlite_files import Progress
from bot.core.locks import our_name
from bot.core.peers_postgresql import holder

_OTHERS = (
    "SELECT application_name FROM pg_stat_activity WHERE datname = current_database() "
    "AND application_name LIKE 'courroie%' AND NOT starts_with(application_name, '{me}')"
)
_SERVED, _DIFFERENT = "CR001", "CR002"
"""SQLSTATEs of ours: a bot is there; not all rows came."""

_REASONS = {
    _SERVED: "un robot vient de se relancer sur cette base. Arrêtez-le d'abord",
    _DIFFERENT: "des lignes manquaient après l'écriture. Vérifiez la sauvegarde",
    "55P03": "un autre programme utilise la base. Arrêtez-le, puis recommencez",
    "42501": "ce compte ne peut pas créer de schéma dans cette base, ou n'en possède pas les "
    "tables. Donnez-lui la base (ALTER DATABASE … OWNER TO …)",
    "53100": "le disque du serveur PostgreSQL est plein. Faites de la place",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Replacing:
    """What is replaced: a database that was seen, the tables that go aside, to which schema."""

    seen: Session
    moved: Sequence[str]
    aside: str
    bar: Progress

    def put_aside(self) -> list[str]:
        """Return the statements that move the tables, each locked for all others from then on."""
        if not self.moved:
            return []
        schema = self.seen.schema
        return [
            "SET LOCAL lock_timeout = '10s'",
            f'CREATE SCHEMA "{self.aside}"',
            *(f'ALTER TABLE "{schema}"."{each}" SET SCHEMA "{self.aside}"' for each in self.moved),
        ]


def refuse_if_served(seen: Session) -> None:
    """Raise BackupError if a bot serves the database, or may have died a moment ago."""
    who = ", ".join(sorted(others_on(seen.db)))
    if not who and "leader" in seen.tables:
        who = holder(seen.db)
    if who:
        raise served_by(who)


def served_by(who: str) -> BackupError:
    """Return the refusal that names who serves the database."""
    return BackupError(
        f"Cette base sert encore ({who}). Arrêtez d'abord tous les robots, puis recommencez ; un "
        "robot tué d'un coup la tient encore six secondes."
    )


def others_on(db: Connection) -> list[str]:
    """Return who else of ours is connected, as it is now, be it in a transaction."""
    return list(db.execute(text(_others())).scalars())


def put_back(backup: Path, held: Contents, replacing: Replacing) -> None:
    """Write a dump in the place of what is replaced, all or nothing. Raises BackupError."""
    seen = replacing.seen
    require(("pg_restore", "psql"), 0)
    psql = seen.tools.start(
        *("psql", "--no-psqlrc", "--quiet", "--no-password", "--set=ON_ERROR_STOP=1"),
        *("--set=VERBOSITY=sqlstate", f"--dbname={seen.tools.address}"),
        stdin=subprocess.PIPE,
    )
    restore = seen.tools.start(
        *("pg_restore", "--file=-", "--no-owner", "--no-privileges", "--exit-on-error"),
        str(backup),
        stdout=subprocess.PIPE,
    )
    assert psql.stdin is not None  # noqa: S101  asked for
    assert restore.stdout is not None  # noqa: S101  asked for
    before = ("BEGIN", *replacing.put_aside(), _unless(_others(), _SERVED))
    why = b""
    with psql, restore:
        with suppress(BrokenPipeError):  # psql stopped, and says why
            psql.stdin.write(_script(before))
            _pour(restore.stdout, psql.stdin, replacing.bar, len(held.rows))
            _, why = restore.communicate()
            if restore.returncode == 0:
                psql.stdin.write(_script((_same_rows(seen.schema, held), "COMMIT")))
            psql.stdin.flush()
        restore.stdout.close()
        said = _ended(psql)
    if psql.returncode:
        raise refused(said)
    if restore.returncode:
        raise BackupError(f"Rien n'a changé : {backup} ne se lit pas ({reason(why.decode())}).")


def refused(said: str) -> BackupError:
    """Return what to say of a transaction that PostgreSQL undid, from what names its SQLSTATE."""
    found = re.search(r"\b([0-9A-Z]{5})\s*$", said.strip().splitlines()[0] if said.strip() else "")
    why = _REASONS.get(found[1]) if found else None
    return BackupError(f"Rien n'a changé : {why or f'PostgreSQL a refusé ({reason(said)})'}.")


def _pour(script: IO[bytes], psql: IO[bytes], bar: Progress, tables: int) -> None:
    """Hand the script over, but for a setting that servers before 17 do not know.

    Rows come frozen: a transaction that began before, and waited for the tables, finds them too. It
    would find the new tables empty.
    """
    left = tables
    for line in script:
        if left == tables and line.startswith(b"SET transaction_timeout"):
            continue
        if COPY.fullmatch(line):
            left -= 1
            bar(max(left, 0), tables)
            line = line.replace(b" FROM stdin;", b" FROM stdin WITH (FREEZE);")  # noqa: PLW2901
        psql.write(line)


def _ended(psql: subprocess.Popen[bytes]) -> str:
    """Close what psql reads, wait for its end, and return what it said."""
    with suppress(BrokenPipeError):
        assert psql.stdin is not None  # noqa: S101  asked for
        psql.stdin.close()
    assert psql.stderr is not None  # noqa: S101  asked for
    said = psql.stderr.read().decode()
    psql.wait()
    return said


def _others() -> str:
    return _OTHERS.format(me=our_name().replace("'", "''"))


def _unless(query: str, state: str) -> str:
    return (
        f"DO $do$ BEGIN IF EXISTS ({query}) THEN "
        f"RAISE EXCEPTION USING ERRCODE = '{state}'; END IF; END $do$"
    )


def _same_rows(schema: str, held: Contents) -> str:
    different = " UNION ALL ".join(
        f'SELECT 1 WHERE (SELECT count(*) FROM "{schema}"."{name}") <> {count}'  # noqa: S608  ours
        for name, count in held.rows.items()
    )
    return _unless(different, _DIFFERENT)


def _script(statements: Sequence[str]) -> bytes:
    return "".join(f"{each};\n" for each in statements).encode()
