"""What a person wrote in a mail, without the letter that it quotes, signature or device line.

Mail programs mark what they quote, and people sign, in more ways than rules would tell. Each line
is weighed by what it says and what stands around it, the kinds of lines that follow each other too
(a linear-chain conditional random field, learnt by `python -m bench.mailbox_training`). What bears
a `>` is quoted, whatever it weighs, and stands as one line.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from email.message import Message
from email.utils import parseaddr
from functools import cache
from typing import NamedTuple

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.learnt import each_kept
from bot.letter.inbox.mail_text import decoded, text_of

WRITTEN, BELOW = "written", "written below"
KINDS = (WRITTEN, BELOW, "added", "quoted")
"""Kinds of lines: what was written above a quotation or without, what inside or under it."""

THEN = "then"
"""Names the weights of the kinds that may stand after another: « then quoted »."""

_MOST, _LONGEST = 1_000, 300
"""Lines of a mail that are looked at, and characters of one."""

_SIZES, _SHORT, _INITIAL = (*range(8), 12, 20), 8, 2
"""Words of a line: sizes told apart, under which it may be a name; letters of no name alone."""

_QUOTED = ">"
_UNSEEN = lazy_pattern(r"[\u200b\u2063]")
_PICTURE = lazy_pattern(r"\[(?:cid:|image|logo)[^\]]*\]|<\S+>", re.IGNORECASE)
_PIECE = lazy_pattern(r"[a-z]+|\d+|[^\w\s]")
_REPLY = lazy_pattern(r"^\W*(?:(?:re|tr|fwd?|rep) ?: ?)+")
_MARKS = {
    "@": lazy_pattern(r"@"),
    "wrote": lazy_pattern(r"\b(?:a ecrit|wrote)\b"),
    "page": lazy_pattern(r"https?:|www\."),
    "phone": lazy_pattern(r"(?<!\d)(?:\+33|0)[\s.]?\(?0?\)?[1-9](?:[\s.-]?\d\d){4}"),
    "time": lazy_pattern(r"\d{1,2}[:h]\d\d"),
    "year": lazy_pattern(r"\b(?:19|20)\d\d\b"),
    "town": lazy_pattern(r"\b\d{5} [a-z]"),
    "header": lazy_pattern(
        r"^[* ]*(?:de|from|expediteur|message du|envoye(?: le| par)?|sent|date|a|to|pour|objet|"
        r"sujet|destinataires?|subject|copie a|cc|repondre a|reply-to|importance)[* ]*:"
    ),
    "label": lazy_pattern(r"^[\w '-]{1,16} ?:(?: |$)"),
    "initials": lazy_pattern(r"^(?:\[[a-z]{2,6}\]|[=-]+>)"),
}
"""What a folded line may bear."""


class MailLine(NamedTuple):
    """A line that says something; `apart` after a blank one."""

    text: str
    apart: bool


class _Seen(NamedTuple):
    """What is seen of a line: marks that it bears, how it looks, its words."""

    marks: Sequence[str]
    looks: Sequence[str]
    words: Sequence[str]


def wrote(message: Message) -> str:
    """Return what a person wrote in a message, blank lines single."""
    lines = lines_in(text_of(message))
    kinds = _likeliest([*features(lines, message)])
    kept = [each for each, kind in zip(lines, kinds, strict=True) if kind in {WRITTEN, BELOW}]
    said = (f"\n{text}" if apart else text for text, apart in kept if text != _QUOTED)
    return "\n".join(said).strip()


def lines_in(text: str) -> Sequence[MailLine]:
    """Return the lines of a text that say something: those quoted together are one."""
    found: list[MailLine] = []
    apart = False
    for each in text.split("\n"):
        line = _UNSEEN.sub("", each.replace("\u00a0", " ")).strip()
        line = _QUOTED if each.startswith(_QUOTED) else line
        if not line or _PICTURE.fullmatch(line):
            apart = True
        elif line != _QUOTED or not found or found[-1].text != _QUOTED:
            found.append(MailLine(line, apart))
            apart = False
    return found[:_MOST]


def features(lines: Sequence[MailLine], message: Message) -> Iterator[Sequence[str]]:
    """Give what is weighed of each line."""
    seen = [*_seen(lines, message)]
    quotes = [at for at, each in enumerate(lines) if each.text == _QUOTED]
    nothing, marked = _Seen(["edge"], [], []), set[str]()
    for at, own in enumerate(seen):
        place = "alone"
        if quotes:
            place = "above" if at < quotes[0] else "between" if at < quotes[-1] else "below"
        found = [*own.marks, *own.looks, *own.words, place]
        found += ["apart"] * lines[at].apart
        found += ["then apart"] * (at + 1 < len(lines) and lines[at + 1].apart)
        found += [f"from top {min(at, 2)}", f"to end {min(len(lines) - at, 4)}"]
        for far in (-2, -1, 1, 2):
            near = seen[at + far] if 0 <= at + far < len(seen) else nothing
            words = near.words if abs(far) == 1 else ()
            found += [f"{far} {each}" for each in (*near.marks, *near.looks, *words)]
            if abs(far) == 1:
                found += [
                    f"{far} {other}|{each}"
                    for each in own.marks or ["none"]
                    for other in near.marks or ["none"]
                ]
        if place in {"alone", "above"}:
            found += [f"after {each}" for each in sorted(marked)]
        marked.update(own.marks, {each for each in own.looks if each.startswith("sign ")})
        yield found


def _seen(lines: Sequence[MailLine], message: Message) -> Iterator[_Seen]:
    """Give what is seen of each line, known who wrote to whom, and of what."""
    name = {*_PIECE.findall(fold(parseaddr(decoded(message.get("From", "")))[0]))}
    name = {each for each in name if len(each) > _INITIAL}
    subject = _REPLY.sub("", fold(decoded(message.get("Subject", "")))).strip()
    domain = parseaddr(str(message.get("To", "")))[1].rpartition("@")[2].casefold() or _QUOTED
    for text, _ in lines:
        folded = fold(text[:_LONGEST])
        pieces = _PIECE.findall(folded)
        words = [each for each in pieces if each.isalpha()]
        marks = [mark for mark, pattern in _MARKS.items() if pattern.search(folded)]
        size, capitals = len(words), sum(each[0].isupper() for each in text.split())
        tells = {
            "quotation": text == _QUOTED,
            "name": len(name) > 1 and name <= {*words} and size < _SHORT,
            "of name": not name.isdisjoint(words) and size < _SHORT // 2,
            "subject": len(subject) > _SHORT and subject in folded,
            "ours": domain in folded,
            "capitals": words != [] and capitals >= 0.7 * len(text.split()),
            "printed": text.isupper(),
        }
        looks = [f"size {next((each for each in _SIZES if size <= each), 99)}"]
        if not words:
            looks.append(f"sign {''.join(each for each in pieces if not each.isdigit())[:3]}")
        looks += [f"first {each}" for each in pieces[:1]]
        looks += [f"last {each}" for each in pieces[-1:] if not each.isalnum()]
        looks += [f"two {' '.join(words[:2])}"] if size > 1 else []
        found = {each for each in words if len(each) > 1}
        yield _Seen([*marks, *(mark for mark, so in tells.items() if so)], looks, sorted(found))


def _likeliest(rows: Sequence[Sequence[str]]) -> Sequence[str]:
    """Return the likeliest kind of each line (Viterbi)."""
    weights = _weights()
    best: Mapping[str, tuple[float, Sequence[str]]] = {}
    for row in rows:
        own = dict.fromkeys(KINDS, 0.0)
        for each in row:
            for kind, weight in weights.get(each, {}).items():
                own[kind] += weight
        best = {
            kind: max(
                (odds + own[kind] + weights[f"{THEN} {before}"].get(kind, _NEVER), [*path, kind])
                for before, (odds, path) in best.items()
            )
            if best
            else (own[kind], [kind])
            for kind in KINDS
        }
    return max(best.values())[1] if best else ()


_NEVER = -3.0
"""For a kind that no text had after another."""


def reload() -> None:
    """Read the weights again, once others were learnt."""
    _weights.cache_clear()


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """Return the weights of what is seen for each kind: « 43 added,-12 quoted »."""
    found: dict[str, Mapping[str, float]] = {f"{THEN} {kind}": {} for kind in KINDS}
    for weight, names in each_kept(__package__):
        told = [each.partition(" ") for each in weight.split(",")]
        for name in names:
            found[name] = {kind: int(worth) / 100 for worth, _, kind in told}
    return found
