"""Reading what people type of a date poll: its dates, until when, votes, numbers."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.meeting.poll.rules import Vote

_BETWEEN_DATES = lazy_pattern(r"[;\n]|\bou\b(?:\s+bien\b)?", re.IGNORECASE)
_BULLET = lazy_pattern(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+")
_UNTIL = lazy_pattern(
    r"^(?P<dates>.*[\s,;(.])jusqu['’]?\s?(?:au|aux|à|a)\b(?P<until>[^;\n]+)$",
    re.IGNORECASE | re.DOTALL,
)
_ANSWERS = lazy_pattern(r"\b(?:r[ée]ponses?|votes?|ouvert)$", re.IGNORECASE)
_JOINS = " \t\r\n\u00a0\u202f,;.("
_EDGES = " \t,.:"

_POLL = lazy_pattern(
    r"^\s*+(?:(?:le|au|du)\s++)?(?:sondage\s*+)?(?:n\s*+[°ºo]\.?|№|#|num[eé]ro)?\s*+"
    r"(\d{1,9})(?!\w)[\s:,.;–—-]*+",
    re.IGNORECASE,
)
_DATE = lazy_pattern(
    r"^\s*+(?:(?:et|à|pour)\s++)?(?:la\s++)?(?:date\s*+)?(?:n\s*+[°ºo]\.?|№|#|num[eé]ro)?\s*+"
    r"(\d{1,9})(?!\w)[\s:,.;–—-]*+",
    re.IGNORECASE,
)

_TOKEN = lazy_pattern(
    r"(?P<number>\d{1,9})(?!\w)"
    r"|(?P<maybe>si[ -]?besoin|au besoin|si necessaire|s'il (?:le )?faut|peut[ -]etre)\b"
    r"|(?P<yes>oui|ok|yes)\b"
    r"|(?P<no>non)\b"
    r"|(?P<nothing>rien|sans reponse|effacer)\b"
    r"|(?P<all>tout(?:es)?(?: les dates)?)\b"
    r"|(?P<little>(?:(?:dates?|les?|la|et|a|au(?! besoin)|pour|numeros?)\b"
    r"|n\s*[°o]\.?(?=\s*\d)|[\s,;:.=/&+>#-])+)"
)
_SAID = {"yes": Vote.YES, "maybe": Vote.IF_NEEDED, "no": Vote.NO, "nothing": None}
_ALL = -1


UNREAD_VOTES = Refusal(
    "votes unreadable",
    reply="Dites-moi le numéro du sondage, puis ce que vous répondez à chaque date, par exemple "
    "« 2 : 1 oui, 3 si besoin, 4 non ». Les numéros et les boutons sont là : `/rencontre sondage`.",
)

UNREAD_LINE = Refusal(
    "line {place} of votes unreadable",
    reply="Je ne lis pas la ligne {place}. Laissez chaque date, et écrivez après elle oui, si "
    "besoin ou non ; rien si vous ne savez pas encore.",
)

NO_POLL_NUMBER = Refusal(
    "number of poll or date missing",
    reply="Il me manque un numéro, comme dans « {usage} ». Les voir, ou choisir d'un bouton : "
    "`/rencontre sondage`.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedPoll:
    """A poll as it is typed: each date's words, and until when, empty if it is not said."""

    dates: tuple[str, ...]
    until: str = ""


def split_dates(text: str) -> tuple[str, ...]:
    """Cut « jeudi 3 décembre 14h ; mardi 8 à 9h30 ou … » into dates; lines make dates too."""
    pieces = (_BULLET.sub("", each).strip(_EDGES) for each in _BETWEEN_DATES.split(text))
    return tuple(each for each in pieces if each)


def until_last(text: str) -> TypedPoll | None:
    """Read « …, jusqu'au 25 novembre » at the end; None when nothing of the kind ends the text.

    What it says may also be the end of the last date (« de 14h jusqu'à 16h »): only a day tells.
    """
    found = _UNTIL.match(text.rstrip().removesuffix(")"))
    if found is None:
        return None
    dates = _ANSWERS.sub("", found["dates"].rstrip(_JOINS)).rstrip(_JOINS)
    return TypedPoll(dates=split_dates(dates), until=found["until"].strip(_EDGES))


def poll_first(text: str) -> tuple[int | None, str]:
    """Read the poll's number that comes first, « 2 », « n°2 », « sondage 2 : …», and the rest."""
    found = _POLL.match(text)
    return (None, text) if found is None else (int(found[1]), text[found.end() :])


def date_first(text: str) -> tuple[int | None, str]:
    """Read a date's number that comes first, and the rest."""
    found = _DATE.match(text)
    return (None, text) if found is None else (int(found[1]), text[found.end() :])


def read_lines(text: str, dates: Sequence[str]) -> Mapping[int, Vote | None]:
    """Read « mar. 8 déc., 9 h 30 : oui », a line a date, as the form proposes them.

    A date that says nothing has its vote taken back. Raises UNREAD_LINE.
    """
    found: dict[int, Vote | None] = {}
    known = [(number, _plain(date)) for number, date in enumerate(dates, start=1)]
    known.sort(key=lambda each: -len(each[1]))  # « 9 h 30 » before « 9 h »
    for place, line in enumerate(filter(str.strip, text.splitlines()), start=1):
        plain = _plain(line)
        number, date = next((each for each in known if plain.startswith(each[1])), (0, ""))
        said = plain.removeprefix(date).strip(" :=.,-")
        kind = _TOKEN.fullmatch(said) if said else None
        if not number or (said and (kind is None or kind.lastgroup not in _SAID)):
            raise UNREAD_LINE(place=place)
        found[number] = _SAID[str(kind.lastgroup)] if kind else None
    return found


def _plain(text: str) -> str:
    return " ".join(fold(text).split())


def read_votes(text: str, dates: Sequence[int]) -> Mapping[int, Vote | None]:
    """Read « 1 oui, 3 et 4 non », « oui 1 3 », « toutes si besoin »; « rien » takes a vote back.

    A number alone is a « oui », as a number pressed is. `dates` are those that « toutes » means.
    Raises UNREAD_VOTES.
    """
    found: dict[int, Vote | None] = {}
    waiting: list[int] = []
    tokens = _tokens(text)
    before = bool(tokens) and tokens[0][0] in _SAID
    said: Vote | None = Vote.YES
    for kind, number in tokens:
        if kind not in _SAID:
            waiting.append(number)
            continue
        if not before:
            said = _SAID[kind]
        if not waiting and found and not before:
            raise UNREAD_VOTES()
        _say(found, waiting, dates, said)
        waiting = []
        said = _SAID[kind] if before else Vote.YES
    _say(found, waiting, dates, said)
    if not found:
        raise UNREAD_VOTES()
    return found


def _say(
    found: dict[int, Vote | None], waiting: Sequence[int], dates: Sequence[int], said: Vote | None
) -> None:
    for number in waiting:
        found |= dict.fromkeys(dates if number == _ALL else [number], said)


def _tokens(text: str) -> list[tuple[str, int]]:
    """Return what counts in a text: numbers, « toutes » as _ALL, and what is said of them."""
    folded, at, found = fold(text).strip(), 0, []
    while at < len(folded):
        match = _TOKEN.match(folded, at)
        if match is None or match.end() == at:
            raise UNREAD_VOTES()
        at = match.end()
        kind = str(match.lastgroup)
        if kind == "number":
            found.append((kind, int(match["number"])))
        elif kind != "little":
            found.append((kind, _ALL))
    return found
