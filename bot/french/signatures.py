"""Where a text tells who wrote it: by their own names, or by how it ends.

Pure, and linear in the text. A name is told by where it stands, since « Rose », « Pierre » and
« Petit » are words too; no list of names is needed for one's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.personal.words import GIVEN_NAMES, NOT_NAMES, ORDINARY, PLACES

Span = tuple[int, int]
"""Where a piece of a text starts and ends."""


def signatures(text: str, names: Sequence[str]) -> Sequence[Span]:
    """Return where a text tells its author's name, or is signed; in order, without overlaps.

    `names` are those of the author's account: its own name, then first and last name, nickname.

    >>> signatures("Comment gérer un voisin ? Zoé", ("zmartin", "Zoé", "Martin"))
    [(26, 29)]
    """
    bare = _LINK.sub(lambda link: " " * len(link[0]), text)
    found = [*_own(bare, names), *_signed(bare)]
    return _apart(found)


def without(text: str, spans: Sequence[Span]) -> str:
    """Return a text without its signature; "" unless what is left is whole by itself.

    Only what ends the text is cut, with the farewell or the dash before it.
    """
    if not spans or len(spans) > 1 or _AFTER_NAME.fullmatch(text, spans[0][1]) is None:
        return ""
    start = spans[0][0]
    near = max(0, start - 2 * _NEAR)
    kept = text[:near] + _ENDS_BEFORE.sub("", text[near:start])
    return kept if kept.endswith((".", "?", "!", "…")) else ""


def _own(text: str, names: Sequence[str]) -> Iterator[Span]:
    """Yield where the author's names stand."""
    plain = _plain(text)
    account, *others = [_plain(each).strip() for each in names] or [""]
    for email in _EMAIL.finditer(plain):
        pieces = {*re.split(r"[\W\d_]+", email[1]), email[1]}
        if pieces & {each for each in (account, *others) if len(each) >= _WORD}:
            yield email.span()
    plain = _EMAIL.sub(lambda email: " " * len(email[0]), plain)
    if len(account) >= _WORD and account not in {*others, *GIVEN_NAMES, *ORDINARY}:
        yield from _found(plain, account)
    raw = [span for name in others for each in _forms(name) for span in _found(plain, each)]
    raw = _apart(raw)
    shouted = text.isupper()
    for (_, before), (start, end), (after, _) in zip(
        [(0, 0), *raw], raw, [*raw[1:], (0, 0)], strict=False
    ):
        gaps = (plain[end:after] if after else "", plain[before:start] if before else "")
        beside = any(_BESIDE.fullmatch(gap) for gap in gaps)
        capital = text[start].isupper() and not shouted
        initial = re.match(r" (\w)\.", plain[end:]) or re.search(
            r"\b(\w)\. $", plain[max(0, start - 4) : start]
        )
        beside = beside or bool(initial and any(each[:1] == initial[1] for each in others))
        if beside or _is_a_name(text, plain, (start, end), capital=capital):
            yield start, end


def _is_a_name(text: str, plain: str, span: Span, *, capital: bool) -> bool:
    """Tell whether one of the author's names is said there, and not the word that it also is."""
    start, end = span
    word, before, after = plain[start:end], plain[max(0, start - _NEAR) : start], plain[end:]
    if _JOINED.search(before) or re.match(r"-\w", after):
        return False
    common = word in ORDINARY
    ends = _AFTER_NAME.fullmatch(plain, end) is not None
    signs = bool(_LEADS_TO_NAME.search(before)) if start else False
    introduced = bool(_INTRODUCES.search(before)) or bool(_CALLS.match(after) and capital)
    if (ends and signs) or (introduced and (capital or not common)):
        return True
    if len(word) < _WORD or common:
        return False
    if not capital:
        said_first = word in GIVEN_NAMES or _FIRST.fullmatch(plain, 0, start) is not None
        return said_first and _ARTICLE.search(before) is None
    last = re.search(r"(\w+)['\s-]+$", before)
    if last is not None and (last[1] in PLACES or _is_other(text, start, before)):
        return False
    follows = re.match(r" (\w+)", text[end:])
    return follows is None or not follows[1][0].isupper() or fold(follows[1]) in NOT_NAMES


def _is_other(text: str, start: int, before: str) -> bool:
    """Tell whether a capitalised word just before makes it the name of someone else."""
    last = re.search(r"(?:^|(?P<whole>[.!?…:«\"(\n]\s*|\S\s+))(\w+) $", text[:start][-_NEAR:])
    if last is None or not last[2][0].isupper() or fold(last[2]) in NOT_NAMES | _TITLES:
        return False
    starts = last["whole"] is None or not last["whole"].strip()[-1:].isalnum()
    return not (starts and fold(last[2]) in ORDINARY) and bool(before)


def _signed(text: str) -> Iterator[Span]:
    """Yield where a text is signed by a name that may be anyone's."""
    for pattern in _SIGNATURES:
        for match in pattern.finditer(text):
            said = text[: match.start("name")]
            quoted = said.count("«") > said.count("»")
            words = [fold(each).strip(".'-") for each in match["name"].split()]
            ordinary = any(each in NOT_NAMES | ORDINARY and len(each) > 1 for each in words)
            if not quoted and not ordinary:
                yield match.span("name")


