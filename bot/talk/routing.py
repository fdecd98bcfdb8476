"""Which handler a text asks for: an explicit table, one match at most."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import KW_ONLY, dataclass, replace
from enum import Enum
from functools import cached_property, lru_cache
from typing import TypeVar

from bot.core.errors import Refusal, UserError
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold, spaced
from bot.french.intents import Intent, read_intent
from bot.french.text import TEXT_LIMIT, TooLongError
from bot.network.rights import Act
from bot.talk.arguments import channel_first, first_word, number_first, text_first, without_thanks
from bot.talk.care import Care, with_box
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import AT_ONCE, Handler, TwoSteps
from bot.talk.numbers import asked_in_thread
from bot.talk.reply import Dialog, Reply

E = TypeVar("E", bound=Enum)

_NEAR = 0.72
"""How alike two words must be for one to be a typo of the other (difflib's ratio)."""

_NEAR_TOGETHER = 0.85
"""The same for several words: « Veuillez patienter » is no command."""

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
    else may do it too. `takes_file` tells which file it needs, that comes with the message.
    `care` when its text is someone's own words. Of a `wording` people are told as of a command, but
    what is typed so is its root's text: the root reads it whole. `limit` is how many characters its
    text may have, 0 for what its shape takes; `form` asks
    for the text where none was typed: its route and its number are filled in. `by_meaning` gives,
    of its text, the words whose meaning it looks for; `quotes` the posts whose words it keeps, read
    again from the chat. The route `back`, about the same thing, takes
    back what it does.
    """

    act: Act
    pattern: str
    handler: Handler
    summary: str = ""
    shape: Takes | None = None
    _: KW_ONLY
    for_whom: Act | None = None
    takes_file: str = ""
    care: Care | None = None
    wording: bool = False
    limit: int = 0
    form: Form | None = None
    by_meaning: Callable[[str], str] | None = None
    quotes: Callable[[str], Sequence[str]] | None = None
    back: str = ""

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

        Raises TooLongError.
        """
        self._require_readable(rest, command.fields)
        found = number_first(rest) if self.numbered or self.takes in _MAY_BE_NUMBERED else None
        return replace(command, text=rest, number=found[0] if found else 0)

    def lacks_text(self, command: Command) -> bool:
        """Tell whether its form is to ask for what was not given, or for the file that it takes."""
        refers = command.refers
        if self.takes_file:
            return command.attached is None
        if command.fields or command.via is Via.DIALOG:
            return False
        if self.form is None or (refers is not None and not refers.author.bot):
            return False
        typed = text_first(command.text, numbered=self.numbered)
        if command.text.rstrip().endswith(("-", "–", "—")):  # says that there is to be no text
            return False
        needs_number = self.numbered and not self.usage.startswith("[")
        return not typed.text.strip() and (typed.number is not None or not needs_number)

    def dialog(self, command: Command, ctx: Context) -> Dialog | Reply:
        """Return its form about what a command names; or what stands in its place."""
        assert self.form is not None  # noqa: S101  see lacks_text
        made = self.form if isinstance(self.form, Dialog) else self.form(command, ctx)
        dialog = made if isinstance(made, Dialog) else made.dialog
        if dialog is None:
            return made
        given = str(command.number) if self.numbered and command.number else ""
        route, argument = dialog.route or self.path, dialog.argument or given
        dialog = replace(dialog, route=route, argument=argument)
        dialog = with_box(dialog) if self.care is not None else dialog
        return dialog if isinstance(made, Dialog) else replace(made, dialog=dialog)

    def opened(self, command: Command, ctx: Context) -> Reply:
        """Return its form, and what stands beneath; what to write in a thread, elsewhere."""
        if self.takes_file:
            return asked_in_thread(ctx, self.path, command.text, file=self.takes_file)
        made = self.dialog(command, ctx)
        reply = Reply(dialog=made) if isinstance(made, Dialog) else made
        if reply.dialog is None or command.via.immediate:
            return reply
        if reply.text:
            return replace(reply, dialog=None)
        return asked_in_thread(ctx, reply.dialog.route, reply.dialog.argument, reply.dialog)

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
    def told_to(self) -> Act:
        """The right of those who are told of it."""
        return self.for_whom or self.act

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


COMMANDS = frozenset(
    (
        *("aide", "besoin", "besoin anonyme", "besoin privé", "besoin liste", "besoin mes"),
        *("besoin chercher", "besoin voir", "besoin répondre"),
        *("rencontre", "rencontre planifier", "rencontre sonder", "rencontre tenir"),
        *("rencontre compte-rendu", "veille", "veille proposer", "veille chercher"),
        *("veille trier", "veille flux", "lettre", "lettre édito", "lettre abonner"),
        *("reseau", "reseau rythme", "reseau bilan", "reseau mes-données"),
        *("reseau confidentialité", "reseau oublie-moi"),
    )
)
"""What people type from memory. All other routes are verbs, which stand on a card."""

READING = frozenset(
    (
        *("besoin liste", "besoin mes", "besoin chercher", "besoin voir", "rencontre", "veille"),
        *("veille chercher", "veille flux", "lettre", "reseau", "reseau rythme", "reseau bilan"),
    )
)
"""The commands that only show: where nothing says of which network, it is the likeliest one's."""

DOORS: Mapping[str, str] = {
    "annee": "reseau",
    "annee en image": "reseau année",
    "annonces": "reseau annonces",
    "autres outils": "reseau copies",
    "bilan": "reseau bilan",
    "ce qui est transmis": "besoin transmis",
    "chiffres": "reseau bilan",
    "comptes rendus": "rencontre compte-rendu",
    "confidentialite": "reseau confidentialité",
    "echeances": "veille échéances",
    "enquetes": "reseau enquêtes",
    "flux": "veille flux",
    "lettre": "lettre",
    "lettres": "lettre archives",
    "memoire": "reseau mémoire",
    "mes derniers gestes": "aide gestes",
    "mes donnees": "reseau mes-données",
    "mes messages": "reseau messages",
    "mes messages prives": "reseau messages",
    "mes territoires": "reseau territoires",
    "point": "reseau point",
    "point pour l exterieur": "reseau point",
    "prochaine rencontre": "rencontre",
    "qui peut aider": "besoin aider",
    "questions": "besoin liste",
    "questions en tableau": "besoin exporter",
    "questions passees": "reseau passé",
    "reglages": "reseau réglages",
    "rencontre": "rencontre",
    "rythme": "reseau rythme",
    "territoires": "reseau territoires",
    "veille": "veille",
}
"""What is shown to whoever names it, and nothing else: « le bilan de l'année », « réseau point ».

The names that menus have, folded, without their article.
"""

ALL = "tout"
"""What is said after « aide » for all that can be typed."""

_SHAPES = (
    (r"$", Takes.NOTHING),
    (r"<n°>$", Takes.NUMBER),
    (r"\[n°\]$", Takes.PAGE),
    (r"<n°", Takes.NUMBER_AND_TEXT),
    (r"[\[(@]|\w+\|", Takes.WORDS),
    (r"", Takes.TEXT),
)
"""What a route takes by how its usage begins, the first that fits."""

SHORT = 300
"""Characters of what is no text to keep: numbers, a few words, a page."""

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
    """Return the route of exactly this path. Raises NO_ROUTE."""
    return NO_ROUTE.unless(next((route for route in routes if route.path == path), None), path=path)


NO_ROUTE = Refusal("no route {path}", reply="Ce bouton ne sert plus. Essayez `/aide`.")


def pressed(routes: Sequence[Route], path: str, argument: str) -> RouteMatch:
    """Return what a button stands for; of an earlier version, what shows its card as it is now.

    Raises NO_ROUTE.
    """
    if any(route.path == path for route in routes):
        return RouteMatch(find(routes, path), argument)
    root, _, _ = path.partition(" ")
    about = number_first(argument)
    if about is not None and any(route.path == f"{root} voir" for route in routes):
        return RouteMatch(find(routes, f"{root} voir"), str(about[0]))
    return RouteMatch(find(routes, root), "")


def named(kind: type[E], value: str) -> E:
    """Return the one of its kind that the argument of a button names. Raises NO_ROUTE."""
    found = next((each for each in kind if each.value == value), None)
    return NO_ROUTE.unless(found, path=kind.__name__)


def starts_one(routes: Sequence[Route], text: str) -> bool:
    """Tell whether a text's first word is a command's, slash or not."""
    word, _ = first_word(text.strip().lstrip("/"))
    return _bare(word) in _roots(tuple(routes))


def names_no_command(routes: Sequence[Route], text: str) -> bool:
    """Tell whether words that are said to us are a sentence, whatever word they begin with.

    They are a command when what follows its words is exactly what it takes: « réseau wifi en
    panne », « besoin d'un modèle », « rencontre quand ? » are sentences. One word alone, or the two
    of a command, may be mistyped.
    """
    word, rest = first_word(text)
    if _door(routes, text) is not None:
        return False
    if not starts_one(routes, text):
        understood = read_intent(text) is not Intent.OTHER
        return understood or (any(map(str.isalpha, text)) and _nearest(routes, text) is None)
    named = channel_first(rest)  # « rencontre ~loire planifier … » is about that network
    rest = named[1] if named else rest
    typed = _read(routes, word, rest)
    if not rest or typed.fitting is not None:
        return False
    base = typed.base
    if base is None or base.takes is not Takes.TEXT:
        return base is None or not _fits(base.takes, rest)
    if base.care is None:  # « aide réseau », « aide tout »
        return _bare(rest) not in {ALL, *_roots(tuple(routes))}
    return _GOES_ON.match(rest) is not None or read_intent(text) is not Intent.OTHER


def match(routes: Sequence[Route], text: str) -> RouteMatch:
    """Find the one route that a typed text asks for.

    The first word is a root. Words that name a subcommand win when what follows has the shape
    it takes; otherwise, when the root takes a free text and this one is a question (several
    words and a « ? »), it is that text. Raises UserError, with the nearest command.
    """
    whole = text.strip().lstrip("/")
    if (door := _door(routes, whole)) is not None:
        return door
    word, rest = first_word(whole)
    typed = _read(routes, word, rest)
    base, named = typed.base, typed.named
    if typed.fitting is not None:
        return typed.fitting
    if named and not (typed.takes_text and _is_question(rest)):
        raise _unknown(named[0].route.line, takes_text=typed.takes_text)
    if base is None:
        raise _unknown(_line(_nearest(routes, text)))
    if not _fits(base.takes, rest):
        near = _near([head for head, _ in _heads(rest)], typed.others)
        raise _unknown(_line(near or base), what="cette commande" if near else "la suite")
    if typed.takes_text and typed.others and not named:
        if _GOES_ON.match(rest):
            return RouteMatch(base, whole)
        if (shown := _card_of(routes, base, rest)) is not None:
            return shown
        if meant := _meant(routes, typed):
            raise _unknown(meant, takes_text=True)
    return RouteMatch(base, rest)


def _door(routes: Sequence[Route], text: str) -> RouteMatch | None:
    """Return what shows the thing that a text names, and nothing else; and its year, if any."""
    if len(text) > SHORT:
        return None
    named = _DOOR.fullmatch(" ".join(_WORD.findall(spaced(without_thanks(text)))))
    path = DOORS.get(named["name"]) if named else None
    route = next((each for each in routes if each.path == path), None)
    return RouteMatch(route, named["year"] or "") if named and route else None


_WORD = lazy_pattern(r"\w+")
_DOOR = lazy_pattern(
    r"(?:(?:reseau|rencontre|veille|lettre) |(?:je (?:veux|voudrais) )?"
    r"(?:(?:re)?voir|ouvrir|lire|emporter|"
    r"ouvre[sz]?(?: moi)?|montre[rz]?(?: moi)?|donne[rz]?(?: moi)?) )?"
    r"(?:l[ae]s? |l |notre |nos )?(?P<name>.+?)(?: (?:du|de notre) reseau| de (?:l|cette) annee)*"
    r"(?: (?:de )?(?P<year>\d{4}))?"
)


@dataclass(frozen=True, slots=True)
class _Typed:
    """What may be read in a typed text: the route of its first word, those that it names then.

    `others` are the commands of the same root, by their last word.
    """

    rest: str
    base: Route | None
    others: Mapping[str, Route]
    named: Sequence[RouteMatch]

    @property
    def takes_text(self) -> bool:
        """Whether the root itself takes any text."""
        return self.base is not None and self.base.takes is Takes.TEXT

    @property
    def fitting(self) -> RouteMatch | None:
        """The command whose words are followed by exactly what it takes."""
        return next((each for each in self.named if _fits(each.route.takes, each.rest)), None)


def _read(routes: Sequence[Route], word: str, rest: str) -> _Typed:
    """Read the words of a command. Raises UserError where the first one is no root."""
    root = _roots(tuple(routes)).get(_bare(word))
    if root is None:
        raise _unknown(_line(_nearest(routes, f"{word} {rest}")))
    family = _family(tuple(routes), root)
    base = next((route for route in family if route.path == root), None)
    others = _by_last_word(family)
    named = [RouteMatch(others[head], tail) for head, tail in _heads(rest) if head in others]
    return _Typed(rest, base, others, named)


_GOES_ON = lazy_pattern(r"d['’]|d(?:e|u|es)\s", re.IGNORECASE)
"""What makes of « Besoin d'aide pour… » one sentence: the first word is said with the rest."""


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


def _fits(takes: Takes, tail: str) -> bool:
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
        case Takes.WORDS:
            return not _is_question(tail) and len(bare.split()) <= _FEW_WORDS
        case Takes.PAGE:
            return not bare or _PAGE.fullmatch(fold(bare)) is not None
        case Takes.TEXT:
            return True


_FEW_WORDS = 8
_BARE_NUMBER = lazy_pattern(r"\d+\s+\w")
_PAGE = lazy_pattern(r"(?:page |n ?[°o] ?|#)?\d{1,9}")


def _card_of(routes: Sequence[Route], base: Route, rest: str) -> RouteMatch | None:
    """Return what shows the card of which someone types a verb: « besoin moi-aussi 12 »."""
    verbs = tuple(each for each in routes if each.root == base.root and not each.summary)
    for head, tail in _heads(rest):
        found = number_first(tail) if head in _by_last_word(verbs) else None
        if found is not None and not _is_question(rest):
            return RouteMatch(find(routes, f"{base.root} voir"), str(found[0]))
    return None


def _meant(routes: Sequence[Route], typed: _Typed) -> str:
    """Return the command that a text was probably meant to be, "" for a question.

    « lsite », « repnodre 12 Oui », « aide » and « 12 » are told to no network.
    """
    head, tail = first_word(typed.rest)
    found, commands = number_first(typed.rest), typed.others
    if found is not None and not found[1].strip(_PUNCTUATION):
        return next((each.line for each in commands.values() if each.takes is Takes.NUMBER), "")
    if not tail.strip(_PUNCTUATION) and _bare(head) in {route.path for route in routes}:
        return f"/{_bare(head)}"
    if len(typed.rest.strip(_PUNCTUATION).split()) > _TYPO_WORDS:
        if number_first(tail) is None:
            return ""
        commands = {word: each for word, each in commands.items() if each.takes in _ABOUT_ONE}
    near = _near([_bare(head)], commands)
    return near.line if near else ""


def _unknown(meant: str, *, takes_text: bool = False, what: str = "cette commande") -> UserError:
    """Say which command was probably `meant`; how to ask, of a root that takes questions."""
    reply = f"Vouliez-vous dire `{meant}` ?" if meant else "Tout ce que je sais faire : `/aide`"
    ask = " Une question se pose en une phrase : `/besoin Qui peut m'aider à… ?`"
    reply = f"Je ne comprends pas {what}. {reply}{ask if takes_text else ''}"
    return UserError("unknown command", reply=reply)


def _line(route: Route | None) -> str:
    """Return what to type for a command at least, "" for none."""
    return route.least if route is not None else ""


def _nearest(routes: Sequence[Route], text: str) -> Route | None:
    """Return the command that a text is near to: one word, or the few of a command."""
    paths = {fold(route.path): route for route in routes if route.summary}
    words = [_bare(word) for word in text.strip(" /").split()]
    cutoff = _NEAR if len(words) == 1 else _NEAR_TOGETHER
    return _near([" ".join(words)], paths, cutoff) if len(words) <= _HEAD_WORDS else None


def _near(typed: Iterable[str], known: Mapping[str, Route], cutoff: float = _NEAR) -> Route | None:
    """Return the route whose word one of these is a typo of, the first that is of any."""
    near = (each for word in typed for each in difflib.get_close_matches(word, known, 1, cutoff))
    return next((known[each] for each in near), None)
