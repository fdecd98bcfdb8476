"""Which handler a text asks for: an explicit table, one match at most."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from bot.core.errors import UserError
from bot.french.folding import fold
from bot.french.text import TEXT_LIMIT, TooLongError
from bot.network.rights import Act
from bot.talk.arguments import first_word, number_first, numbers_first, without_thanks
from bot.talk.command import Command
from bot.talk.context import Usage
from bot.talk.handler import Handler
from bot.talk.signature import Signature

_NEAR = 0.72
"""How alike two words must be for one to be a typo of the other (difflib's ratio)."""

_TYPO_WORDS = 2
"""A longer text that starts with an unknown word is a sentence, not a mistyped command."""

_HEAD_WORDS = 3
"""Words of the longest subcommands, which may be typed with spaces: « ne plus soutenir »."""

_PUNCTUATION = " .:;,!?…"


class Takes(Enum):
    """The shape of what follows a route's words: what tells a command from a sentence."""

    NOTHING = "nothing"
    NUMBER = "number"
    NUMBER_AND_TEXT = "number, then text"
    NUMBERS = "two numbers"
    WORDS = "a few words, or none"
    PAGE = "page"
    TEXT = "text"


@dataclass(frozen=True, slots=True, eq=False)
class Route:
    """A command: its words (« besoin répondre »), what answers it, how people are told of it.

    `usage` shows what to type after the words; without `summary` the route is not told of:
    buttons and dialogs call it. A `rare` one is told to those who ask for all of them. `aliases`
    are other last words that people try. `for_whom` is the right of those who are told of it,
    where someone else may do it too. `takes_file` when what it needs is a file that comes with
    the message. `signature` when its text is shown with its writer's name. Of a `wording` people
    are told as of a command, but what is typed so is its root's text: the root reads it whole.
    `limit` is how many characters its text may have, 0 for what its shape takes;
    `deposits` when it keeps a text that others will read.
    """

    path: str
    handler: Handler
    usage: str
    summary: str
    act: Act
    takes: Takes = Takes.TEXT
    aliases: tuple[str, ...] = ()
    rare: bool = False
    for_whom: Act | None = None
    takes_file: bool = False
    signature: Signature | None = None
    wording: bool = False
    limit: int = 0
    deposits: bool = False

    @property
    def root(self) -> str:
        """The slash command it belongs to."""
        return self.path.split()[0]

    @property
    def line(self) -> str:
        """What to type, slash included."""
        return f"/{self.path} {self.usage}".rstrip()

    @property
    def told(self) -> Usage:
        """What people are told of it."""
        act = self.for_whom or self.act
        return Usage(line=self.line, summary=self.summary, act=act, rare=self.rare)

    def require_readable(self, command: Command) -> None:
        """Refuse a text, or an entry of a form, that is too long to be read at all.

        What comes before the text itself (a number, « certifié ») has some room of its own.
        Raises TooLongError.
        """
        limit = self.limit or _LIMITS.get(self.takes, SHORT)
        longest = max(map(len, (command.text, *command.fields.values())))
        if longest > limit + _ROOM_BEFORE:
            raise TooLongError(longest, limit, "Raccourcissez, puis redonnez-le-moi.")


SHORT = 300
"""Characters of what is no text to keep: numbers, a few words, a page."""

_ROOM_BEFORE = 200
_LIMITS = dict.fromkeys((Takes.TEXT, Takes.NUMBER_AND_TEXT), TEXT_LIMIT)


@dataclass(frozen=True, slots=True)
class RouteMatch:
    """The route that a text asks for, and the rest of the text."""

    route: Route
    rest: str


class UnknownCommandError(UserError):
    """No route answers to these words."""


class WrongArgumentError(UserError):
    """The words are a command's, what follows is not what it takes."""


def find(routes: Sequence[Route], path: str) -> Route:
    """Return the route of exactly this path; raises UnknownCommandError."""
    for route in routes:
        if route.path == path:
            return route
    raise UnknownCommandError("unknown route", reply="Ce bouton ne sert plus. Essayez `/aide`.")


def starts_one(routes: Sequence[Route], text: str) -> bool:
    """Tell whether a text's first word is a command's, slash or not."""
    word, _ = first_word(text.strip().lstrip("/"))
    return _bare(word) in _roots(tuple(routes))


def match(routes: Sequence[Route], text: str) -> RouteMatch:
    """Find the one route that a typed text asks for.

    The first word is a root. Words that name a subcommand win when what follows has the shape
    it takes; otherwise, when the root takes a free text and this one is a question (several
    words and a « ? »), it is that text; else the subcommand says what it misses.
    Raises UnknownCommandError, with the nearest command, or WrongArgumentError.
    """
    word, rest = first_word(text.strip().lstrip("/"))
    root = _root(routes, word, rest)
    family = _family(tuple(routes), root)
    base = next((route for route in family if route.path == root), None)
    by_word = _by_last_word(family)
    named = [RouteMatch(by_word[head], tail) for head, tail in _heads(rest) if head in by_word]
    fitting = next((each for each in named if _fits(each.route.takes, each.rest)), None)
    if fitting is not None:
        return fitting
    if named:
        asks = base is not None and base.takes is Takes.TEXT
        if base is not None and asks and _is_question(rest):
            return RouteMatch(base, rest)
        _refuse_mistyped_below(named[0].route, family, rest)
        raise _wrong_argument(named[0].route, asks=asks)
    if base is None:
        raise _unknown(routes, text)
    if base.takes is Takes.NOTHING:
        if not _fits(base.takes, rest):
            raise _unknown_subcommand(family, base, rest)
    elif base.takes is Takes.TEXT and len(family) > 1:
        _refuse_mistyped(routes, family, rest)
    return RouteMatch(base, rest)


def _heads(rest: str) -> Iterator[tuple[str, str]]:
    """Yield the ways to read a subcommand, the longest first: « ne plus soutenir », then « ne »."""
    readings: list[tuple[str, str]] = []
    head, tail = "", rest
    while tail and len(readings) < _HEAD_WORDS:
        word, tail = first_word(tail)
        head = f"{head}-{_bare(word)}" if head else _bare(word)
        readings.append((head, tail))
    yield from reversed(readings)


def _bare(word: str) -> str:
    return fold(word).rstrip(_PUNCTUATION)


def _is_question(text: str) -> bool:
    return "?" in text and len(text.strip(_PUNCTUATION).split()) > _TYPO_WORDS


def _root(routes: Sequence[Route], word: str, rest: str) -> str:
    found = _roots(tuple(routes)).get(_bare(word))
    if found is None:
        raise _unknown(routes, f"{word} {rest}")
    return found


@lru_cache(maxsize=8)
def _roots(routes: tuple[Route, ...]) -> Mapping[str, str]:
    """Give the roots by what may be typed for them: themselves, and their plural."""
    roots = {route.root for route in routes}
    return {f"{root}s": root for root in roots} | {root: root for root in roots}


@lru_cache(maxsize=64)
def _family(routes: tuple[Route, ...], root: str) -> tuple[Route, ...]:
    return tuple(
        route for route in routes if route.root == root and route.summary and not route.wording
    )


@lru_cache(maxsize=64)
def _by_last_word(family: tuple[Route, ...]) -> Mapping[str, Route]:
    """Give the subcommands by their last words and aliases; of two, the first one."""
    found: dict[str, Route] = {}
    for route in family:
        if route.path != route.root:
            for word in _last_words(route):
                found.setdefault(word, route)
    return found


def _last_words(route: Route) -> tuple[str, ...]:
    _, *family, last = route.path.split()
    return tuple(fold("-".join((*family, word))) for word in (last, *route.aliases))


def _fits(takes: Takes, tail: str) -> bool:  # noqa: PLR0911  one a shape
    bare = without_thanks(tail).strip(_PUNCTUATION)
    match takes:
        case Takes.NOTHING:
            return not bare
        case Takes.NUMBER:
            # « retirer 3 photos d'un compte » is a sentence; « voir n° 3 svp » is not.
            found = number_first(bare)
            return found is not None and not (found[1] and _BARE_NUMBER.match(bare))
        case Takes.NUMBER_AND_TEXT:
            return number_first(bare) is not None
        case Takes.NUMBERS:
            return numbers_first(bare) is not None
        case Takes.WORDS:
            return not _is_question(tail) and len(bare.split()) <= _FEW_WORDS
        case Takes.PAGE:
            return not bare or _PAGE.fullmatch(fold(bare)) is not None
        case Takes.TEXT:
            return True


_FEW_WORDS = 8
_BARE_NUMBER = re.compile(r"\d+\s+\w")
_PAGE = re.compile(r"(?:page |n ?[°o] ?|#)?\d{1,9}")


def _wrong_argument(route: Route, *, asks: bool) -> WrongArgumentError:
    """Say what a command takes; `asks` when its root takes questions, which this may have been."""
    if route.takes in (Takes.NUMBER, Takes.NUMBER_AND_TEXT):
        what = "attend le numéro de la question" if asks else "attend un numéro"
    elif route.takes is Takes.NUMBERS:
        what = "attend les numéros de deux questions"
    elif route.takes is Takes.WORDS:
        what = "attend quelques mots"
    else:
        what = "se tape sans rien d'autre"
    hint = " Si vous posiez une question, terminez-la par un point d'interrogation." if asks else ""
    return WrongArgumentError(
        f"wrong argument for {route.path}",
        reply=f"`/{route.path}` {what} : `{route.line}`.{hint}",
    )


def _refuse_mistyped(routes: Sequence[Route], family: Sequence[Route], rest: str) -> None:
    """Stop before « lsite », « repnodre 12 Oui », « aide » or « 12 » is told to a network."""
    meant = _meant(routes, family, rest)
    if meant is not None:
        raise UnknownCommandError(
            "mistyped subcommand",
            reply=f"Vouliez-vous dire `{meant}` ? Pour poser une question, "
            f"écrivez-la en une phrase : `/{family[0].root} Qui peut m'aider à… ?`",
        )


def _refuse_mistyped_below(named: Route, family: Sequence[Route], rest: str) -> None:
    """Name « flux ajouter » to who typed « flux ajuoter », a word that `flux` does not take."""
    if named.takes not in (Takes.NOTHING, Takes.PAGE):
        return
    below = [route for route in family if route.path.startswith(f"{named.path} ")]
    words = {word: route.line for route in below for word in _last_words(route)}
    heads = [head for head, _ in _heads(rest) if head.count("-") == named.path.count(" ")]
    near = [each for head in heads for each in difflib.get_close_matches(head, words, 1, _NEAR)]
    if near:
        raise UnknownCommandError(
            "mistyped subcommand", reply=f"Vouliez-vous dire `{words[near[0]]}` ?"
        )


def _meant(routes: Sequence[Route], family: Sequence[Route], rest: str) -> str | None:
    """Return the command that a text was probably meant to be, None for a question."""
    head, tail = first_word(rest)
    found = number_first(rest)
    if found is not None and not found[1].strip(_PUNCTUATION):
        return next((route.line for route in family if route.takes is Takes.NUMBER), None)
    if not tail.strip(_PUNCTUATION) and _bare(head) in {route.path for route in routes}:
        return f"/{_bare(head)}"
    if len(rest.strip(_PUNCTUATION).split()) <= _TYPO_WORDS:
        subcommands = [route for route in family if route.path != route.root]
    elif number_first(tail) is not None:
        numbered = (Takes.NUMBER, Takes.NUMBER_AND_TEXT, Takes.NUMBERS)
        subcommands = [route for route in family if route.takes in numbered]
    else:
        return None
    words = {word: route.line for route in subcommands for word in _last_words(route)}
    near = difflib.get_close_matches(_bare(head), words, n=1, cutoff=_NEAR)
    return words[near[0]] if near else None


def _unknown_subcommand(family: Sequence[Route], base: Route, rest: str) -> UnknownCommandError:
    """Name the subcommand nearest to what was typed, else the root alone."""
    words = {word: route for route in family if route is not base for word in _last_words(route)}
    near = [
        words[found]
        for head, _ in _heads(rest)
        for found in difflib.get_close_matches(head, words, n=1, cutoff=_NEAR)
    ]
    meant = (near or [base])[0].line
    reply = f"Je ne connais pas cette commande. Vouliez-vous dire `{meant}` ?"
    return UnknownCommandError("unknown subcommand", reply=reply)


def _unknown(routes: Sequence[Route], text: str) -> UnknownCommandError:
    """Name the nearest command to what was typed, two words at most."""
    paths = {fold(route.path): route for route in routes if route.summary}
    typed = [_bare(word) for word in text.strip(" /").split()[:_TYPO_WORDS]]
    near = [
        found
        for words in (" ".join(typed), *typed[:1])
        for found in difflib.get_close_matches(words, paths, n=1, cutoff=_NEAR)
    ]
    asks = next((route for route in routes if route.takes is Takes.TEXT and route.summary), None)
    if near:
        reply = f"Je ne connais pas cette commande. Vouliez-vous dire `{paths[near[0]].line}` ?"
    elif asks is not None and _is_question(text):
        reply = f"Pour poser cette question au réseau, commencez par : `{asks.line}`"
    else:
        reply = "Je ne connais pas cette commande. Tout ce que je sais faire : `/aide`"
    return UnknownCommandError("unknown command", reply=reply)
