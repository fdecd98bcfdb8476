"""`courroie diagnostic`: one file about an installation, which may be sent to anyone.

What is not known to be nobody's is left out: there are numbers, moments, members of our own
enumerations, names of our tables, settings, figures and events, and places of the code. Any other
text, be it a setting, a finding or an error's, is a person's word until proven otherwise.
"""

from __future__ import annotations

import asyncio
import json
import os
import platform
import re
import shutil
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import datetime
from enum import Enum
from importlib.metadata import PackageNotFoundError, requires, version
from itertools import count
from pathlib import Path
from traceback import format_exception

from prometheus_client.parser import text_string_to_metric_families
from pydantic import BaseModel
from sqlalchemy import Connection, Table, func, inspect, select, text
from sqlalchemy.engine import make_url

from bot.admin.check import findings, local_address, told_at
from bot.app import utc_now
from bot.config.models import Config
from bot.core.columns import EnumText, metadata
from bot.core.inspection import peek
from bot.core.migrate import HEAD
from bot.pages.health import HealthStatus

NOTE = (
    "Ni mots, ni noms, ni comptes, ni adresses, ni secrets ; « … » tient la place de ce qui en "
    "serait. Relisez avant d'envoyer : le défaut serait le nôtre."
)

_STATES = {"status", "state", "standing"}
_OUR_WORDS = re.compile(r"[a-z][a-z_. ]{0,40}")
_OUR_CODE = re.compile(r'File "[^"]*?((?:bot|commands|scheduler|sandbox)/[\w/]+\.py)", line (\d+)')
_ERROR = re.compile(r"^(?:\w+\.)*(\w+(?:Error|Exception))\b", re.MULTILINE)


async def diagnose(
    config: Config, journal: Iterable[str] | None, absent: Sequence[str] = ()
) -> str:
    """Return the file, in JSON; `journal` are lines of the log, if the operator gave any.

    `absent` says which secrets are not there: they are counted.
    """
    tables = await asyncio.to_thread(peek, config.bot.database, _counts)
    base = await asyncio.to_thread(peek, config.bot.database, _base)
    here = local_address(config)
    told = {
        "note": NOTE,
        "le": utc_now().isoformat(timespec="seconds"),
        "courroie": _version_of("courroie"),
        "machine": _machine(),
        "dépendances": {
            name: _version_of(name)
            for name in sorted(
                {re.split(r"[^\w.-]", each)[0] for each in requires("courroie") or ()}
            )
        },
        "base": {**(base or {}), **_disk(config), "schéma du programme": HEAD},
        "réglages": masked(config),
        "secrets absents": len(absent),
        "vérification": [each async for each in _checked(config)],
        "santé": _health(await told_at(f"{here}/health")),
        "chiffres": _figures(await told_at(f"{here}/metrics")),
        "tables": tables,
        "journal": None if journal is None else _told(journal),
    }
    return json.dumps(told, ensure_ascii=False, indent=1)


async def _checked(config: Config) -> AsyncIterator[str]:
    """Yield the mark and place of each finding, and what broke the check off."""
    try:
        async for each in findings(config):
            yield " ".join(filter(None, (each.mark, each.place, _digits(each.version))))
    except Exception as error:  # noqa: BLE001  told by its kind
        yield " ".join(("✘", *_place("".join(format_exception(error)))))


def masked(setting: object) -> object:
    """Return a setting as it may be shown: the structure, numbers, choices among ours."""
    match setting:
        case None | bool() | int() | float():
            return setting
        case Enum():
            return setting.value
        case BaseModel():
            return {
                name: masked(getattr(setting, name)) for name in sorted(setting.model_fields_set)
            }
        case Mapping():
            return [masked(each) for each in setting.values()]
        case tuple() | list():
            return [masked(each) for each in setting]
        case _:
            return "…"


def _version_of(package: str) -> str | None:
    try:
        return version(package)
    except PackageNotFoundError:
        return None


