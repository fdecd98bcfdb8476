"""How likely a post of a channel asks something, is too private to be shown, or answers another.

Three logistic regressions over a few facts of a post and of what stands around it, learnt on the
invented years of hands that knew nothing of the program (`python -m bench.past_training`). What a
sentence is after was learnt before (`bot.french.aims`): here it is one fact among others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from math import exp, log1p

from bot.core.patterns import lazy_pattern
from bot.french.aims import SentenceAim
from bot.french.folding import spaced
from bot.french.learnt import kept
from bot.past.matters import TALK
from bot.past.posts import LONGEST, TalkPost, TalkThread

Facts = Mapping[str, float]


def likelihood(what: str, facts: Facts) -> float:
    """Return how likely something is, 0 to 1: « asks », « private », « answers »."""
    weights = kept(__package__)
    return 1 / (1 + exp(-sum(weights.get(f"{what} {name}", 0) * facts[name] for name in facts)))


def asking(asked: TalkThread) -> Facts:
    """Return what tells whether a post asks the network something."""
    post, text = asked.post, asked.post.said
    others = [each for each in asked.talk if not asked.is_own(each)]
    after = [each for each in asked.talk[1:] if asked.is_own(each)]
    before = [each for each in asked.before if each.asks and not asked.is_own(each)]
    return {
        "": 1,
        **_aims(post),
        **{f"word {name}": worth / 2 for name, worth in post.features.items() if name},
        **{f"says {kind}": times for kind, times in _said(text).items()},
        "mark": "?" in text,
        "length": log1p(post.words),
        "link": _LINK.search(text) is not None,
        "quotes": _QUOTED.search(text) is not None,
        "shouts": text.isupper(),
        "reactions": log1p(post.reactions),
        "shares with a question": log1p(max(_shared(post, before), default=0)),
        "told": log1p(max((each.words for each in others), default=0)),
        "comes back": bool(after),
        "thanks": any(_thanks(each) for each in after),
    }


def answering(asked: TalkThread, reply: TalkPost) -> Facts:
    """Return what tells whether a reply answers a post."""
    inside = reply.root == asked.post.id
    beside = asked.thread if inside else asked.soon
    after = beside[beside.index(reply) + 1 :]
    others = [each for each in beside if not asked.is_own(each)]
    return {
        "": 1,
        **_aims(reply),
        "ends asking": reply.said.rstrip().endswith("?"),
        "length": log1p(reply.words),
        "reactions": log1p(reply.reactions),
        "most reactions": 0 < reply.reactions == max(each.reactions for each in others),
        "outside": not inside,
        "hours": log1p(max(timedelta(), reply.at - asked.post.at) / timedelta(hours=1)),
        "last": reply is others[-1],
        "shared": log1p(_shared(asked.post, [reply])[0]),
        "asker is next": asked.is_own(after[0]) if after else False,
        "asker thanks": any(asked.is_own(each) and _thanks(each) for each in after),
    }


def private(asked: TalkThread) -> Facts:
    """Return what tells whether a thread is on an employer, pay, health, a conflict, or someone.

    What is replied gives it away as well: that there is a doctor at work, or that a name must go.
    """
    replied = replace(asked.post, text=". ".join(each.said for each in asked.thread))
    replies = {f"reply {name}": worth for name, worth in replied.features.items()}
    return {**asked.post.features, **replies}


def _aims(post: TalkPost) -> Facts:
    return {f"is {aim.value}": post.aims[aim] for aim in _AIMS}


def _shared(post: TalkPost, others: Iterable[TalkPost]) -> Sequence[int]:
    return [len(post.stems & each.stems) for each in others]


def _thanks(post: TalkPost) -> bool:
    return _THANKS.search(spaced(post.said)) is not None


def _said(text: str) -> Facts:
    """Return how many different words of each kind a text has: two say no less than more."""
    words = " ".join(_WORD.findall(spaced(text[:LONGEST])))
    times = {kind: len({*pattern.findall(words)}) for kind, pattern in TALK.items()}
    return {kind: min(2, each) for kind, each in times.items() if each}


_AIMS = (SentenceAim.ASK, SentenceAim.ANSWER, SentenceAim.COURTESY)
_LINK = lazy_pattern(r"https?://|\bwww\.|\w\.(?:fr|org|com|net|eu)\b")
_QUOTED = lazy_pattern(r"```|^(?:>|[|]|#+ |De : )", re.MULTILINE)
_WORD = lazy_pattern(r"[a-z0-9]+")
_THANKS = lazy_pattern(
    r"\b(?:merc+i+|mci|thx|genial|nickel|parfait|super|top|sauve\w*|marche|trouve)\b|🙏"
)
