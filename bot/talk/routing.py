"""Which handler a text asks for: an explicit table, one match at most."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from bot.domain.errors import UserError
from bot.domain.rights import Act
from bot.talk.arguments import fold, number_first
from bot.talk.command import Command
from bot.talk.reply import Reply

if TYPE_CHECKING:
    from bot.talk.context import Context

_NEAR = 0.72
"""How alike two words must be for one to be a typo of the other (difflib's ratio)."""

_TYPO_WORDS = 2
"""A longer text that starts with an unknown word is a sentence, not a mistyped command."""


class Takes(Enum):
    """The shape of what follows a route's words: what tells a command from a sentence."""

    NOTHING = "nothing"
    NUMBER = "number"
    PAGE = "page"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Route:
    """A command: its words (« besoin répondre »), what answers it, how people are told of it.

    `usage` shows what to type after the words; without `summary` the route is not told of:
    buttons and dialogs call it. `aliases` are other last words that people try.
    """

    path: str
    handler: Callable[[Command, Context], Reply]
    usage: str
    summary: str
    act: Act
    takes: Takes = Takes.TEXT
    aliases: tuple[str, ...] = ()

    @property
    def root(self) -> str:
        """The slash command it belongs to."""
        return self.path.split()[0]

    @property
    def line(self) -> str:
        """What to type, slash included."""
        return f"/{self.path} {self.usage}".rstrip()


@dataclass(frozen=True, slots=True)
class Match:
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


def match(routes: Sequence[Route], text: str) -> Match:
    """Find the one route that a typed text asks for.

    The first word is a root. A second word that names a subcommand wins when what follows
    has the shape it takes; otherwise, when the root takes a free text and this one is a
    question (it has a « ? »), it is that text; else the subcommand says what it misses.
    Raises UnknownCommandError, with the nearest command, or WrongArgumentError.
    """
    word, _, rest = text.strip().lstrip("/").partition(" ")
    root = _root(routes, word)
    family = [route for route in routes if route.root == root and route.summary]
    rest = rest.strip()
    head, _, tail = rest.partition(" ")
    base = next((route for route in family if route.path == root), None)
    for route in family:
        if route.path != root and fold(head) in _last_words(route):
            if _fits(route.takes, tail):
                return Match(route, tail.strip())
            if base is not None and base.takes is Takes.TEXT and "?" in rest:
                return Match(base, rest)
            raise _wrong_argument(route)
    if base is None:
        raise _unknown(routes, f"{root} {head}".strip())
    if base.takes is Takes.NOTHING and rest:
        raise _unknown(family, f"{root} {head}")
    if rest and len(rest.split()) <= _TYPO_WORDS and "?" not in rest:
        _refuse_typo(family, root, head)
    return Match(base, rest)


def _root(routes: Sequence[Route], word: str) -> str:
    roots = list(dict.fromkeys(route.root for route in routes))
    folded = fold(word).rstrip(":,.?!")
    if folded in roots:
        return folded
    plural = {f"{root}s": root for root in roots}
    if folded in plural:
        return plural[folded]
    raise _unknown(routes, word)


def _last_words(route: Route) -> tuple[str, ...]:
    return tuple(fold(word) for word in (route.path.split()[-1], *route.aliases))


def _fits(takes: Takes, tail: str) -> bool:
    match takes:
        case Takes.NOTHING:
            return not tail.strip(" .")
        case Takes.NUMBER:
            return number_first(tail) is not None
        case Takes.PAGE:
            return not tail.strip(" .") or tail.strip().isdigit()
        case Takes.TEXT:
            return True


def _wrong_argument(route: Route) -> WrongArgumentError:
    if route.takes is Takes.NUMBER:
        what = "attend d'abord le numéro de la question"
    else:
        what = "se tape sans rien d'autre"
    return WrongArgumentError(
        f"wrong argument for {route.path}",
        reply=f"`/{route.path}` {what} : `{route.line}`. "
        "Si vous posiez une question, terminez-la par un point d'interrogation.",
    )


def _refuse_typo(family: Sequence[Route], root: str, head: str) -> None:
    """Stop before « /besoin lsite » becomes a question for the whole network."""
    words = {word: route for route in family if route.path != root for word in _last_words(route)}
    near = difflib.get_close_matches(fold(head), words, n=1, cutoff=_NEAR)
    if near:
        raise UnknownCommandError(
            f"typo of {words[near[0]].path}",
            reply=f"Vouliez-vous dire `{words[near[0]].line}` ? "
            f"Pour poser une question, écrivez-la en une phrase : `/{root} Qui peut m'aider à… ?`",
        )


def _unknown(routes: Sequence[Route], typed: str) -> UnknownCommandError:
    paths = {fold(route.path): route for route in routes if route.summary}
    near = difflib.get_close_matches(fold(typed), paths, n=1, cutoff=_NEAR)
    if near:
        reply = f"Je ne connais pas cette commande. Vouliez-vous dire `{paths[near[0]].line}` ?"
    else:
        reply = "Je ne connais pas cette commande. Tout ce que je sais faire : `/aide`."
    return UnknownCommandError("unknown command", reply=reply)
