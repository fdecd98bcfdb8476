"""What the program is made of, from what is installed: `python -m bench dependencies`.

For each library that the program needs, its licence, its weight on the disk, and who uses it: the
modules of ours that import it, or the libraries that take it along.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.metadata import Distribution, distribution, packages_distributions
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_SHOWN = 4
_EXTRAS = "meaning|postgresql|sandbox"
_NAME = re.compile(r"[\w.-]+")
_TOLD = {"httpx-aiohttp": "BSD-3-Clause", "resvg-py": "MIT"}
"""Licences that their files tell, and their metadata do not."""

_COMPATIBLE = re.compile(
    r"MIT|0BSD|BSD(-[23]-Clause)?|ISC.*|Zlib|CC0-1\.0|Apache(-2\.0| Software)|"
    r"(MPL-|Mozilla Public License )2\.0.*|PSF-2\.0|Python Software Foundation|"
    r"L?GPL-3\.0-(only|or-later)"
)
"""What may be part of a work under AGPL-3.0-or-later, by the FSF's list of licences."""


def figures() -> Iterator[tuple[str, float, str]]:
    """Yield the weight of each library, the heaviest first, with what there is to know of it."""
    users, importers = _needs(), _importers()
    weighed = sorted(((weight(name), name) for name in users), reverse=True)
    for size, name in weighed:
        by = [*sorted(importers[name]), *sorted(users[name] - {"courroie"})]
        told_by = ", ".join(by[:_SHOWN]) + ("…" if by[_SHOWN:] else "")
        yield f"{name} {distribution(name).version} ({licence(name)}; {told_by})", size, "MB"
    yield "all", round(sum(size for size, _ in weighed), 1), "MB"


def libraries() -> frozenset[str]:
    """Return the libraries that the program needs, with its extras, and those that they need."""
    return frozenset(_needs())


def licence(name: str) -> str:
    """Return the licence of a library as it tells it, in a line."""
    about = distribution(name).metadata
    classified = [
        each.rpartition(" :: ")[2].removesuffix(" License")
        for each in about.get_all("Classifier") or ()
        if each.startswith("License :: ") and each != "License :: OSI Approved"
    ]
    written = about["License-Expression"] or _TOLD.get(name) or " OR ".join(classified)
    return written or (about["License"] or "").partition("\n")[0]


def is_compatible(told: str) -> bool:
    """Tell whether a library under this licence may be part of the program."""
    return any(
        all(_COMPATIBLE.fullmatch(each) for each in choice.split(" AND "))
        for choice in told.split(" OR ")
    )


def weight(name: str) -> float:
    """Return the MB of its files, without compiled Python."""
    files = distribution(name).files or ()
    paths = (Path(str(each.locate())) for each in files if each.suffix != ".pyc")
    return round(sum(each.stat().st_size for each in paths if each.is_file()) / 1e6, 1)


@cache
def _needs() -> Mapping[str, frozenset[str]]:
    """Return each library that is installed for the program, and which others need it."""
    users: defaultdict[str, set[str]] = defaultdict(set)
    waiting = [("courroie", each) for each in _required(distribution("courroie"), _EXTRAS)]
    while waiting:
        user, (name, extra) = waiting.pop()
        if name not in users:
            waiting += [(name, each) for each in _required(distribution(name), extra)]
        users[name].add(user)
    return {name: frozenset(each) for name, each in users.items()}


def _required(library: Distribution, extras: str) -> Iterable[tuple[str, str]]:
    """Yield what a library needs here, as (name, extra); `extras` is a pattern."""
    for line in library.requires or ():
        wanted, _, condition = line.partition(";")
        extra = re.search(r"extra == ['\"](\S+)['\"]", condition)
        if extra and not re.fullmatch(extras, extra[1]):
            continue
        found = _NAME.match(wanted)
        assert found, line
        name = found[0].lower().replace("_", "-").replace(".", "-")
        if name in _locked():
            of_it = re.search(r"\[(\S+?)\]", wanted)
            yield name, of_it[1] if of_it else ""


@cache
def _locked() -> frozenset[str]:
    """Return the names of the locks; what other machines need is not installed on this one."""
    text = "".join(
        (_ROOT / f"requirements{each}.lock").read_text("utf-8") for each in ("", "-meaning")
    )
    here = re.findall(r"^([\w.-]+)\S* (?!; sys_platform == 'win32')", text, re.MULTILINE)
    return frozenset(here)


def _importers() -> Mapping[str, set[str]]:
    """Return the parts of ours that import each library."""
    owners = packages_distributions()
    importers: defaultdict[str, set[str]] = defaultdict(set)
    for path in (
        each for top in ("bot", "scheduler", "sandbox") for each in (_ROOT / top).rglob("*.py")
    ):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for name in names:
                for owner in owners.get(name.partition(".")[0], ()):
                    part = path.relative_to(_ROOT).with_suffix("").parts
                    importers[owner.lower().replace("_", "-")].add("/".join(part[:2]))
    return importers
