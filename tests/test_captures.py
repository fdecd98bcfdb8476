"""The script that makes the guides' pictures, played whole: skipped where there is no browser."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from docs.camera import HEAVIEST, IMAGES
from docs.captures import take
from tests.mattermost.png import size_of

BROWSER = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.skipif(not BROWSER.exists(), reason=f"no browser at {BROWSER}"),
    pytest.mark.xdist_group("browser"),
    pytest.mark.long,
    pytest.mark.exhaustive,
]


def test_the_pictures_of_the_guides_can_be_made_again(tmp_path: Path) -> None:
    asyncio.run(take(tmp_path))

    made = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    assert made.keys() == {each.name for each in IMAGES.iterdir()}
    for name, picture in made.items():
        assert len(picture) <= HEAVIEST
        width, height = size_of(picture)
        assert width >= 500, name
        assert height >= 100, name
