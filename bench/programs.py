"""The programs that collect feeds: ours, and those that are compared with it where they are."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from bench import miniflux
from bench.publishers import PRINTED, address
from bench.town import Program, Told, Town, run

CASES = ("cold", "same", "changed")

_HERE = Path(__file__).parent
_NEWSBOAT = "reload-threads 8\nauto-reload no\n"
_SFEED = r"""sfeedpath={feeds}
feeds() {{ n=0; while read -r url; do n=$((n+1)); feed "$n" "$url"; done < {urls}; }}
fetch() {{
    curl -f -s -m 15 -L --max-redirs 0 -H "User-Agent: sfeed" --compressed \
        --etag-save {etags}/"$1" --etag-compare {etags}/"$1" "$2" 2>/dev/null
}}
"""
"""Its own script, which as it comes knows no validators: this is its guide's way to send them."""


def others() -> Mapping[str, Program]:
    """Find the programs to compare with, by name; say which are missing."""
    found: dict[str, Program] = {}
    if python := os.environ.get("COURROIE_BENCH_READER"):
        found["reader"] = lambda town, _: _reader(python, town)
    else:
        print("readers: no `reader` here (COURROIE_BENCH_READER)", file=sys.stderr)
    if newsboat := shutil.which("newsboat"):
        found["newsboat"] = lambda town, case: _newsboat(newsboat, town, case)
    else:
        print("readers: no `newsboat` here (apt install newsboat)", file=sys.stderr)
    if (sfeed := shutil.which("sfeed_update")) and shutil.which("curl"):
        found["sfeed"] = lambda town, _: _sfeed(sfeed, town)
    else:
        print("readers: no `sfeed` with `curl` here (apt install sfeed curl)", file=sys.stderr)
    if missing := miniflux.missing():
        print(f"readers: no `miniflux` here ({missing})", file=sys.stderr)
    else:
        found["miniflux"] = miniflux.collect
    return found


def ours(town: Town, case: str) -> Told:
    """Collect as the bot does."""
    hours = 2 * CASES.index(case)  # a feed is asked once an hour
    arguments = (town.folder / "courroie.db", town.port, town.publishers, hours)
    ran = run([sys.executable, "-m", "bench.collecting", *map(str, arguments)])
    told = json.loads(ran.output)
    assert told["failing"] == 0, f"{told['failing']} feeds failed"
    return {**told, "memory": ran.memory}


def _reader(python: str, town: Town) -> Told:
    script, file = _HERE / "with_reader.py", town.folder / "reader.db"
    ran = run([python, str(script), str(file), str(town.addresses)])
    return {**json.loads(ran.output), "memory": ran.memory}


def _newsboat(newsboat: str, town: Town, case: str) -> Told:
    """Have newsboat collect.

    It keeps a feed's validators from the second time that it reads it on: it is spared this one.
    """
    (town.folder / "config").write_text(_NEWSBOAT, encoding="utf-8")
    files = ["-u", str(town.addresses), "-c", str(town.folder / "newsboat.db")]
    command = [newsboat, *files, "-C", str(town.folder / "config"), "-x"]
    home = {**os.environ, "HOME": str(town.folder)}
    if case == "same":
        _give_validators(town)
    started = run([*command, "print-unread"], home)
    ran = run([*command, "reload"], home)
    with closing(sqlite3.connect(town.folder / "newsboat.db")) as file:
        (kept,) = file.execute("SELECT count(*) FROM rss_item").fetchone()
    return {
        "ended": ran.ended,
        "cpu": ran.cpu - started.cpu,
        "memory": ran.memory,
        "kept": kept,
    }


def _sfeed(sfeed: str, town: Town) -> Told:
    """Have sfeed collect: its script, which starts a dozen small programs for each feed."""
    feeds, etags = town.folder / "sfeed", town.folder / "etags"
    etags.mkdir(exist_ok=True)
    (town.folder / "sfeedrc").write_text(
        _SFEED.format(feeds=feeds, etags=etags, urls=town.addresses), encoding="utf-8"
    )
    ran = run([sfeed, str(town.folder / "sfeedrc")], {**os.environ, "TMPDIR": str(town.folder)})
    kept = sum(len(each.read_bytes().splitlines()) for each in feeds.iterdir())
    return {"ended": ran.ended, "cpu": ran.cpu, "memory": ran.memory, "kept": kept}


def _give_validators(town: Town) -> None:
    """Write to newsboat's file what a second reading of the first edition writes there."""
    printed = int(PRINTED.timestamp())
    rows = [(f'"{each}-0"', printed, address(each, town.port)) for each in range(town.publishers)]
    with closing(sqlite3.connect(town.folder / "newsboat.db")) as file, file:
        file.executemany("UPDATE rss_feed SET etag = ?, lastmodified = ? WHERE rssurl = ?", rows)
