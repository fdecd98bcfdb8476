"""What a person wrote in a mail, without the letter that it quotes, signature or device line.

Mail programs mark what they quote, and people sign, in more ways than rules would tell. Each line
is weighed by what it says and what stands around it, the kinds of lines that follow each other too
(a linear-chain conditional random field, learnt by `python -m bench.mailbox_training`). What bears
a `>` is quoted, whatever it weighs, and stands as one line.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from email.message import Message
from email.utils import parseaddr
from functools import cache
from html import unescape
from typing import NamedTuple

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.learnt import each_kept
from bot.letter.inbox.mail_text import decoded, sender_of, text_of

WRITTEN, BELOW = "written", "written below"
_OTHERS = "quoted"
_NOT_WRITTEN = ("added", _OTHERS)
KINDS = (WRITTEN, BELOW, *_NOT_WRITTEN)
"""Kinds of lines: what was written above a quotation or without, what inside or under it."""

FOLLOWS = "follows"
"""Names the weights of the kinds that may stand after another: « follows quoted »."""

_MOST, _LONGEST = 1_000, 300
"""Lines of a mail that are looked at, and characters of one."""

_MOSTLY = 0.7
_SIZES, _SHORT, _INITIAL = (*range(8), 12, 20), 8, 2
"""Words of a line: sizes told apart, under which it may be a name; letters of no name alone."""

_TELLING, _SURELY, _FEW = 15, 3, 3
"""Letters of a line that surely is the letter's, how many such lines tell that it is there, and
how many runs of three words tell nothing."""

_QUOTED = ">"
_WORD = lazy_pattern(r"\w+")
_ADDRESS = lazy_pattern(r"@|https?:")
_UNSEEN = lazy_pattern(r"[\u200b\u2063]")
_PICTURE = lazy_pattern(r"\[(?:cid:|image|logo)[^\]]*\]|<\S+>", re.IGNORECASE)
_PIECE = lazy_pattern(r"[a-z]+|\d+|[^\w\s]")
_REPLY = lazy_pattern(r"^\W*(?:(?:re|tr|fwd?|rep) ?: ?)+")
_MARKS = {
    "@": lazy_pattern(r"@"),
    "wrote": lazy_pattern(r"\b(?:a ecrit|wrote)\b"),
    "page": lazy_pattern(r"https?:|www\."),
    "phone": lazy_pattern(r"(?<!\d)(?:\+33|0)[\s.]?\(?0?\)?[1-9](?:[\s.-]?\d\d){4}"),
    "header": lazy_pattern(
        r"^[* ]*(?:de|from|expediteur|message du|envoye(?: le| par)?|sent|date|a|to|pour|objet|"
        r"sujet|destinataires?|subject|copie a|cc|repondre a|reply-to|importance)[* ]*:"
    ),
}
"""What a folded line may bear."""


class MailLine(NamedTuple):
    """A line that says something; `apart` after a blank one."""

    text: str
    apart: bool


def wrote(message: Message, letter: str = "") -> str:
    """Return what a person wrote in a message, blank lines single; `letter` is what they had."""
    lines = lines_in(text_of(message))
    ours = _letters(lines, _words_of(letter))
    whole = [at for at, changed in ours.items() if not changed and len(lines[at].text) > _TELLING]
    quotes = len(whole) >= _SURELY  # a line or two may be anyone's
    surely = {*whole, *(at for at, changed in ours.items() if changed)} if quotes else ()
    kinds = _likeliest([*features(lines, message)], surely)
    between = {*range(whole[0], whole[-1])}.difference(ours) if quotes else ()
    within = {at for at in between if kinds[at] == _OTHERS and _says(lines[at].text)}
    said = [
        f"\n{text}" if apart else text
        for at, (text, apart) in enumerate(lines)
        if text != _QUOTED and (kinds[at] in {WRITTEN, BELOW} or at in within)
    ]
    return "\n".join(said).strip()


def _letters(lines: Sequence[MailLine], letter: Sequence[str]) -> Mapping[int, bool]:
    """Return the places of the letter's own lines, and whether each is changed.

    Programs change some: most words follow each other as there, the first and last ones too. Where
    neither a `>` nor a colour is left, nothing else tells what was written between them.
    """
    runs = {*zip(letter, letter[1:], letter[2:], strict=False)}
    whole = f" {' '.join(letter)} "
    found = {}
    for at, (text, _) in enumerate(lines):
        words = _words_of(text)
        own = [each in runs for each in zip(words, words[1:], words[2:], strict=False)]
        if words and f" {' '.join(words)} " in whole:
            found[at] = False
        elif len(own) > _FEW and own[0] and own[-1] and sum(own) > _MOSTLY * len(own):
            found[at] = True
    return found


def _says(text: str) -> bool:
    return bool(_WORD.search(text)) and not _ADDRESS.search(text)


def _words_of(text: str) -> Sequence[str]:
    return _WORD.findall(fold(unescape(text)))


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
    """Give what is weighed of each line: what is seen of it and beside it, and where it stands."""
    seen = [["is edge"], *_seen(lines, message), ["is edge"]]
    quotes = [at for at, each in enumerate(lines) if each.text == _QUOTED]
    marked: set[str] = set()
    for at, (before, own, after) in enumerate(zip(seen, seen[1:], seen[2:], strict=False)):
        first = not quotes or at < quotes[0]
        place = "first" if first else "between" if at < quotes[-1] else "below"
        yield [
            *(
                *own,
                f"is {place}",
                f"quotes {bool(quotes)}",
                f"from top {min(at, 2)}",
                f"to end {min(len(lines) - at, 4)}",
            ),
            *["is apart"] * lines[at].apart,
            *["then apart"] * any(each.apart for each in lines[at + 1 : at + 2]),
            *(f"before {each}" for each in before),
            *(f"then {each}" for each in after),
            *(f"since {each}" for each in sorted(marked) if first),
        ]
        marked.update(each for each in own if each.startswith(("is ", "sign ")))


def _seen(lines: Sequence[MailLine], message: Message) -> Iterator[Sequence[str]]:
    """Give what is seen of each line, known who wrote to whom, and of what."""
    name = {*_PIECE.findall(fold(sender_of(message)[0]))}
    name = {each for each in name if len(each) > _INITIAL}
    subject = _REPLY.sub("", fold(decoded(message.get("Subject", "")))).strip()
    domain = parseaddr(str(message.get("To", "")))[1].rpartition("@")[2].casefold() or _QUOTED
    for text, _ in lines:
        folded = fold(text[:_LONGEST])
        pieces = _PIECE.findall(folded)
        words = [each for each in pieces if each.isalpha()]
        size, capitals = len(words), sum(each[0].isupper() for each in text.split())
        tells = {
            **{mark: pattern.search(folded) for mark, pattern in _MARKS.items()},
            "quotation": text == _QUOTED,
            "name": len(name) > 1 and name <= {*words} and size < _SHORT,
            "of name": not name.isdisjoint(words) and size < _SHORT // 2,
            "subject": len(subject) > _SHORT and subject in folded,
            "ours": domain in folded,
            "capitals": words and capitals >= _MOSTLY * len(text.split()),
        }
        signs = "".join(each for each in pieces if not each.isdigit())[:3]
        yield [
            *(f"is {each}" for each, so in tells.items() if so),
            f"size {next((each for each in _SIZES if size <= each), 99)}",
            *(f"first {each}" for each in pieces[:1]),
            *(f"last {each}" for each in pieces[-1:] if not each.isalnum()),
            f"two {' '.join(words[:2])}" if words else f"sign {signs}",
            *sorted({each for each in words if len(each) > 1}),
        ]


def _likeliest(rows: Sequence[Sequence[str]], ours: Collection[int]) -> Sequence[str]:
    """Return the likeliest kind of each line (Viterbi); what is ours was not written."""
    weights = _weights()
    best: Mapping[str, tuple[float, Sequence[str]]] = {}
    for at, row in enumerate(rows):
        own = dict.fromkeys(KINDS, 0.0)
        for each in row:
            for kind, weight in weights.get(each, {}).items():
                own[kind] += weight
        best = {
            kind: max(
                (odds + own[kind] + weights[f"{FOLLOWS} {before}"].get(kind, _NEVER), [*path, kind])
                for before, (odds, path) in best.items()
            )
            if best
            else (own[kind], [kind])
            for kind in (_NOT_WRITTEN if at in ours else KINDS)
        }
    return max(best.values())[1] if best else ()


_NEVER = -3.0
"""For a kind that no text had after another."""


@cache
def _weights() -> Mapping[str, Mapping[str, float]]:
    """Return the weights of what is seen for each kind: « 43 added,-12 quoted »."""
    found: dict[str, Mapping[str, float]] = {f"{FOLLOWS} {kind}": {} for kind in KINDS}
    for weight, names in each_kept(__package__):
        told = [each.partition(" ") for each in weight.split(",")]
        for name in names:
            found[name] = {kind: int(worth) / 100 for worth, _, kind in told}
    return found
