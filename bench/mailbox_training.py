"""Learn the weights of `bot/letter/inbox/weights.tsv`, and tell what they are worth.

    pip install python-crfsuite && python -m bench.mailbox_training FOLDER…

The folders are those of `bench/mailbox.py`. What is printed is the estimate for a new hand: the
mails of each folder are cut with weights that were learnt without them.

What people write is put into each other's mails too, with what phones and offices are known to add,
so that what is learnt is the shapes of the mails, not the words of a few people.
"""

from __future__ import annotations

import random
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from email.message import Message
from pathlib import Path

from bench.mailbox import mails_of, same
from bench.personal import DATA
from bench.weights import keep, learnt_by, lines, of_kinds
from bot.letter.inbox import wrote as cutting
from bot.letter.inbox.mail_text import text_of
from bot.letter.inbox.wrote import BELOW, FOLLOWS, WRITTEN, MailLine, features, lines_in, wrote

_SETTINGS = {"c1": 0.3, "c2": 0.3, "max_iterations": 120, "feature.minfreq": 4}
_OTHERS = 3
"""Mails that each person's words are put into."""

_LONGEST = 30
"""Lines of what is put into another mail, at the most."""

_LIGHTEST = 0.03
"""Under which a weight is left out."""

_ADDED, _QUOTED = "added", "quoted"

_KNOWN, _BARE = DATA / "mail_added.txt", 0.75
"""What phones, programs and offices are known to add; how many mails get none of it."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """The lines of a mail, with the kind of each."""

    message: Message
    lines: Sequence[MailLine]
    kinds: Sequence[str]

    @property
    def written(self) -> slice | None:
        """Where all that is written stands together above all else, None where it does not."""
        places = [at for at, kind in enumerate(self.kinds) if kind == WRITTEN]
        whole = places and places[-1] - places[0] + 1 == len(places) and BELOW not in self.kinds
        return slice(places[0], places[-1] + 1) if whole else None


def lesson(message: Message, wrote_: str) -> Lesson | None:
    """Return what a mail teaches; None where what was written cannot be found in its lines."""
    its = lines_in(text_of(message))
    placed = [(at, word) for at, (text, _) in enumerate(its) for word in text.split()]
    words = [word for _, word in placed]
    found = SequenceMatcher(None, wrote_.split(), words, autojunk=False).get_matching_blocks()
    hits = [0] * len(its)
    for block in found:
        for at, _ in placed[block.b : block.b + block.size]:
            hits[at] += 1
    is_written = [2 * hit > len(text.split()) for hit, (text, _) in zip(hits, its, strict=True)]
    kept = [text for (text, _), so in zip(its, is_written, strict=True) if so]
    if not same("\n".join(kept), wrote_):
        return None
    return Lesson(message, its, [*_kinds(its, message, is_written)])


def _kinds(its: Sequence[MailLine], message: Message, is_written: Sequence[bool]) -> Iterator[str]:
    """Give the kind of each line: quoted where it bears `>`, or from the first headers on."""
    within, marked = False, any(text == ">" for text, _ in its)
    for seen, is_own in zip(features(its, message), is_written, strict=True):
        headed = "is header" in seen and "then is header" in seen
        told = not {"original", "origine"}.isdisjoint(seen)
        within |= not is_own and not marked and (headed or told)
        quoted = within or "is quotation" in seen
        yield (BELOW if within else WRITTEN) if is_own else _QUOTED if quoted else _ADDED


def mixed(some: Sequence[Lesson]) -> Iterator[Lesson]:
    """Give some lessons, and each mail with what others wrote in place of what is written there."""
    chance = random.Random(3)  # noqa: S311  to learn the same again
    added = [lines_in(f"\n{each}") for each in _KNOWN.read_text("utf-8").split("\n\n")]
    givers = [(one, place) for one in some if (place := one.written)]
    for one in some:
        yield one
        place = one.written
        for _ in range(_OTHERS):
            other, its = chance.choice(givers)
            theirs = other.lines[its]
            if place is None or len(theirs) > _LONGEST:
                yield one
                continue
            signed = [*one.kinds, _QUOTED][place.stop] == _ADDED
            block = [] if signed or chance.random() < _BARE else chance.choice(added)
            yield replace(
                one,
                lines=[*one.lines[: place.start], *theirs, *block, *one.lines[place.stop :]],
                kinds=[
                    *one.kinds[: place.start],
                    *[WRITTEN] * len(theirs),
                    *[_ADDED] * len(block),
                    *one.kinds[place.stop :],
                ],
            )


def learn(some: Sequence[Lesson]) -> Mapping[str, Mapping[str, float]]:
    """Return the weights of each feature for each kind."""
    import pycrfsuite  # type: ignore[import-not-found,import-untyped,unused-ignore]  # noqa: PLC0415

    trainer = pycrfsuite.Trainer(verbose=False)
    for one in mixed(some):
        trainer.append([list(each) for each in features(one.lines, one.message)], one.kinds)
    told = learnt_by(trainer, _SETTINGS)
    weights = defaultdict[str, dict[str, float]](dict)
    for (before, kind), weight in told.transitions.items():
        weights[f"{FOLLOWS} {before}"][kind] = weight
    for (feature, kind), weight in told.state_features.items():
        if abs(weight) >= _LIGHTEST:
            weights[feature][kind] = weight
    return weights


def main(folders: Sequence[str]) -> None:
    """Estimate, learn from all, and write the weights."""
    sets = {each: [*mails_of(Path(each))] for each in folders}
    taught = {
        each: [one for mail in its if mail.wrote and (one := lesson(mail.message, mail.wrote))]
        for each, its in sets.items()
    }
    for each, its in sets.items():
        keep(
            cutting,
            lines(
                of_kinds(
                    learn([one for other, some in taught.items() if other != each for one in some])
                )
            ),
        )
        found = [
            same(wrote(mail.message, mail.letter), mail.wrote)
            for mail in its
            if mail.wrote is not None
        ]
        print(f"{each}: {sum(found)} of {len(found)}, {100 * sum(found) / len(found):.1f} %")
    keep(cutting, lines(of_kinds(learn([one for some in taught.values() for one in some]))))


if __name__ == "__main__":
    main(sys.argv[1:])
