"""Where a text tells who wrote it: by their own names, or by how it ends.

Pure, and linear in the text. A name is told by where it stands, since « Rose », « Pierre » and
« Petit » are words too; no list of names is needed for one's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.personal.words import GIVEN_NAMES, NOT_NAMES, ORDINARY, PLACES, TOWNS

Span = tuple[int, int]
"""Where a piece of a text starts and ends."""


def signatures(text: str, names: Sequence[str]) -> Sequence[Span]:
    """Return where a text tells its author's name, or is signed; in order, without overlaps.

    `names` are those of the author's account: its own name, then first and last name, nickname.

    >>> signatures("Comment gérer un voisin ? Zoé", ("zmartin", "Zoé", "Martin"))
    [(26, 29)]
    """
    bare = _EMPHASIS.sub(lambda signs: " " * len(signs[0]), text)
    called = _called([_plain(each).strip() for each in names])
    told = [each.span() for each in _ADDRESS.finditer(bare) if called.are_in(_plain(each[0]))]
    bare = _ADDRESS.sub(lambda address: " " * len(address[0]), bare)
    return apart([*told, *_own(bare, called), *_signed(bare)])


def names_said(text: str, names: Iterable[str]) -> Sequence[Span]:
    """Return where a text names people: by one of these names, or any given name.

    >>> names_said("Non Kévin, le dossier de Fatoumata", ["Kévin"])
    [(4, 9), (25, 34)]
    """
    plain = [_plain(each).strip() for each in names]
    called = _Called((), [form for name in plain if name for form in _forms(name)])
    return apart([*_own(text, called), *given_names(text)])


def given_names(text: str) -> Iterator[Span]:
    """Yield where a given name stands in a text, but for those of places.

    Of some 2,500 questions and titles of `bench/data` that tell of nobody, one word is taken for
    one.
    """
    for found in _CAPITALISED.finditer(text):
        word = fold(found[0])
        known = word in GIVEN_NAMES or ("-" in word and word.partition("-")[0] in GIVEN_NAMES)
        near = fold(text[max(0, found.start() - _NEAR // 2) : found.start()])
        if known and word not in _WORDS_TOO and not _OF_A_PLACE.search(near):
            yield found.span()


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


@dataclass(frozen=True, slots=True)
class _Called:
    """What someone goes by: `whole` tells them anywhere, `names` are perhaps words too."""

    whole: Sequence[str]
    names: Sequence[str]

    def are_in(self, address: str) -> bool:
        """Tell whether a link or an e-mail address is made of these names."""
        if any(len(_bare(each)) > _WORD and _bare(each) in _bare(address) for each in self.whole):
            return True
        owner, at, _ = address.partition("@")
        known = {_bare(each) for each in self.names if len(each) >= _WORD} if at else set()
        long = tuple(each for each in known if len(each) > _WORD)
        return bool(known & {*re.split(r"[\W\d_]+", owner)}) or _bare(owner).endswith(long)


def _called(names: Sequence[str]) -> _Called:
    """Return what the owner of an account goes by; « marie.dupont » is made of names itself."""
    account, *others = names or [""]
    given = [each for each in others if each]
    pieces = [each for each in re.split(r"[\W\d_]+", account) if len(each) >= _WORD]
    if not given and any(each in GIVEN_NAMES for each in pieces):
        given = [each for each in pieces if each in GIVEN_NAMES or not _is_a_word(each)]
    whole = [each for each in (account, account.rstrip("0123456789._-")) if _is_own(each, given)]
    first, last = (*given, "", "")[:2]
    if first and last:
        whole += [f"{first} {last}", f"{last} {first}"]
    letters = ["".join(part[0] for part in re.findall(r"\w+", each)) for each in (first, last)]
    initials = {letters[0], "".join(letters), letters[0] + letters[1][:1]}
    own = [each for each in initials if len(each) > 1 and not _is_a_word(each)]
    forms = [form for name in given for form in _forms(name)]
    return _Called(whole, [*forms, *own])


def _is_own(account: str, given: Sequence[str]) -> bool:
    """Tell whether an account's name is a word of its own, that is nothing else."""
    known = account in given or account in GIVEN_NAMES or _is_a_word(account)
    return len(re.findall(r"[^\W_]", account)) >= _WORD and not known


def _is_a_word(plain: str) -> bool:
    """Tell whether it is a word of everybody's, whoever may bear it as a name too."""
    return any(plain in words for words in (NOT_NAMES, ORDINARY, TOWNS, PLACES))


