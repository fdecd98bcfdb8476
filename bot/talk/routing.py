"""Which handler a text asks for: an explicit table, one match at most."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from enum import Enum
from functools import cached_property, lru_cache

from bot.core.errors import Refusal, UserError
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.intents import Intent, read_intent
from bot.french.text import TEXT_LIMIT, TooLongError
from bot.network.rights import Act
from bot.talk.arguments import (
    MISSING_NUMBER,
    first_word,
    number_first,
    numbers_first,
    text_first,
    without_thanks,
)
from bot.talk.care import Care
from bot.talk.command import Command, Via
from bot.talk.context import Context, Usage
from bot.talk.handler import AT_ONCE, Handler, TwoSteps
from bot.talk.reply import NO_DIALOG_HERE, Dialog, Reply

_NEAR = 0.72
"""How alike two words must be for one to be a typo of the other (difflib's ratio)."""

_NEAR_IN_A_SENTENCE = 0.8
"""The same for the first words of a sentence: « Rencontrez-vous des soucis ? » is no command."""

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


Form = Dialog | Callable[[Command, Context], Dialog | Reply]
"""What asks for a route's text: a form, or what makes it, perhaps with words beneath."""


@dataclass(frozen=True, eq=False)
class Route:
    """A command: the right that it needs, what people type, what answers it, what it is told for.

    The pattern « besoin retirer|supprimer : <n°> » has the path « besoin retirer », other last
    words that people try, and after the colon the usage, which shows what to type next. What a
    route takes follows from its usage unless `shape` says it. Without `summary` it is not told of:
    buttons and dialogs call it. `for_whom` is the right of those who are told of it, where someone
    else may do it too. `takes_file` when what it needs is a file that comes with the message.
    `care` when its text is someone's own words. Of a `wording` people are told as of a command, but
    what is typed so is its root's text: the root reads it whole. `limit` is how many characters its
    text may have, 0 for what its shape takes; `missing` refuses what lacks its number. `form` asks
    for the text where none was typed: its route and its number are filled in. `by_meaning` gives,
    of its text, the words whose meaning it looks for.
    """

    act: Act
    pattern: str
    handler: Handler
    summary: str = ""
    shape: Takes | None = None
    _: KW_ONLY
    for_whom: Act | None = None
    takes_file: bool = False
    care: Care | None = None
    wording: bool = False
    limit: int = 0
    missing: Refusal = MISSING_NUMBER
    form: Form | None = None
    by_meaning: Callable[[str], str] | None = None

    @cached_property
    def path(self) -> str:
        """The words that name it, root first: « besoin répondre »."""
        return self.pattern.partition(" : ")[0].partition("|")[0]

    @cached_property
    def usage(self) -> str:
        """What to type after its words."""
        return self.pattern.partition(" : ")[2]

    @cached_property
    def takes(self) -> Takes:
        """The shape of what follows its words; a button gives a text."""
        if not self.summary:
            return Takes.TEXT
        return self.shape or next(each for usage, each in _SHAPES if re.match(usage, self.usage))

    @property
    def last_words(self) -> tuple[str, ...]:
        """What may be typed after its root: its own words, or others in the place of the last."""
        words, *others = self.pattern.partition(" : ")[0].split("|")
        *family, last = words.split()[1:] or [""]
        return tuple(fold("-".join((*family, word))) for word in (last, *others) if word)

    @cached_property
    def numbered(self) -> bool:
        """Whether a number comes before its text: « <n°> <réponse> », or may: « [n°] <raison> »."""
        return self.usage.startswith(("<n°", "<1", "[n°"))

    def asked(self, command: Command, rest: str) -> Command:
        """Return a command with what is left once the words of its route are taken off.

        Raises what it says of a missing number, and TooLongError.
        """
        self._require_readable(rest, command.fields)
        found = number_first(rest) if self.numbered or self.takes in _MAY_BE_NUMBERED else None
        if found is None and self.takes in _ABOUT_ONE:
            raise self.missing(usage=self.example)
        return replace(command, text=rest, number=found[0] if found else 0)

    def lacks_text(self, command: Command) -> bool:
        """Tell whether its form is to ask for what was not typed."""
        refers = command.refers
        if self.form is None or command.via is Via.DIALOG:
            return False
        if refers is not None and not refers.author.bot:
            return False
        typed = text_first(command.text, numbered=self.numbered)
        if command.text.rstrip().endswith(("-", "–", "—")):  # says that there is to be no text
            return False
        needs_number = self.numbered and not self.usage.startswith("[")
        return not typed.text.strip() and (typed.number is not None or not needs_number)

    def opened(self, command: Command, ctx: Context) -> Reply:
        """Return its form, and what stands beneath; that alone, or a line to type, elsewhere.

        Raises NO_DIALOG_HERE.
        """
        assert self.form is not None  # noqa: S101  see lacks_text
        made = self.form if isinstance(self.form, Dialog) else self.form(command, ctx)
        reply = Reply(dialog=made) if isinstance(made, Dialog) else made
        given = str(command.number) if self.numbered and command.number else ""
        if reply.dialog is None:
            return reply
        if command.via.immediate:
            dialog = reply.dialog
            route, argument = dialog.route or self.path, dialog.argument or given
            return replace(reply, dialog=replace(dialog, route=route, argument=argument))
        if reply.text:
            return replace(reply, dialog=None)
        usage = self.usage.replace("<n°>", given or "<n°>", 1).replace("[n°] ", "")
        line = f"/{self.path} {usage}"
        raise NO_DIALOG_HERE(line=line.rstrip())

    @property
    def root(self) -> str:
        """The slash command it belongs to."""
        return self.path.split()[0]

    @property
    def line(self) -> str:
        """What to type, slash included."""
        return f"/{self.path} {self.usage}".rstrip()

    @property
    def least(self) -> str:
        """The same without what may be left out."""
        return f"/{self.path}" if self.usage.startswith("[") else self.line

    @property
    def example(self) -> str:
        """The same about number 12, without its slash: « besoin voir 12 »."""
        return f"{self.path} {_FIRST_NUMBER.sub('12', self.usage, count=1)}"

    @property
    def told(self) -> Usage:
        """What people are told of it."""
        act = self.for_whom or self.act
        usual = self.path in USUAL
        return Usage(path=self.path, takes=self.usage, summary=self.summary, act=act, usual=usual)

    def is_long(self, command: Command) -> bool:
        """Tell whether reading a command takes more than a moment."""
        if isinstance(self.handler, TwoSteps):
            return command.length > self.handler.at_once
        return self.care is not None and command.length > AT_ONCE

    def _require_readable(self, text: str, fields: Mapping[str, str]) -> None:
        """Refuse a text, or an entry of a form, that is too long to be read at all.

        What comes before the text itself (a number, « certifié ») has some room of its own.
        Raises TooLongError.
        """
        limit = self.limit or _LIMITS.get(self.takes, SHORT)
        longest = max(map(len, (text, *fields.values())))
        if longest > limit + _ROOM_BEFORE:
            raise TooLongError(longest, limit, "Raccourcissez, puis redonnez-le-moi.")


USUAL = frozenset(
    (
        *("aide", "besoin", "besoin liste", "besoin mes", "besoin chercher", "besoin suivi"),
        *("rencontre", "rencontre planifier", "rencontre sonder", "rencontre tenir"),
        *("veille", "veille proposer", "veille trier", "lettre", "reseau"),
    )
)
"""The commands that anyone should know; all the others stand on cards, and can be typed."""

_SHAPES = (
    (r"$", Takes.NOTHING),
    (r"<n°>$", Takes.NUMBER),
    (r"\[n°\]$", Takes.PAGE),
    (r"<n°> <n°", Takes.NUMBERS),
    (r"<n°", Takes.NUMBER_AND_TEXT),
    (r"[\[(@]|\w+\|", Takes.WORDS),
    (r"", Takes.TEXT),
)
"""What a route takes by how its usage begins, the first that fits."""

SHORT = 300
"""Characters of what is no text to keep: numbers, a few words, a page."""

_FIRST_NUMBER = lazy_pattern(r"^[<\[]n°[^>\]]*[>\]]")
_ABOUT_ONE = (Takes.NUMBER, Takes.NUMBER_AND_TEXT)
_MAY_BE_NUMBERED = (*_ABOUT_ONE, Takes.WORDS, Takes.PAGE)
_ROOM_BEFORE = 200
_LIMITS = dict.fromkeys((Takes.TEXT, Takes.NUMBER_AND_TEXT), TEXT_LIMIT)


@dataclass(frozen=True, slots=True)
class RouteMatch:
    """The route that a text asks for, and the rest of the text."""

    route: Route
    rest: str


def find(routes: Sequence[Route], path: str) -> Route:
    """Return the route of exactly this path, or that was once called so; raises UserError."""
    for route in routes:
        if route.path == path:
            return route
    root, _, words = path.partition(" ")
    renamed = _by_last_word(_family(tuple(routes), root)).get(fold(words).replace(" ", "-"))
    if renamed is not None:
        return renamed
    raise UserError("unknown route", reply="Ce bouton ne sert plus. Essayez `/aide`.")


def starts_one(routes: Sequence[Route], text: str) -> bool:
    """Tell whether a text's first word is a command's, slash or not."""
    word, _ = first_word(text.strip().lstrip("/"))
    return _bare(word) in _roots(tuple(routes))


def names_no_command(routes: Sequence[Route], text: str) -> bool:
    """Tell whether words that are said to us name no command, not even a mistyped one.

    Neither does what is understood: « aide-moi », « besoin d'aide ». One word alone is a command.
    """
    _, rest = first_word(text)
    if starts_one(routes, text):
        further = bool(rest) and not starts_one(routes, rest)  # « aide réseau » is a command
        return further and read_intent(text) is not Intent.OTHER
    if read_intent(text) is not Intent.OTHER:
        return True
    return any(map(str.isalpha, text)) and _nearest(routes, text) is None


def match(routes: Sequence[Route], text: str) -> RouteMatch:
    """Find the one route that a typed text asks for.

    The first word is a root. Words that name a subcommand win when what follows has the shape
    it takes; otherwise, when the root takes a free text and this one is a question (several
    words and a « ? »), it is that text; else the subcommand says what it misses.
    Raises UserError, with the nearest command or what this one takes.
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
    if base.takes in (Takes.NOTHING, Takes.PAGE):
        if not _fits(base.takes, rest):
            raise _unknown_subcommand(family, base, rest)
    elif base.takes is Takes.TEXT and len(family) > 1:
        if _GOES_ON.match(rest):
            return RouteMatch(base, text.strip().lstrip("/"))
        _refuse_mistyped(routes, family, rest)
    return RouteMatch(base, rest)


_GOES_ON = lazy_pattern(r"d['’]|de\s", re.IGNORECASE)
"""What makes of « Besoin d'aide pour… » one sentence: the first word is said with the rest."""


def with_number(routes: Sequence[Route], text: str, *, root: str, number: int) -> str:
    """Return what is typed under a card with the card's number, where it has none.

    « répondre La Manufacture » is « besoin répondre 12 La Manufacture » under the card of a
    question, `root` being « besoin ». A question, and what names no command of the root, come
    back as they are.
    """
    word, rest = first_word(text.strip().lstrip("/"))
    said = rest if _roots(tuple(routes)).get(_bare(word)) == root else text
    if _is_question(said):
        return text
    by_word = _by_last_word(_family(tuple(routes), root))
    for head, tail in _heads(said):
        route = by_word.get(head)
        if route is not None and route.takes in _ABOUT_ONE and number_first(tail) is None:
            return f"{route.path} {number} {tail}".rstrip()
    return text


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
            for word in route.last_words:
                found.setdefault(word, route)
    return found


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
_BARE_NUMBER = lazy_pattern(r"\d+\s+\w")
_PAGE = lazy_pattern(r"(?:page |n ?[°o] ?|#)?\d{1,9}")


def _wrong_argument(route: Route, *, asks: bool) -> UserError:
    """Say what a command takes; `asks` when its root takes questions, which this may have been."""
    if route.takes in _ABOUT_ONE:
        if route.missing is not MISSING_NUMBER:
            return route.missing(usage=route.example)
        what = "attend le numéro de la question" if asks else "attend un numéro"
    elif route.takes is Takes.NUMBERS:
        what = "attend les numéros de deux questions"
    elif route.takes is Takes.WORDS:
        what = "attend quelques mots"
    else:
        what = "se tape sans rien d'autre"
    hint = " Si vous posiez une question, terminez-la par un point d'interrogation." if asks else ""
    return UserError(
        f"wrong argument for {route.path}",
        reply=f"`/{route.path}` {what} : `{route.line}`.{hint}",
    )


def _refuse_mistyped(routes: Sequence[Route], family: Sequence[Route], rest: str) -> None:
    """Stop before « lsite », « repnodre 12 Oui », « aide » or « 12 » is told to a network."""
    meant = _meant(routes, family, rest)
    if meant is not None:
        raise UserError(
            "mistyped subcommand",
            reply=f"Vouliez-vous dire `{meant}` ? Pour poser une question, "
            f"écrivez-la en une phrase : `/{family[0].root} Qui peut m'aider à… ?`",
        )


def _refuse_mistyped_below(named: Route, family: Sequence[Route], rest: str) -> None:
    """Name « flux ajouter » to who typed « flux ajuoter », a word that `flux` does not take."""
    if named.takes not in (Takes.NOTHING, Takes.PAGE):
        return
    below = [route for route in family if route.path.startswith(f"{named.path} ")]
    heads = [head for head, _ in _heads(rest) if head.count("-") == named.path.count(" ")]
    near = _near(heads, _by_last_word(tuple(below)))
    if near is not None:
        raise UserError("mistyped subcommand", reply=f"Vouliez-vous dire `{near.line}` ?")


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
        numbered = (*_ABOUT_ONE, Takes.NUMBERS)
        subcommands = [route for route in family if route.takes in numbered]
    else:
        return None
    near = _near([_bare(head)], _by_last_word(tuple(subcommands)))
    return near.line if near else None


def _unknown_subcommand(family: Sequence[Route], base: Route, rest: str) -> UserError:
    """Name the subcommand nearest to what was typed, else the root alone."""
    others = _by_last_word(tuple(route for route in family if route is not base))
    meant = (_near([head for head, _ in _heads(rest)], others) or base).least
    reply = f"Je ne connais pas cette commande. Vouliez-vous dire `{meant}` ?"
    return UserError("unknown subcommand", reply=reply)


def _unknown(routes: Sequence[Route], text: str) -> UserError:
    """Name the nearest command to what was typed."""
    near = _nearest(routes, text)
    reply = f"Vouliez-vous dire `{near.least}` ?" if near else "Tout ce que je sais faire : `/aide`"
    return UserError("unknown command", reply=f"Je ne connais pas cette commande. {reply}")


def _nearest(routes: Sequence[Route], text: str) -> Route | None:
    """Return the command that the first word or two of a text are near to."""
    paths = {fold(route.path): route for route in routes if route.summary}
    words = [_bare(word) for word in text.strip(" /").split()]
    cutoff = _NEAR if len(words) <= _HEAD_WORDS else _NEAR_IN_A_SENTENCE
    return _near((" ".join(words[:_TYPO_WORDS]), *words[:1]), paths, cutoff)


def _near(typed: Iterable[str], known: Mapping[str, Route], cutoff: float = _NEAR) -> Route | None:
    """Return the route whose word one of these is a typo of, the first that is of any."""
    near = (each for word in typed for each in difflib.get_close_matches(word, known, 1, cutoff))
    return next((known[each] for each in near), None)
