"""Hours and lengths as they are typed: « 14h30 », « midi et quart », « 90 min »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bot.french.dates.grammar import Reader, first_words, match
from bot.french.dates.numbers import NUMBER_WORDS, digits
from bot.french.dates.refusals import RefusalReason, WhenError
from bot.french.dates.tokens import Token, ValueAndNext, tokenize, visible
from bot.french.dates.words import WORDS

HALF_DAY = 180
"""Minutes of « une demi-journée »: what a département meeting takes, travel apart."""

NO_SUCH_HOUR = -1
"""What is read of « 25h » or « 14h75 »: an hour was meant, and there is none such."""

CUT_HOUR = -2
"""What is read of « 14h3 »: minutes that lack a figure, or that lack a zero."""

HOUR = 60
NOON = 12 * HOUR
DAY = 24 * HOUR

_H = "h|heure|heures|heur|heurs|hr|hrs|hres"
_MIN = "min|mn|mins|minute|minutes|'"
_STREETS = "rue|avenue|av|bd|boulevard|allee|chemin|place|quai|impasse|route|cours|bis|ter|square"
_ALONE = f"!personne|personnes|participants|places|pers|euros|invites|h|{_MIN}|{_STREETS}"
"""What must not follow minutes: « 14h 1h30 », « 14h 30 personnes », « 14h 12 rue »."""
_MIN_AFTER = f"{_MIN}?"
_AFTERNOON = "de? l? '? apres -? midi"

_NOON_OR_MIDNIGHT = (("midi", NOON), ("minuit", DAY))
_TO_THE_HOUR = (("et demi|demie", 30), ("et quart", 15), ("moins le? quart", -15))

_CLOCKS: Sequence[tuple[str, int]] = (
    *(
        each
        for word, minutes in _NOON_OR_MIDNIGHT
        for each in (
            (f"{word} et? demi|demie|trente", minutes + 30),
            (f"{word} et? quart|quinze", minutes + 15),
            (f"{word} moins le? quart", minutes - 15),
            (f"{word} moins <n:less>", minutes),
            (f"{word} <min2:min> {_ALONE}", minutes),
            (word, minutes),
        )
    ),
    *((f"<n:hour> {_H} {words}", minutes) for words, minutes in _TO_THE_HOUR),
    (f"<n:hour> {_H} moins <n:less> {_MIN_AFTER}", 0),
    (f"<n:hour> ~ {_H} ~ <min> ~ {_MIN}", 0),
    (f"<n:hour> {_H} ~ <digit> !h|heures", 0),
    (f"<n:hour> {_H} ~ <min> !h|heures", 0),
    (f"<n:hour> {_H} <min2:min> {_ALONE}", 0),
    (f"<n:hour> {_H} 00 {_MIN}", 0),
    ("<n:hour> heure|heures <n:min> minute|minutes", 0),
    (f"<n:hour> {_H}", 0),
    ("<n:hour> : <min> : 00", 0),
    ("<n:hour> : <min>", 0),
    ("<n:hour> . <min> ~ h", 0),
)
"""A pattern, and the minutes to add to what it has read.

« Minuit » is the end of a day, as « 24 h » is: whose start it may also be is asked.
"""

_HALVES: Sequence[tuple[str, int]] = (
    (_AFTERNOON, NOON),
    ("de? l? '? aprem|apm", NOON),
    ("du? soir", NOON),
    ("du? matin|mat", 0),
)
"""What may follow an hour, and the minutes it adds to one before noon."""

_LENGTHS: Sequence[tuple[str, int]] = (
    ("une|1|la? demi -? journee", HALF_DAY),
    ("1 / 2 journee", HALF_DAY),
    ("une|1 demi -? heure", 30),
    ("1 / 2 heure|h", 30),
    ("1 / 4 d? '? heure|h", 15),
    ("3 / 4 d? '? heure|h", 45),
    ("trois|3 quarts d ' heure", 45),
    ("un|1 quart d ' heure", 15),
    ("une|1 petite|bonne|grosse|courte|seule heure|h", 60),
    ("<few:hour> petites|bonnes|grosses|courtes heures|h", 0),
    (f"<n:hour> , 5 {_H}", 30),
    (f"<n:hour> . 5 {_H}", 30),
    (f"<few:hour> {_H} <min> {_MIN}", 0),
    ("<whole> min|mn|mins|minute|minutes", 0),
    ("<whole> ~ '", 0),
)
"""What is a length wherever it stands."""

_AMBIGUOUS_LENGTHS: Sequence[tuple[str, int]] = (
    (f"<n:hour> {_H} et demi|demie", 30),
    (f"<n:hour> {_H} et quart", 15),
    (f"<n:hour> {_H} ~ <min>", 0),
    (f"<n:hour> {_H} <min2:min> {_ALONE}", 0),
    (f"<n:hour> {_H}", 0),
    ("<n:hour> : <min>", 0),
)
"""What is a length only where no hour is expected."""


def clock(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read an hour: minutes since midnight, NO_SUCH_HOUR when there is none such."""
    found = _first(_CLOCKS, tokens, at)
    if found is None:
        return None
    minutes, end = found
    for pattern, added in _HALVES:
        half = match(pattern, WORDS, tokens, end)
        if half:
            return _in_half(minutes, added), half.end
    exact = match("precise|precises|pile|environ|sonnantes", {}, tokens, end)
    return minutes, exact.end if exact else end


