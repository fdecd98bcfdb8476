"""Which threads of a channel's past ask the network something, and which reply answers each.

Pure: posts in, findings out; nothing is kept of what was read. What decides are three weighings
(`weighing`): whether a post asks, whether it is too private to be shown, whether a reply answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from bot.french.discretion import Discretion, read
from bot.french.personal import personal_data
from bot.past import weighing
from bot.past.posts import TalkPost, TalkThread

ASKS = 0.3
"""How likely a post asks something, from which on it is shown; chosen across hands (the bench)."""

PRIVATE = 0.35
"""How likely a thread is nobody's business, from which on it is not shown: in doubt it is hidden.

As low as it may be for nine in ten of those that ask to be found, across hands. At 0.15 half as
many private ones pass, and two in ten of those that ask are missed.
"""

ANSWERS = 0.2
"""How likely a reply answers, from which on it is proposed."""

REPLIES = 5
"""Replies among which the one that answers is chosen, at most."""

SOON = timedelta(hours=8)
"""How long after a question a post outside its thread may still answer it."""

_NEXT = 8
"""Posts outside the thread that may do so."""

_LAST = 6
"""Posts before a post, outside its thread, that it may itself answer."""

_THREAD = 50
"""Replies of a thread that are read; what comes after them is about something else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A post that asks, how likely it may be kept (0 to 1), and its likeliest answers first."""

    post: TalkPost
    likelihood: float
    replies: Sequence[TalkPost]


def find(posts: Sequence[TalkPost], rest: Callable[[], None] = lambda: None) -> Sequence[Found]:
    """Return what asks something among the posts, the likeliest first, the doubtful last.

    What carries personal data is not among them, neither as a question nor as an answer; nor a
    thread that may well be about one's employer, contract, pay or health, a conflict, or someone.
    It takes seconds: `rest` lets others go on before each thread.
    """
    found = []
    for asked in asked_in(posts):
        rest()
        asks = weighing.likelihood("asks", weighing.asking(asked))
        if asks >= ASKS and (private := privacy(asked)) < PRIVATE:
            likelihood = asks * (1 - private)
            found.append(Found(post=asked.post, likelihood=likelihood, replies=_answers(asked)))
    return sorted(found, key=lambda each: -each.likelihood)


def asked_in(posts: Sequence[TalkPost]) -> Iterator[TalkThread]:
    """Give each post that begins a thread, or stands alone, with what was said around it."""
    in_order = sorted(posts, key=lambda post: post.at)
    alone = [post for post in in_order if post.root == post.id]
    threads: Mapping[str, list[TalkPost]] = defaultdict(list)
    for post in in_order:
        if post.root != post.id and len(threads[post.root]) < _THREAD:
            threads[post.root].append(post)
    for place, first in enumerate(alone):
        before, after = alone[max(0, place - _LAST) : place], alone[place + 1 : place + 1 + _NEXT]
        yield TalkThread(
            post=first,
            thread=threads.get(first.id, []),
            soon=[each for each in after if each.at - first.at <= SOON],
            before=[each for each in before if first.at - each.at <= SOON],
        )


def _answers(asked: TalkThread) -> Sequence[TalkPost]:
    """Return what may answer a post, the likeliest first."""
    weighed = [
        (weighing.likelihood("answers", weighing.answering(asked, reply)), reply)
        for reply in asked.replies
    ]
    weighed.sort(key=lambda each: -each[0])
    likely = (post for chance, post in weighed if chance >= ANSWERS)
    return [*islice((post for post in likely if not is_kept_back(post.text)), REPLIES)]


def privacy(asked: TalkThread) -> float:
    """Return how likely a thread is nobody's business, 0 to 1: by its matter, or as any text is."""
    if is_kept_back(asked.post.text):
        return 1.0
    return weighing.likelihood("private", weighing.private(asked))


def is_kept_back(text: str) -> bool:
    """Tell whether a text bears someone's data or words, or was to go no further.

    A doubtful wish is not asked about: who wrote it is not named, and is told once it is kept.
    """
    private = read(text).asked is Discretion.PRIVATE
    return private or bool(personal_data(text)) or quotes_others(text)


def quotes_others(text: str) -> bool:
    """Tell whether a text repeats what someone else wrote, who may not want it to be read."""
    return any(line.lstrip().startswith(">") for line in text.splitlines())