def _forms(name: str) -> Iterator[str]:
    """Yield a name, and the part of it that people go by: « Le Bihan », « Bihan »."""
    yield name
    parts = [each for each in re.split(r"[\s'-]+", name) if len(each) > _WORD]
    if len(parts) == 1 and parts[0] != name:
        yield parts[0]


def _found(plain: str, name: str) -> Iterator[Span]:
    """Yield where a name stands as a whole word, however its parts are joined."""
    if not name:
        return
    parts = [re.escape(part) for part in re.split(r"[\s'-]+", name) if part]
    joined = r"[\s'-]?".join(parts)
    for match in re.finditer(rf"(?<!\w){joined}(?!\w)", plain):
        yield match.span()


def _plain(text: str) -> str:
    """Return a text folded letter by letter: each keeps its place."""
    return "".join(fold(each)[:1] or each for each in text)


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Return spans in order, those that touch made one."""
    kept: list[Span] = []
    for start, end in sorted(set(spans)):
        if kept and start <= kept[-1][1]:
            kept[-1] = kept[-1][0], max(end, kept[-1][1])
        else:
            kept.append((start, end))
    return kept


_WORD = 3
"""Letters of the shortest name that is looked for anywhere; « Sy » must stand as a signature."""

_NEAR = 40
"""Characters before a name that tell what it is."""

_LINK = lazy_pattern(r"https?://\S+")
_EMAIL = lazy_pattern(r"([\w.+-]{2,60})@[\w-]+\.[\w.]+")
_BESIDE = lazy_pattern(r"[\s,]{1,2}(?:[a-z]\.? )?")
_FIRST = lazy_pattern(r"(?:@\S+ +)?(?:\w+ )?")
_JOINED = lazy_pattern(r"\w-$")
_ARTICLE = lazy_pattern(r"\b(?:une?|l[ea]s?|d|l|du|des?|au|en|mon|ma|ce|cette|preuve de)['\s]$")
_TITLES = frozenset({"m", "mme", "mr", "mlle", "dr", "pere", "mere"})
_AFTER_NAME = lazy_pattern(r"(?:\s*[A-Z]\.?)?[^\w(]*(?:\([^)]*\)?\W*)?(?:[,\n][^.?!]{0,80}\W*)?")
_FAREWELL = (
    r"(?:merci(?: d['’]avance| beaucoup| bien| [àa] (?:vous|tous))?|mci|cordialement"
    r"|salutations|bien [àa] vous|bises?|bisous?|amicalement"
    r"|fraternellement|bonne (?:journ[ée]e|soir[ée]e)(?: [àa] (?:vous|tous))?|[àa] bient[ôo]t"
    r"|[àa] plus|au plaisir|respectueusement|sinc[èe]rement|sign[ée]e?)"
)
_LEADS_TO_NAME = lazy_pattern(
    rf"(?:{_FAREWELL}[\s,.:!–—-]*|[—–]\s*|-- ?\n?|[.!?…,;:)\n(]\s*(?:- ?)?"
    r"|(?:svp|stp|s'il vous plait)\s)(?:\w\. ?)?$",
    re.IGNORECASE,
)
_ENDS_BEFORE = lazy_pattern(rf"(?:\s|\b{_FAREWELL}\b[\s,.:!–—-]*|[—–@(,-])+\Z", re.IGNORECASE)
"""What goes with a signature that is cut."""

_INTRODUCES = lazy_pattern(
    r"(?:\bc(?:'est| est)?|\bmoi,?|\bici,?|m'?appel\w*|\bje suis|\bsigne?e?\s*:?|\bdevoue|@"
    r"|\b(?:mme|mlle|m\.|mr|mr\.|pere|mere|petite?)|\bnom\s*:|\bpar)\s*$"
)
_CALLS = lazy_pattern(r"\s*(?:,? (?:ici|a l'appareil|au rapport|encore)\b| de | du | d'|, )")
_NAME = r"(?P<name>[^\W\d_a-zà-ÿ][\w'’-]*\.?(?:[ ]?[^\W\d_a-zà-ÿ][\w'’-]*\.?){0,2})"
_END = r"[ ]?(?:\([^)]{0,80}\))?[\s.!)]{0,8}\Z"
_SIGNATURES = (
    lazy_pattern(rf"(?i:\b{_FAREWELL})\s?[,\n–—!.:-]{{1,4}}\s{{0,3}}{_NAME}{_END}"),
    lazy_pattern(rf"(?i:\bsignée? ?:|\bsignée?) {{0,3}}{_NAME}"),
    lazy_pattern(rf"(?:\n|[—–]|\s--)\s{{0,2}}{_NAME}{_END}"),
    lazy_pattern(rf"\n--\s?\n{_NAME}"),
    lazy_pattern(rf"[.!?…]\s{{1,3}}{_NAME}{_END}"),
    lazy_pattern(
        rf"(?:^|[.!?\n]\s?|(?i:bonjour|salut|slt|bjr)[ ,]{{1,2}})"
        rf"(?i:(?:moi )?c['’]est|ici|je m['’]appelle|moi c)[ ]{_NAME}(?=,? (?:d[eu]|des|à|d['’]) )"
    ),
)
"""How texts are signed, whoever signs: after a farewell or a dash, alone at the end, « c'est »."""