def lunch(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read an hour around noon: « midi, 12h30 » is one hour, not two."""
    found = clock(tokens, at)
    return found if found and found[0] in _AROUND_NOON else None


_AROUND_NOON = range(NOON - 30, NOON + 150)


def hours_joined(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read « 14-16h », stuck: two hours of a day, the first of which is no day of a month."""
    dash = tokens[at + 1 : at + 2]
    if not dash or dash[0].plain != "-" or dash[0].start != tokens[at].end or at + 2 >= len(tokens):
        return None
    first, last = digits(tokens, at, _WORKED, 1), clock(tokens, at + 2)
    stuck = dash[0].end == tokens[at + 2].start
    return (0, last[1]) if first and last and stuck and first[0] * HOUR < last[0] else None


_WORKED = range(7, 22)


def loose_number(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a number in digits that is no hour's: whatever it is, it is not alone."""
    number = tokens[at].number
    return (number, at + 1) if number is not None and clock(tokens, at) is None else None


def length(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a length in minutes, whatever its form."""
    return sure_length(tokens, at) or _first(_AMBIGUOUS_LENGTHS, tokens, at)


def sure_length(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    """Read a length that cannot be an hour: « 90 min », « une demi-journée »."""
    return _first(_LENGTHS, tokens, at)


def read_duration(text: str) -> int:
    """Return the minutes of « 2h30 », « 90 min », « une demi-journée ». Raises WhenError."""
    tokens = [token for token in tokenize(visible(text)) if token.plain not in _AROUND]
    found = length(tokens, 0) if tokens else None
    if found is None or found[1] < len(tokens) or found[0] <= 0:
        raise WhenError(RefusalReason.NO_LENGTH)
    if found[0] > DAY:
        raise WhenError(RefusalReason.TOO_LONG)
    return found[0]


_AROUND = frozenset(("(", ")", "pendant", "duree", "environ", "~"))


def _first(
    table: Sequence[tuple[str, int]], tokens: Sequence[Token], at: int
) -> ValueAndNext | None:
    for pattern, added in table:
        words, readers = first_words(pattern)
        if tokens[at].plain not in words and not (readers and _is_count(tokens[at])):
            continue
        found = match(pattern, _READERS, tokens, at)
        if found:
            return _minutes(found.read, added), found.end
    return None


def _is_count(token: Token) -> bool:
    return token.number is not None or token.plain in NUMBER_WORDS


def _minutes(read: Mapping[str, int], added: int) -> int:
    if "whole" in read:
        return read["whole"]
    if "digit" in read:
        return CUT_HOUR
    hour, minute = read.get("hour", 0), read.get("min", 0)
    if hour * HOUR + minute > DAY or minute >= HOUR:
        return NO_SUCH_HOUR
    return hour * HOUR + minute - read.get("less", 0) + added


def _in_half(minutes: int, added: int) -> int:
    """Move « 2h de l'après-midi » after noon; « 14h du matin » is no hour."""
    if added and 0 < minutes < NOON:
        return minutes + added
    return NO_SUCH_HOUR if not added and NOON < minutes < DAY else minutes


def _whole(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    number = tokens[at].number
    return WORDS["n"](tokens, at) if number is None else (number, at + 1)


def _few(tokens: Sequence[Token], at: int) -> ValueAndNext | None:
    found = WORDS["n"](tokens, at)
    return found if found and found[0] in _FEW else None


_FEW = range(1, 7)
"""Hours of « 1 h 30 min »; « 14h 45 min » is an hour, then a length."""

_READERS: Mapping[str, Reader] = {**WORDS, "whole": _whole, "few": _few}