def _own(text: str, called: _Called) -> Iterator[Span]:
    """Yield where the author's names stand."""
    plain = _plain(text)
    for name in called.whole:
        yield from _found(plain, name)
    raw = [span for name in called.names for span in _found(plain, name)]
    raw = apart(raw)
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
        beside = beside or bool(initial and any(each[:1] == initial[1] for each in called.names))
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
            before = text[: match.start("name")]
            quoted = before.count("«") > before.count("»")
            words = [fold(each).strip(".'-") for each in match["name"].split()]
            said = [each for each in words if len(each) > 1]
            ordinary = any(each in NOT_NAMES or each in ORDINARY for each in said)
            if not quoted and not ordinary:
                yield match.span("name")


def _forms(name: str) -> Iterator[str]:
    """Yield a name, and the parts of it that people go by: « Le Bihan », « Bihan »."""
    yield name
    for part in re.findall(r"\w+", name):
        if len(part) > _WORD and part != name and (part in GIVEN_NAMES or not _is_a_word(part)):
            yield part


def _found(plain: str, name: str) -> Iterator[Span]:
    """Yield where a name stands as a whole word, however its parts are joined."""
    if not name:
        return
    parts = [re.escape(part) for part in re.split(r"[\s'._-]+", name) if part]
    joined = r"[\s'._-]?".join(parts)
    for match in re.finditer(rf"(?<!\w){joined}(?!\w)", plain):
        yield match.span()


def _plain(text: str) -> str:
    """Return a text folded letter by letter: each keeps its place."""
    return "".join(fold(each)[:1] or each for each in text)


def _bare(text: str) -> str:
    """Return the letters of a plain text."""
    return re.sub(r"[\W\d_]+", "", text)


def apart(spans: Iterable[Span]) -> list[Span]:
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

_WORDS_TOO = frozenset(
    ("alexa", "ambre", "ange", "constance", "noel", "olive", "prudence", "rose", "victoire")
)
"""First names that are mere words, more often than not, at the start of a sentence."""

_OF_A_PLACE = lazy_pattern(
    r"(?:saint|sainte|st|ste|rue|place|avenue|boulevard|prix|salle|espace|lycee|college|ecole|"
    r"mediatheque|bibliotheque|fondation|centre|maison|square|quartier|musee|institut|hopital|"
    r"theatre|stade|gymnase|parc)[\s'-]{1,3}$"
)
_CAPITALISED = lazy_pattern(
    r"(?<![\w-])[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:-[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+)?(?![\w-])"
)
_ADDRESS = lazy_pattern(r"https?://\S+|[\w.+-]{2,60}@[\w-]+\.[\w.]+")
_EMPHASIS = lazy_pattern(r"(?<![^\W_])_+|_+(?![^\W_])")
_BESIDE = lazy_pattern(r"[\s,]{1,2}(?:[a-z]\.? )?")
_FIRST = lazy_pattern(r"(?:@\S+ +)?(?:\w+ )?")
_JOINED = lazy_pattern(r"\w-$")
_ARTICLE = lazy_pattern(r"\b(?:une?|l[ea]s?|d|l|du|des|au|en|mon|ma|ce|cette|preuve de)['\s]$")
_TITLES = frozenset({"m", "mme", "mr", "mlle", "dr", "pere", "mere"})
_AFTER_NAME = lazy_pattern(r"(?:\s*[A-Z]\.?)?[^\w(]*(?:\([^)]*\)?\W*)?(?:[,\n][^.?!]{0,80}\W*)?")
_CLOSING = (
    r"cordialement|cdl?t|salutations|bien [àa] \w+|bises?|bisous?|amicalement"
    r"|fraternellement|respectueusement|sinc[èe]rement"
)
_FAREWELL = (
    rf"(?:merci(?: d['’]avance| beaucoup| bien| [àa] (?:vous|tous))?|mci|{_CLOSING}"
    r"|bonne (?:journ[ée]e|soir[ée]e)(?: [àa] (?:vous|tous))?|[àa] bient[ôo]t"
    r"|[àa] plus|a\+|au plaisir|sign[ée]e?)"
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
    r"|\b(?:mme|mlle|m\.|mr|mr\.|pere|mere|petite?)|\bnom\s*:|\bpar|\bavec|\bchez"
    r"|\b(?:demand|contact|adress|ecri|appel|joindre)\w*(?:[- ]moi)?(?: a)?)\s*$"
)
_CALLS = lazy_pattern(r"\s*(?:,? (?:ici|a l'appareil|au rapport|encore)\b| de | du | d'|, )")
_NAME = r"(?P<name>[^\W\d_a-zà-ÿ][\w'’-]*\.?(?:[ ]?[^\W\d_a-zà-ÿ][\w'’-]*\.?){0,2})"
_END = r"[ ]?(?:\([^)]{0,80}\))?[\s.!)]{0,8}\Z"
_SIGNATURES = (
    lazy_pattern(rf"(?i:\b{_FAREWELL})\s?[,\n–—!.:-]{{1,4}}\s{{0,3}}{_NAME}{_END}"),
    lazy_pattern(rf"(?i:\b(?:{_CLOSING}))\s{_NAME}{_END}"),
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
