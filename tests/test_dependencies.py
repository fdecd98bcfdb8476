"""The libraries: licences that go with ours; `docs/dependencies.md` tells those we ask for."""

from __future__ import annotations

import re
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from bench.dependencies import is_compatible, libraries, licence

ROOT = Path(__file__).parents[1]


def test_every_licence_goes_with_ours() -> None:
    told = {name: licence(name) for name in libraries()}

    assert {"aiohttp", "numpy", "psycopg-binary", "aiosmtpd", "yarl"} <= told.keys()
    assert {name: each for name, each in told.items() if not is_compatible(each)} == {}


@pytest.mark.parametrize(
    "told", ["GPL-2.0-only", "Proprietary", "", "MIT AND SSPL-1.0", "AGPL-3.0 OR BUSL-1.1"]
)
def test_a_licence_that_does_not_is_found(told: str) -> None:
    assert not is_compatible(told)


def test_each_library_that_we_ask_for_is_in_the_table() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = [*chain(project["dependencies"], *project["optional-dependencies"].values())]
    names = {re.split(r"[\[<>=]", each)[0] for each in asked}
    page = (ROOT / "docs" / "dependencies.md").read_text("utf-8")
    rows = re.findall(
        r"^\| `([\w-]+)` \| .+ \| \d{4}-\d\d \| (.+?) \| [\d.]+ \|$", page, re.MULTILINE
    )

    assert {name for name, _ in rows} == names
    assert {name: told for name, told in rows if told != licence(name)} == {}
