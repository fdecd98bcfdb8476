"""The network's own year, told by `courroie demo --scenario`."""

from __future__ import annotations

import re

from sandbox.play import Play, expect
from sandbox.player import MissingError

PNG = b"\x89PNG\r\n\x1a\n"


async def year(play_: Play) -> None:
    """Publish the year's figures: a picture, a page, a table, and no one's name."""
    play_.scene("Le bilan de l'année")
    told = await play_.types("amina", "/reseau bilan canal", "Je publie le bilan de l'année")
    post = await play_.reads("zoe", "L'année de 42 - Loire, de")
    if not (await play_.people["zoe"].downloads(post)).startswith(PNG):
        raise MissingError("the year's picture is none")
    page = re.search(r"http://\S+", told)
    if page is None:
        raise MissingError(f"no address in « {told} »")
    play_.does("zoe", "ouvre la page du bilan dans son navigateur.")
    text = await play_.people["zoe"].visits(page[0])
    expect("Le bilan de 42 - Loire", text)
    for name in ("Louis", "Zoé", "Amina"):
        if name in text:
            raise MissingError(f"a member is named at {page[0]}")
    await play_.types("louis", "/reseau bilan csv", "arrive en message direct")
    await play_.hears("louis", "un chiffre par ligne")
