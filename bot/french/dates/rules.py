"""The grammar: which run of words is which part of a date, an hour or a length.

Patterns are written in the language of `grammar.py`. At each place of a text the first rule that
fits is taken, so the longer ones come first. Small words before a part (« le », « à », « de »)
are not part of the patterns unless they change the meaning.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache

from bot.french.dates.clocks import FIRST_WORDS, clock, length, sure_length
from bot.french.dates.grammar import Reader, first_words, match
from bot.french.dates.refusals import RefusalReason
from bot.french.dates.tokens import Token
from bot.french.dates.words import WORDS, may_begin
from bot.french.spoken import MONTH_NUMBERS


class DatePartKind(Enum):
    """What a part says."""

    DATE = "a day and a month, and a year when typed"
    MONTH_DAY = "a day of a month left unsaid"
    NTH = "the nth weekday of a month"
    AHEAD = "so many days, weeks or months from today"
    DAY = "a day of the week"
    WEEK = "so many weeks from this one"
    CLOCK = "the hour at which it starts"
    SPAN = "the hours at which it starts and ends"
    END = "the hour at which it ends"
    LENGTH = "how long it takes"
    PART = "a part of the day"
    ZONE = "whose clock, and which season where an hour comes twice"
    REFUSED = "what can never be taken for one date"


@dataclass(frozen=True, slots=True)
class DatePart:
    """A part that was read: its kind, its values by name, and the tokens it takes."""

    kind: DatePartKind
    values: Mapping[str, int]
    start: int
    end: int
    why: RefusalReason = RefusalReason.VAGUE


@dataclass(frozen=True, slots=True)
class _Rule:
    pattern: str
    kind: DatePartKind
    fixed: Mapping[str, int] = field(default_factory=dict)
    why: RefusalReason = RefusalReason.VAGUE


def parts(tokens: Sequence[Token]) -> Iterator[DatePart]:
    """Yield the parts read in a text, in order and without overlaps."""
    at = 0
    while at < len(tokens):
        part = _part(tokens, at)
        if part and not (part.kind in _IN_NAMES and _in_a_name(tokens, at)):
            yield part
        at = part.end if part else at + 1


MORNING, AFTERNOON, EVENING = range(3)

_READERS: Mapping[str, Reader] = {
    **WORDS,
    "clock": clock,
    "length": length,
    "surely": sure_length,
}
_D = "<day>? ,? le?"
_NO_HOUR = "!h|heure|heures|hr|hrs|:|min|mn|minutes|e|eme|personnes"
_TO = "a|-|/|>|→"
_MONTH_NAMES = "|".join(MONTH_NUMBERS)
_NEXT = "prochain|prochaine|pro|suivant|suivante|qui"


def _refuse(pattern: str, why: RefusalReason) -> _Rule:
    return _Rule(pattern, DatePartKind.REFUSED, why=why)


_RULES: Sequence[_Rule] = (
    # What is no single date.
    _refuse("tous|toutes les <day>", RefusalReason.EVERY),
    _refuse(
        "tous|toutes les lundis|mardis|mercredis|jeudis|vendredis|samedis|mois", RefusalReason.EVERY
    ),
    _refuse("chaque <day>", RefusalReason.EVERY),
    _refuse("chaque semaine|mois", RefusalReason.EVERY),
    _refuse("du <day>? <dd> <month>? au <day>? <dd> <month>", RefusalReason.SEVERAL_DAYS),
    _refuse("du <dd> / <mm> au <dd> / <mm>", RefusalReason.SEVERAL_DAYS),
    _refuse("du <day> au <day>", RefusalReason.SEVERAL_DAYS),
    _refuse(f"{_D} <dd> et|ou|& <dd> er? <month>", RefusalReason.SEVERAL_DAYS),
    _refuse("semaine du le? <dd> er? <month>?", RefusalReason.WHICH_DAY_OF_WEEK),
    _refuse(
        "debut|fin|mi|courant|milieu|avant|apres -? de|d|du? '? mois? de? <month>",
        RefusalReason.VAGUE,
    ),
    _refuse(
        "debut|fin|mi|courant|milieu -? de|du? la|le|l? '? mois|semaine|annee", RefusalReason.VAGUE
    ),
    _refuse("avant|apres|vers|autour|environ le|du <dd> er? <month>", RefusalReason.VAGUE),
    _refuse("avant|apres|vers|autour|environ <dd> er? <month>", RefusalReason.VAGUE),
    _refuse("avant|apres la|les fin|vacances|rentree|fetes", RefusalReason.VAGUE),
    _refuse("d ' ici", RefusalReason.VAGUE),
    _refuse("week -? end", RefusalReason.VAGUE),
    _refuse("weekend|bientot|prochainement", RefusalReason.VAGUE),
    # Dates in figures.
    _Rule("<yyyy> -|/|. <mm> -|/|. <dd> t?", DatePartKind.DATE),
    _Rule(f"{_D} <dd> /|.|- <mm> /|.|- <year>", DatePartKind.DATE),
    _refuse(f"{_D} <dd> /|.|- <mm> /|.|- <noyear> {_NO_HOUR}", RefusalReason.NO_SUCH_YEAR),
    _Rule(f"{_D} <dd> /|. <mm> {_NO_HOUR}", DatePartKind.DATE),
    _refuse(f"{_D} <mm> / <over12> {_NO_HOUR}", RefusalReason.MONTH_FIRST),
    _refuse(f"{_D} <over12> / <over12> {_NO_HOUR}", RefusalReason.NO_SUCH_MONTH),
    # Dates in words.
    _Rule(f"{_D} <dd> er|ere? de? <month> de? <year> {_NO_HOUR}", DatePartKind.DATE),
    _refuse(f"{_D} <dd> er|ere? de? <month> de? <noyear> {_NO_HOUR}", RefusalReason.NO_SUCH_YEAR),
    _Rule(f"{_D} <dd> er|ere? de? <month> prochain?", DatePartKind.DATE),
    _Rule(f"{_D} <n:dd> <month> <year>? {_NO_HOUR}", DatePartKind.DATE),
    _Rule(f"{_D} <dd> er? du mois prochain", DatePartKind.MONTH_DAY, {"months": 1}),
    _Rule(f"{_D} <dd> er? de ce mois -? ci?", DatePartKind.MONTH_DAY, {"months": 0}),
    _Rule("le? <ord> <day> de|d|du|en '? mois? de? <month> <yyyy>?", DatePartKind.NTH),
    _Rule("le? <ord> <day> du mois prochain", DatePartKind.NTH, {"months": 1}),
    _Rule("le? <ord> <day> du|de ce? mois", DatePartKind.NTH, {"months": 0}),
    _refuse("le? <ord> <day>", RefusalReason.WHICH_MONTH),
    _Rule(f"<day> ,? le? <dd> er? {_NO_HOUR} prochain?", DatePartKind.MONTH_DAY),
    _Rule(f"le <dd> er? {_NO_HOUR} prochain?", DatePartKind.MONTH_DAY),
    # From today on.
    _Rule("aujourd ' hui en huit|8", DatePartKind.AHEAD, {"weeks": 1}),
    _Rule("aujourd ' hui en quinze|15", DatePartKind.AHEAD, {"weeks": 2}),
    _Rule("demain en huit|8", DatePartKind.AHEAD, {"days": 1, "weeks": 1}),
    _Rule("demain en quinze|15", DatePartKind.AHEAD, {"days": 1, "weeks": 2}),
    _Rule("aujourd ' hui", DatePartKind.AHEAD, {"days": 0}),
    _Rule("aujourdhui", DatePartKind.AHEAD, {"days": 0}),
    _Rule("apres -? demain", DatePartKind.AHEAD, {"days": 2}),
    _Rule("apresdemain", DatePartKind.AHEAD, {"days": 2}),
    _Rule("demain", DatePartKind.AHEAD, {"days": 1}),
    _Rule("hier", DatePartKind.AHEAD, {"days": -1}),
    _Rule("ce|cet matin", DatePartKind.AHEAD, {"days": 0, "part": MORNING}),
    _Rule("ce|cet apres -? midi", DatePartKind.AHEAD, {"days": 0, "part": AFTERNOON}),
    _Rule("ce soir", DatePartKind.AHEAD, {"days": 0, "part": EVENING}),
    _Rule("dans une huitaine", DatePartKind.AHEAD, {"weeks": 1}),
    _Rule("dans une quinzaine", DatePartKind.AHEAD, {"weeks": 2}),
    _Rule("dans <n:days> jour|jours|j", DatePartKind.AHEAD),
    _Rule("dans <n:weeks> semaine|semaines|sem", DatePartKind.AHEAD),
    _Rule("dans <n:months> mois", DatePartKind.AHEAD),
    # Days of the week.
    _refuse("lundi|jeudi de|d la? l? '? paques|pentecote|ascension", RefusalReason.NAMED_DAY),
    _Rule("<day> en huit|8", DatePartKind.DAY, {"weeks": 1}),
    _Rule("<day> en quinze|15", DatePartKind.DAY, {"weeks": 2}),
    _Rule(f"<day> de? la? semaine {_NEXT} vient?", DatePartKind.DAY, {"week": 1}),
    _Rule("<day> de cette semaine", DatePartKind.DAY, {"week": 0}),
    _Rule("ce <day> prochain", DatePartKind.DAY, {"next": 1}),
    _Rule("ce <day> -? ci?", DatePartKind.DAY, {"this": 1}),
    _Rule("prochain <day>", DatePartKind.DAY, {"next": 1}),
    _Rule("<day> prochain|pro", DatePartKind.DAY, {"next": 1}),
    _Rule("<day> qui vient", DatePartKind.DAY, {"next": 1}),
    _Rule("<day>", DatePartKind.DAY),
    _Rule(f"semaine {_NEXT} vient?", DatePartKind.WEEK, {"week": 1}),
    _Rule("cette semaine", DatePartKind.WEEK, {"week": 0}),
    _refuse(f"mois {_NEXT} vient?", RefusalReason.WHICH_DAY_OF_MONTH),
    _refuse("en <month> <yyyy>?", RefusalReason.WHICH_DAY_OF_MONTH),
    _refuse("<month> <yyyy>", RefusalReason.WHICH_DAY_OF_MONTH),
    # Lengths that say so, then hours.
    _Rule("pendant|durant|duree|dure '? de|:|=? <length>", DatePartKind.LENGTH),
    _Rule("<length> de reunion|rencontre|travail|visite|duree", DatePartKind.LENGTH),
    _Rule("<surely:length>", DatePartKind.LENGTH),
    _Rule("jusqu ' a <clock>", DatePartKind.END),
    _Rule("fin a|:|vers|prevue? a? <clock>", DatePartKind.END),
    _refuse("dans <n> h|heure|heures|min|minutes", RefusalReason.NOTHING),
    _Rule(f"a|de|des|vers? <clock> ,? {_TO} <clock:end>", DatePartKind.SPAN),
    _Rule("a|de|des|vers? <clock> ,? jusqu ' a <clock:end>", DatePartKind.SPAN),
    _Rule("entre <clock> et <clock:end>", DatePartKind.SPAN),
    _Rule(f"de|entre <n:hour> {_TO}|et <clock:end>", DatePartKind.SPAN),
    _Rule("<n:hour> - <clock:end>", DatePartKind.SPAN),
    _Rule("a partir|compter de <clock>", DatePartKind.CLOCK, {"sure": 1}),
    _Rule("debut a|:|vers? <clock>", DatePartKind.CLOCK, {"sure": 1}),
    _Rule("a|des|vers <clock>", DatePartKind.CLOCK, {"sure": 1}),
    _Rule("<clock>", DatePartKind.CLOCK),
    _Rule("matin|matinee", DatePartKind.PART, {"part": MORNING}),
    _Rule("apres -? midi", DatePartKind.PART, {"part": AFTERNOON}),
    _Rule("apm|aprem", DatePartKind.PART, {"part": AFTERNOON}),
    _Rule("soir|soiree", DatePartKind.PART, {"part": EVENING}),
    _refuse(_MONTH_NAMES, RefusalReason.WHICH_DAY_OF_MONTH),
    # Whose clock.
    _Rule("heure d ' ete de? <city>", DatePartKind.ZONE, {"fold": 0}),
    _Rule("heure d ' hiver de? <city>", DatePartKind.ZONE, {"fold": 1}),
    _Rule("heure d ' ete locale?", DatePartKind.ZONE, {"fold": 0}),
    _Rule("heure d ' hiver locale?", DatePartKind.ZONE, {"fold": 1}),
    _Rule("heure de|a|d <city>", DatePartKind.ZONE),
    _Rule("heure locale", DatePartKind.ZONE),
)

_IN_NAMES = frozenset((DatePartKind.DATE, DatePartKind.MONTH_DAY, DatePartKind.REFUSED))
_STREETS = frozenset(
    ("rue", "avenue", "av", "place", "boulevard", "bd", "bld", "quai", "square"),
)
_PLACES = _STREETS | {
    "impasse", "allee", "chemin", "passage", "route", "pont", "salle", "espace", "stade", "lycee",
    "college", "ecole", "cite", "residence", "batiment",
}  # fmt: skip
_OF = frozenset(("du", "de", "des"))


def _part(tokens: Sequence[Token], at: int) -> DatePart | None:
    for rule in _rules_from(tokens[at].plain):
        found = match(rule.pattern, _READERS, tokens, at)
        if found:
            return DatePart(rule.kind, {**rule.fixed, **found.read}, at, found.end, rule.why)
    return None


@lru_cache(maxsize=2048)
def _rules_from(word: str) -> Sequence[_Rule]:
    """Return the rules that may fit where a word stands: for most words, none."""
    if len(word) > _LONGEST_WORD:
        return ()
    read = word in FIRST_WORDS or may_begin(word)
    firsts = ((rule, *first_words(rule.pattern)) for rule in _RULES)
    return tuple(rule for rule, words, reads in firsts if word in words or (reads and read))


_LONGEST_WORD = 20


def _in_a_name(tokens: Sequence[Token], at: int) -> bool:
    """Tell whether what stands here is a name: « rue du 8 mai 1945 », « place 14 Juillet »."""
    here, before = tokens[at].plain, tokens[at - 1].plain if at else ""
    if here in _OF:
        return before in _PLACES
    if before in _OF:
        return at > 1 and tokens[at - 2].plain in _PLACES
    return before in _STREETS
