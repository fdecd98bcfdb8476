"""No wall of text: all that people saw in the scenario, measured as a phone shows it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from sandbox.play.scenario import play
from sandbox.play.witness import Seen, Witness
from sandbox.server.sandbox import Sandbox
from tests import browsers

pytestmark = browsers.NEEDED

_MEASURE = """async (texts) => {
  const { markdown } = await import("/page/markdown.js");
  const { el } = await import("/page/dom.js");
  const words = (text) => el("div", { class: "md" }, markdown(text, { names: new Set() }));
  const rows = texts.map((text) => el("li", { class: "message" },
    el("span", { class: "avatar" }), el("div", { class: "body" }, words(text))));
  document.body.replaceChildren(el("ol", { class: "messages" }, ...rows));
  const lines = (row) => {
    const range = document.createRange();
    range.selectNodeContents(row.querySelector(".md"));
    const middles = [...range.getClientRects()].filter((one) => one.width && one.height < 60)
      .map((one) => one.top + one.height / 2).sort((a, b) => a - b);
    return middles.filter((at, place) => !place || at - middles[place - 1] > 8).length;
  };
  return rows.map(lines);
}"""
"""Writes messages as the sandbox's page does, one below the other, and counts the lines of each."""


async def test_no_message_is_a_wall_on_a_phone(tmp_path: Path) -> None:
    witness = Witness()
    told: list[str] = []
    assert await play(told.append, witness) == 0, "\n".join(told[-30:])
    seen = list(witness.seen)

    measured = zip(await _lines(tmp_path, seen), seen, strict=True)

    walls = sorted((n, one.place, one.start) for n, one in measured if n > one.place.limit)
    assert [f"{n} lines {place.label}: {start}" for n, place, start in walls] == []


async def _lines(folder: Path, seen: Sequence[Seen]) -> list[int]:
    """Return how many lines each message has on a phone."""
    async with Sandbox(data_dir=folder, port=0) as sandbox, browsers.browser() as browser:
        page = await browsers.page_of(browser, browsers.PHONE)
        await page.goto(f"{sandbox.url}/sandbox/mails")
        await page.add_style_tag(url=f"{sandbox.url}/page/messages.css")
        found: list[int] = await page.evaluate(_MEASURE, [each.text for each in seen])
        return found