def _digits(written: str) -> str:
    """Return the number that a text begins with: of a release, not of who built it."""
    found = re.match(r"[\d.]+", written)
    return found[0].rstrip(".") if found else ""


def _machine() -> Mapping[str, object]:
    return {
        "python": platform.python_version(),
        "système": f"{platform.system()} {_digits(platform.release())} {platform.machine()}",
        "processeurs": os.cpu_count(),
    }


def _base(db: Connection) -> Mapping[str, object]:
    size = "SELECT pg_database_size(current_database())"
    known = inspect(db).has_table("alembic_version")
    at = db.scalar(text("SELECT version_num FROM alembic_version")) if known else None
    return {
        "genre": db.dialect.name,
        "version": ".".join(map(str, db.dialect.server_version_info or ())),
        "schéma": _digits(str(at)),
        **({"octets": db.scalar(text(size))} if db.dialect.name == "postgresql" else {}),
    }


def _disk(config: Config) -> Mapping[str, object]:
    """Return the sizes of the file, of what it has not taken up yet, and of what is left."""
    url = make_url(config.bot.database)
    path = Path(url.database or "").absolute()
    if url.get_backend_name() != "sqlite" or not path.is_file():
        return {}
    wal = path.with_name(f"{path.name}-wal")
    return {
        "octets": path.stat().st_size,
        "octets du journal": wal.stat().st_size if wal.is_file() else 0,
        "octets libres": shutil.disk_usage(path.parent).free,
    }


def _counts(db: Connection) -> Mapping[str, object]:
    there = {*inspect(db).get_table_names()}
    return {each.name: _count(db, each) for each in metadata.sorted_tables if each.name in there}


def _count(db: Connection, table: Table) -> object:
    """Count the rows, by their state if they have one."""
    for column in table.c:
        if column.name in _STATES and isinstance(column.type, EnumText):
            found = db.execute(select(column, func.count()).group_by(column))
            return {str(state and state.value): number for state, number in found}
    return db.scalar(select(func.count()).select_from(table))


def _health(page: str) -> object:
    try:
        status = json.loads(page)["status"]
    except (ValueError, LookupError, TypeError):
        return None
    return status if status in {*HealthStatus} else None


def _figures(page: str) -> Mapping[str, float]:
    """Return our figures; servers and tools are numbered."""
    numbers: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(count(1).__next__))
    found = {}
    for family in text_string_to_metric_families(page) if "courroie_" in page else ():
        for each in family.samples:
            if family.name.startswith("courroie_") and not each.name.endswith("_bucket"):
                labels = [
                    value
                    if key in _OURS and _OUR_WORDS.fullmatch(value)
                    else f"{key} {numbers[key][value]}"
                    for key, value in each.labels.items()
                    if value
                ]
                found[" ".join((each.name, *labels))] = each.value
    return found


_OURS = {"via", "outcome", "job"}
"""The labels whose values are our own words."""


def _told(journal: Iterable[str]) -> Mapping[str, object]:
    """Count the warnings and errors of a log, by their event and place, without their texts."""
    facts: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for line in journal:
        try:
            told = json.loads(line)
            level, event, at = (str(told[key]) for key in ("level", "event", "timestamp"))
            moment = datetime.fromisoformat(at).isoformat(timespec="seconds")
        except (ValueError, LookupError, TypeError):
            facts["ligne qui n'est pas de Courroie",].append("")
            continue
        if level in {"warning", "error"} and _OUR_WORDS.fullmatch(event):
            facts[level, event, *_place(str(told.get("exception", "")))].append(moment)
    return {
        " ".join(fact): f"{len(moments)} fois" + (f", la dernière {max(moments)}" * any(moments))
        for fact, moments in sorted(facts.items())
    }


def _place(exception: str) -> Iterable[str]:
    """Return the kind of an error and where in our code it came from, "" for no error."""
    kinds, places = _ERROR.findall(exception), _OUR_CODE.findall(exception)
    return [*kinds[-1:], *(":".join(each) for each in places[-1:])]
