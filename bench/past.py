"""How well the questions of a channel's past are found, and which reply answers each.

`data/past/*.jsonl` are invented years of talk in a channel, each by another hand, who knew nothing
of the program, with what each first post is in `truth`. Those that begin with `private` are no
years: two fifths of their threads are nobody's business, half of these subtly so, and as many look
like them and are fine. The `dev` ones are learnt from (`past_training`), which keeps
`estimate.json`: what is found of each with weights that were learnt without it. The `held` ones are
never to be read, shown or learnt from: only what is counted on them here is told. The first two
were counted while thresholds were still chosen; the others were written afterwards, and counted
once for each change.

- *found*: of what asks something that others may be glad to find, and may be shown, how much is;
- *asks nothing*: of what is shown, how much asks nothing;
- *right reply first*: of what is found and was answered, how often the reply that answers is first;
- *private shown*: what is on an employer, a contract, pay, health, a conflict, or bears someone's
  name and number, and is shown nevertheless: none should be;
- *fine hidden*: of what asks and may be shown, how much is taken for one of those.
"""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bot.past.finding import PRIVATE, asked_in, find, privacy
from bot.past.posts import TalkPost

FOLDER = Path(__file__).parent / "data" / "past"
_PRIVATE = "private"
"""How the names begin of what is no year, but half of it nobody's business."""

_YEAR = 2_000
"""Posts of a channel in a year."""


class Truth(BaseModel):
    """What a first post is: whether it asks, which reply answers, whether it is nobody's business.

    `sensitive` ones are never to be shown.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    asks: bool
    answer: str | None = None
    sensitive: bool = False


class Line(BaseModel):
    """A post as a hand wrote it; `truth` on first posts only."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    at: datetime
    who: str
    root: str | None
    text: str
    reactions: Mapping[str, Sequence[str] | int] = {}
    truth: Truth | None = None

    @property
    def post(self) -> TalkPost:
        """What the bot would read of it."""
        return TalkPost(
            id=self.id,
            root=self.root or self.id,
            at=self.at.replace(tzinfo=UTC),
            author=self.who,
            text=self.text,
            reactions=sum(
                each if isinstance(each, int) else len(each) for each in self.reactions.values()
            ),
        )


def year(path: Path) -> Sequence[Line]:
    """Read what a hand wrote."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Line.model_validate(json.loads(line)) for line in lines if line.strip()]


def counted(lines: Sequence[Line]) -> Mapping[str, int]:
    """Count what is found of a year with the weights of the moment."""
    truths = {line.id: line.truth for line in lines if line.truth is not None}
    asking = {post for post, truth in truths.items() if truth.asks and not truth.sensitive}
    count = Counter({"asking": len(asking)})
    count["private"] = sum(truth.sensitive for truth in truths.values())
    posts = [line.post for line in lines]
    fine = (asked for asked in asked_in(posts) if asked.post.id in asking)
    count["fine hidden"] = sum(privacy(asked) >= PRIVATE for asked in fine)
    for found in find(posts):
        truth = truths.get(found.post.id, Truth(asks=False))
        count["shown"] += 1
        count["asks nothing"] += not truth.asks
        count["private shown"] += truth.sensitive
        count["found"] += found.post.id in asking
        first = found.replies[0].id if found.replies else None
        if truth.answer is not None and found.post.id in asking:
            count["answered"] += 1
            count["right first"] += first == truth.answer
            count["right among"] += truth.answer in {each.id for each in found.replies}
        else:
            count["unanswered"] += 1
            count["given a reply"] += first is not None
    return count


def figures(folder: Path = FOLDER) -> Iterable[tuple[str, float, str]]:
    """Give name, value and unit of each figure: each hand left out in turn, then the held ones."""
    kept = json.loads((FOLDER / "estimate.json").read_text(encoding="utf-8"))
    held = {path.stem: counted(year(path)) for path in sorted(folder.glob("*held*.jsonl"))}
    for part, hands in (("left_out", kept), ("held", held)):
        years = [Counter(hands[hand]) for hand in hands if not hand.startswith(_PRIVATE)]
        every = sum(map(Counter, hands.values()), Counter[str]())
        for hand, count in {**hands, "years": sum(years, Counter[str]()), "all": every}.items():
            yield from _shares(f"past_{part}_{hand}", Counter(count))
    yield from _spent(folder)


def _shares(name: str, count: Counter[str]) -> Iterable[tuple[str, float, str]]:
    for what, part, whole in (
        ("found", "found", "asking"),
        ("asks_nothing", "asks nothing", "shown"),
        ("right_reply_first", "right first", "answered"),
        ("right_reply_among", "right among", "answered"),
        ("private_shown", "private shown", "private"),
        ("fine_hidden", "fine hidden", "asking"),
    ):
        if count[whole]:
            yield f"{name}_{what}", 100 * count[part] / count[whole], f"% of {count[whole]}"


def _spent(folder: Path) -> Iterable[tuple[str, float, str]]:
    """Give what a year costs: what the hands wrote, one after the other, again and again."""
    hands = [[line.post for line in year(path)] for path in sorted(folder.glob("dev*.jsonl"))]
    some = [
        replace(post, id=f"{number} {post.id}", root=f"{number} {post.root}")
        for number, posts in enumerate(hands * _YEAR)
        for post in posts
    ][:_YEAR]
    find(some[: _YEAR // 10])  # what loads at first use
    start = time.process_time()
    find(some)
    yield f"past_{_YEAR}_posts", 1000 * (time.process_time() - start), "ms of processor"
