"""The grammar of dates: which run of words is which part of a date, an hour or a length.

Patterns are written in the language of `grammar.py`. At each place of a text the first rule that
fits is taken, so the longer ones come first. Small words before a part (« le », « à », « de »)
are not part of the patterns unless they change the meaning.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from bot.french.dates.kinds import AFTERNOON, EVENING, MIDDAY, MORNING, DatePartKind
from bot.french.dates.refusals import RefusalReason
from bot.french.spoken import MONTH_NUMBERS


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern, what it says, and the values that go without saying."""

    pattern: str
    kind: DatePartKind
    fixed: Mapping[str, int] = field(default_factory=dict)
    why: RefusalReason = RefusalReason.VAGUE


def _refuse(pattern: str, why: RefusalReason) -> Rule:
    return Rule(pattern, DatePartKind.REFUSED, why=why)


_D = "<day>? ,? le?"
_NO_UNIT = (
    "!h|heure|heures|hr|hrs|min|mn|minutes|e|eme|personnes|pers|places|participants|journee|d"
)
_NO_HOUR = f"{_NO_UNIT}|:"
_ALONE = f"!<word> !<loose> {_NO_HOUR}"
"""What follows a bare number that is a day or an hour: no word, no other bare number."""

_UNCOUNTED = (
    f"{_NO_HOUR}|/|ans|an|mois|jours|jour|semaines|km|m|metres|euros|eur|€|%|agents|enfants|jeunes|"
    "inscrits|stagiaires|rue|avenue|av|bd|boulevard|allee|chemin|place|quai|impasse|route|cours|bis|ter|"
    "square"
)
"""What follows bare numbers that are hours because they stand right beside their day."""

_BESIDE_A_DAY = {"beside_day": 0, "bare": 1}
_BESIDE_A_NUMBER = {"beside_day": 1, "bare": 1}

_TO = "a|-|/|>|→"
_MONTH_NAMES = "|".join(MONTH_NUMBERS)
_NEXT = "prochain|prochaine|proch|pro|suivant|suivante|qui"
_LAST = "dernier|derniere|passe|passee|precedent|precedente"
_THE = "le|la|l|les? '? jour? de|d? la|l? '?"
_NEAR = "avant|apres|vers|autour|environ|pendant|durant|courant|sauf"
_DAYS = "lundis|mardis|mercredis|jeudis|vendredis|samedis|dimanches"
_DS = "dans|ds"
_EACH = "tous|toutes|ts|tts|ttes"

_NO_SINGLE_DATE: Sequence[Rule] = (
    _refuse(f"{_EACH} les {_DAYS}|jours|semaines|mois|ans|annees", RefusalReason.EVERY),
    _refuse(f"{_EACH} les premiers|1ers|deuxiemes|troisiemes|derniers", RefusalReason.EVERY),
    _refuse(f"{_EACH} les <n>", RefusalReason.EVERY),
    _refuse(f"{_EACH} les <ord>", RefusalReason.EVERY),
    _refuse(f"{_EACH} les <day>", RefusalReason.EVERY),
    _refuse("chaque|chq|ch <ord>? <day>", RefusalReason.EVERY),
    _refuse("chaque|chq|ch jour|semaine|quinzaine|mois|trimestre|annee", RefusalReason.EVERY),
    _refuse("un|une|1? <day> sur <n>", RefusalReason.EVERY),
    _refuse("une|1 semaine sur <n>", RefusalReason.EVERY),
    _refuse("<n> fois par semaine|mois|an", RefusalReason.EVERY),
    _refuse(_DAYS, RefusalReason.EVERY),
    _refuse("un|quel|autre <day>", RefusalReason.VAGUE),
    _refuse("le? <ord> et|ou|& le? <ord> <day>", RefusalReason.SEVERAL_DAYS),
    Rule(
        "semaine|sem .? du <day:inner>? <dd> <month>? au <day:inner>? <nd> <month:last>",
        DatePartKind.WEEK,
    ),
    Rule("semaine|sem .? du le? <day:inner>? <dd> /|.|- <mm>", DatePartKind.WEEK),
    Rule("semaine|sem .? du le? <day:inner>? <dd> <month>?", DatePartKind.WEEK),
    _refuse("du <day>? <dd> <month>? au <day>? <dd> <month>", RefusalReason.SEVERAL_DAYS),
    _refuse("du <day>? <dd> / <mm> au <day>? <dd> / <mm>", RefusalReason.SEVERAL_DAYS),
    _refuse(f"du <day>? <dd> au <day>? <dd> {_NO_HOUR}", RefusalReason.SEVERAL_DAYS),
    _refuse("du <day> au <day>", RefusalReason.SEVERAL_DAYS),
    _refuse(f"{_D} <nd> et|ou|&|au|puis <nd> <month>", RefusalReason.SEVERAL_DAYS),
    _refuse(f"{_D} <dd> ~ -|/ ~ <dd> <month>", RefusalReason.SEVERAL_DAYS),
    _refuse(
        f"<day> ,? le? <dd> et|ou|&|puis le? <dd> {_ALONE}",
        RefusalReason.SEVERAL_DAYS,
    ),
    _refuse(f"le|les <dd> et|ou|&|puis <dd> {_ALONE}", RefusalReason.SEVERAL_DAYS),
)

_PERIODS: Sequence[Rule] = (
    Rule(
        f"en|debut|fin|mi|courant -? <month> ,? le <day>? <dd> {_NO_HOUR}",
        DatePartKind.DATE,
    ),
    _refuse(
        "debut|fin|mi|courant|milieu|avant|apres -? de|d|du? '? mois? de? <month>",
        RefusalReason.VAGUE,
    ),
    Rule(f"debut|fin|milieu de la? semaine {_NEXT} vient?", DatePartKind.WEEK, {"week": 1}),
    _refuse(
        "debut|fin|mi|courant|milieu -? de|du? la|le|l? '? mois|semaine|annee|trimestre",
        RefusalReason.VAGUE,
    ),
    _refuse("d ' ici au|a|le|la? <day>? <nd> <month>", RefusalReason.VAGUE),
    _refuse("d ' ici au|le? <day>? <dd> /|. <mm>", RefusalReason.VAGUE),
    _refuse("d ' ici au|a|le? <day>", RefusalReason.VAGUE),
    _refuse("d ' ici|la", RefusalReason.VAGUE),
    _refuse("dici", RefusalReason.VAGUE),
    _refuse(f"{_NEAR} de? le|du|au? <day>? <nd> <month>", RefusalReason.VAGUE),
    _refuse(f"{_NEAR} de? le|du|au? <day>? <dd> /|. <mm>", RefusalReason.VAGUE),
    _refuse(f"{_NEAR} de? le|du|au <dd> {_NO_HOUR}", RefusalReason.VAGUE),
    _refuse(f"{_NEAR} de? le|du|au|ce? <day>", RefusalReason.VAGUE),
    _refuse(f"{_NEAR} la|les fin|vacances|rentree|fetes", RefusalReason.VAGUE),
    _refuse("a|des la rentree", RefusalReason.VAGUE),
    _refuse("<day> de la rentree", RefusalReason.VAGUE),
    _refuse("vacances de|d|du la|l? '? <feast>", RefusalReason.VAGUE),
    _refuse("vacances scolaires|de|d|du", RefusalReason.VAGUE),
    _refuse(f"{_NEAR} de? {_THE} <feast>", RefusalReason.VAGUE),
    _refuse("entre <feast> et", RefusalReason.VAGUE),
    _refuse("entre les fetes", RefusalReason.VAGUE),
    _refuse("semaine|pont de|du|d la|l? '? <feast>", RefusalReason.VAGUE),
    _refuse("pont du <nd> <month>", RefusalReason.VAGUE),
    _refuse(f"{_DS} la semaine|quinzaine|huitaine|journee !<n>", RefusalReason.VAGUE),
    _refuse(f"{_DS} le|l ' mois|trimestre|annee", RefusalReason.VAGUE),
    _refuse(f"{_DS} les jours|semaines|mois|prochains|prochaines", RefusalReason.VAGUE),
    _refuse(f"{_DS} les <n>", RefusalReason.VAGUE),
    _refuse(f"{_DS} quelques|plusieurs jours|semaines|mois|minutes|heures", RefusalReason.VAGUE),
    _refuse(f"{_DS} <n> jours|semaine|semaines|mois|an|ans et demi|demie", RefusalReason.VAGUE),
    _refuse(f"{_DS} <n> semaine|semaines|mois|an|ans et <n>", RefusalReason.VAGUE),
    _refuse("le|la? <ord> semaine|sem|quinzaine", RefusalReason.VAGUE),
    _refuse("semaines <n> et|ou|,|a|- <n>", RefusalReason.SEVERAL_DAYS),
    _refuse("au plus tard|tot", RefusalReason.VAGUE_HOUR),
    _refuse("plus tard que", RefusalReason.VAGUE_HOUR),
    _refuse("pas plus tard", RefusalReason.VAGUE_HOUR),
    _refuse("sous huitaine|quinzaine|peu", RefusalReason.VAGUE),
    _refuse("sous <n> jour|jours|semaine|semaines|mois|h|heures", RefusalReason.VAGUE),
    _refuse("il y a <n> jour|jours|semaine|semaines|mois|an|ans", RefusalReason.GONE),
    _refuse(f"l ' an|annee {_NEXT}|{_LAST}", RefusalReason.VAGUE),
    _refuse("week -? end", RefusalReason.VAGUE),
    _refuse("weekend|we|bientot|prochainement", RefusalReason.VAGUE),
)

_IN_FIGURES: Sequence[Rule] = (
    Rule(f"<n:hour> ~ - ~ <n:until> {_UNCOUNTED}", DatePartKind.SPAN, _BESIDE_A_NUMBER),
    Rule("<yyyy> -|/|. <mm> -|/|. <dd> t?", DatePartKind.DATE),
    Rule(f"{_D} <dd> /|.|- <mm> /|.|- <year>", DatePartKind.DATE),
    _refuse(f"{_D} <dd> /|.|- <mm> /|.|- <noyear> {_NO_HOUR}", RefusalReason.NO_SUCH_YEAR),
    _refuse(
        f"{_D} <dd> /|.|- <mm> ~ /|.|- ~ <noshort> {_NO_HOUR}",
        RefusalReason.NO_SUCH_YEAR,
    ),
    Rule(f"{_D} <dd> /|. <mm> {_NO_HOUR}", DatePartKind.DATE),
    Rule(f"{_D} <dd> /|. <mm> heure|horaire :? !<word>", DatePartKind.DATE),
    Rule(f"{_D} <dd> ~ - ~ <mm> {_NO_HOUR}", DatePartKind.DATE),
    _refuse(f"{_D} <mm> / <over12> {_NO_HOUR}", RefusalReason.MONTH_FIRST),
    _refuse(f"{_D} <over12> / <over12> {_NO_HOUR}", RefusalReason.NO_SUCH_MONTH),
    Rule(f"{_D} <two:dd> <mm> <year> !<loose> {_NO_HOUR}", DatePartKind.DATE),
    Rule(f"{_D} <two:dd> <mm2:mm> {_ALONE}", DatePartKind.DATE),
    Rule(f"<day> ,? le? <dd> <mm> {_ALONE}", DatePartKind.DATE),
    Rule(f"le <dd> <mm> {_ALONE}", DatePartKind.DATE),
)

_NEXT_YEAR = "de|d? l? '? an|annee prochain|prochaine"
_IN_WORDS: Sequence[Rule] = (
    Rule(f"{_D} <dd> -|/ <month> -|/ <year> {_NO_HOUR}", DatePartKind.DATE),
    Rule(f"{_D} <dd> ~ -|/ ~ <month>", DatePartKind.DATE),
    Rule(f"{_D} <dd> de? <month> {_NEXT_YEAR}", DatePartKind.DATE, {"years": 1}),
    Rule(f"{_D} <dd> de? <month> de? <yyyy> {_NO_UNIT}", DatePartKind.DATE),
    Rule(f"{_D} <dd> de? <month> de? <year> {_NO_HOUR}", DatePartKind.DATE),
    _refuse(f"{_D} <dd> de? <month> de? <noyear> {_NO_HOUR}", RefusalReason.NO_SUCH_YEAR),
    Rule(f"{_D} <dd> de? <month> prochain?", DatePartKind.DATE),
    Rule(f"{_D} <letters:dd> <month> {_NEXT_YEAR}", DatePartKind.DATE, {"years": 1}),
    Rule(f"{_D} <letters:dd> <month> <year>? {_NO_HOUR}", DatePartKind.DATE),
    Rule(f"{_D} <nd:dd> du mois {_NEXT} vient?", DatePartKind.MONTH_DAY, {"months": 1}),
    Rule(f"mois {_NEXT} vient? ,? le <dd>", DatePartKind.MONTH_DAY, {"months": 1}),
    Rule(f"{_D} <nd:dd> du mois {_LAST}", DatePartKind.MONTH_DAY, {"months": -1}),
    Rule(f"{_D} <nd:dd> de ce mois -? ci?", DatePartKind.MONTH_DAY, {"months": 0}),
    Rule(f"{_D} <nd:dd> du mois", DatePartKind.MONTH_DAY),
    Rule(f"{_D} <nd:dd> courant", DatePartKind.MONTH_DAY, {"months": 0}),
    Rule("le? premier du mois", DatePartKind.MONTH_DAY, {"dd": 1}),
    _refuse("le? <ord> <day> de chaque mois", RefusalReason.EVERY),
    _refuse("le? <ord> <day> des mois", RefusalReason.EVERY),
    Rule("le? <ord> <day> de|d|du|en '? mois? de|d? '? <month> <yyyy>?", DatePartKind.NTH),
    Rule(f"le? <ord> <day> du mois {_NEXT} vient?", DatePartKind.NTH, {"months": 1}),
    Rule(f"le? <ord> <day> du mois {_LAST}", DatePartKind.NTH, {"months": -1}),
    Rule("le? <ord> <day> du|de ce? mois", DatePartKind.NTH, {"months": 0}),
    _refuse("le? <ord> jour ouvre|ouvrable|travaille|ouvres|scolaire", RefusalReason.VAGUE),
    Rule("le? <ord> jour de|d|du '? mois? de|d? '? <month> <yyyy>?", DatePartKind.NTH),
    Rule(f"le? <ord> jour du mois {_NEXT} vient?", DatePartKind.NTH, {"months": 1}),
    Rule(f"le? <ord> jour du mois {_LAST}", DatePartKind.NTH, {"months": -1}),
    Rule("le? <ord> jour du|de ce? mois", DatePartKind.NTH, {"months": 0}),
)

_BESIDE = (
    ("avant|precedant", -1),
    ("apres|suivant", 1),
    ("d ' avant", -1),
    ("d ' apres", 1),
    ("qui precede", -1),
    ("qui suit", 1),
)
_EVES = (("avant -? veille", -2), ("veille", -1), ("lendemain", 1), ("surlendemain", 2))
_NAMED: Sequence[Rule] = (
    *(
        rule
        for words, offset in _EVES
        for rule in (
            Rule(
                f"{words} du|de|d <day:inner>? <nd:dd> <month> <year>? {_NO_HOUR}",
                DatePartKind.DATE,
                {"offset": offset},
            ),
            Rule(
                f"{words} du|de|d <day:inner>? <dd> / <mm>", DatePartKind.DATE, {"offset": offset}
            ),
            Rule(f"{words} du|de|d|des {_THE} <feast>", DatePartKind.FEAST, {"offset": offset}),
        )
    ),
    *(
        rule
        for words, side in _BESIDE
        for rule in (
            Rule(f"le? <ord>? <day> {words} {_THE} <feast>", DatePartKind.FEAST, {"beside": side}),
            Rule(
                f"le? <ord>? <day> {words} le <nd:dd> <month>",
                DatePartKind.DATE,
                {"beside": side},
            ),
        )
    ),
    Rule("<day> du pont de|du|d la|l? '? <feast>", DatePartKind.FEAST, {"beside": 0}),
    Rule("<day> du pont du <nd:dd> <month>", DatePartKind.DATE, {"beside": 0}),
    Rule("jour|journee de|d|du|des la|l? '? <feast>", DatePartKind.FEAST, {"offset": 0}),
    Rule("le|la|l? '? <feast> <yyyy>?", DatePartKind.FEAST),
    _refuse("<day> de|d la|l? '? <feast>", RefusalReason.NAMED_DAY),
    _refuse("le? <ord> <day>", RefusalReason.WHICH_MONTH),
    _refuse("le? <ord> jour", RefusalReason.WHICH_MONTH),
    Rule("<day> ,? le? <dd> : !~", DatePartKind.MONTH_DAY),
    Rule("le <dd> : !~", DatePartKind.MONTH_DAY),
    Rule(f"<day> ,? !<range> le? <dd> {_NO_HOUR} prochain?", DatePartKind.MONTH_DAY),
    Rule(f"le <dd> {_NO_HOUR} prochain?", DatePartKind.MONTH_DAY),
    Rule(f"<day> ,? le? <letters:dd> {_ALONE} prochain?", DatePartKind.MONTH_DAY),
    Rule(f"le <letters:dd> {_ALONE} prochain?", DatePartKind.MONTH_DAY),
)

_TODAY = ("aujourd '? hui", "aujourdhui|aujourdui|ajd|auj .?")
_FROM_TODAY: Sequence[Rule] = (
    *(
        Rule(f"{words} en {weeks}", DatePartKind.AHEAD, {"days": days, "weeks": number})
        for words, days in ((_TODAY[0], 0), (_TODAY[1], 0), ("demain", 1))
        for weeks, number in (("huit|8", 1), ("quinze|15", 2))
    ),
    *(Rule(words, DatePartKind.AHEAD, {"days": 0}) for words in _TODAY),
    Rule("apres|apr|ap .? -? demain|dem", DatePartKind.AHEAD, {"days": 2}),
    Rule("apresdemain", DatePartKind.AHEAD, {"days": 2}),
    Rule("demain|dmain|demian|demin|dem|dm1|dmin .?", DatePartKind.AHEAD, {"days": 1}),
    Rule("2 main", DatePartKind.AHEAD, {"days": 1}),
    Rule("ce jour", DatePartKind.AHEAD, {"days": 0}),
    Rule("avant -? hier", DatePartKind.AHEAD, {"days": -2}),
    Rule("hier", DatePartKind.AHEAD, {"days": -1}),
    Rule("tout|tt a l '? heure", DatePartKind.AHEAD, {"days": 0}),
    Rule("tout|tt a lheure|leure", DatePartKind.AHEAD, {"days": 0}),
    Rule("tantot", DatePartKind.AHEAD, {"days": 0, "part": AFTERNOON}),
    Rule("ce|cet matin", DatePartKind.AHEAD, {"days": 0, "part": MORNING}),
    Rule("ce midi !<clock>", DatePartKind.AHEAD, {"days": 0, "part": MIDDAY}),
    Rule("ce midi", DatePartKind.AHEAD, {"days": 0}),
    Rule("ce|cet|cette apres -? midi", DatePartKind.AHEAD, {"days": 0, "part": AFTERNOON}),
    Rule("ce|cet|cette aprem|apm", DatePartKind.AHEAD, {"days": 0, "part": AFTERNOON}),
    Rule("ce soir", DatePartKind.AHEAD, {"days": 0, "part": EVENING}),
    Rule(f"{_DS} une huitaine de? jours?", DatePartKind.AHEAD, {"days": 8}),
    Rule(f"{_DS} une quinzaine de? jours?", DatePartKind.AHEAD, {"days": 15, "about": 1}),
    _refuse(f"{_DS} <n> jours ouvres|ouvrables|travailles", RefusalReason.VAGUE),
    Rule(f"{_DS} <many:days> jour|jours|j", DatePartKind.AHEAD),
    Rule(f"{_DS} <n:weeks> semaine|semaines|sem", DatePartKind.AHEAD),
    Rule(f"{_DS} <n:months> mois", DatePartKind.AHEAD),
    Rule(f"{_DS} <n:years> an|ans", DatePartKind.AHEAD),
    Rule(f"{_DS} <n:hours> h|heure|heures !et !<n>", DatePartKind.LATER),
    Rule(f"{_DS} <length>", DatePartKind.LATER),
)

_OF_THE_WEEK: Sequence[Rule] = (
    Rule("<day> en huit|8 jours?", DatePartKind.DAY, {"weeks": 1}),
    Rule("<day> en quinze|15 jours?", DatePartKind.DAY, {"weeks": 2}),
    Rule("ce <day> prochain", DatePartKind.DAY, {"coming": 1}),
    Rule("ce <day> qui vient", DatePartKind.DAY, {"coming": 1}),
    Rule("ce <day> -? ci?", DatePartKind.DAY, {"this": 1}),
    Rule("ce week -? end ,? le? <day>", DatePartKind.DAY, {"this": 1}),
    Rule("<day> de? ce week -? end", DatePartKind.DAY, {"this": 1}),
    Rule("prochain <day>", DatePartKind.DAY, {"coming": 1}),
    Rule("<day> prochain|proch|pro", DatePartKind.DAY, {"next": 1}),
    Rule("<day> qui vient", DatePartKind.DAY, {"coming": 1}),
    Rule(f"<day> {_LAST}", DatePartKind.DAY, {"last": 1}),
    _refuse("<day> suivant|suivante", RefusalReason.VAGUE),
    _refuse("<day> d ' apres|avant", RefusalReason.VAGUE),
    Rule("<day>", DatePartKind.DAY),
    Rule(f"semaine|sem .? {_NEXT} vient?", DatePartKind.WEEK, {"week": 1}),
    Rule(f"semaine|sem .? {_LAST}", DatePartKind.WEEK, {"week": -1}),
    *(
        Rule(f"pas {this} mais? {the} {after}", DatePartKind.WEEK, {"week": far + 1})
        for this, far in (("cette semaine|sem ,?", 0), (f"la semaine|sem .? {_NEXT} ,?", 1))
        for the in ("celle|la",)
        for after in ("d ' apres", _NEXT)
    ),
    Rule("cette semaine|sem", DatePartKind.WEEK, {"week": 0}),
    Rule(f"semaine|sem .? n? °|o? <n:iso> {_NO_UNIT} de? <yyyy>?", DatePartKind.WEEK),
    Rule(f"s|w|wk .? <n:iso> {_NO_UNIT} de? <yyyy>?", DatePartKind.WEEK, {"short": 1}),
    Rule("<yyyy> - w|s <n:iso>", DatePartKind.WEEK),
    _refuse("semaine d ' apres|avant", RefusalReason.VAGUE),
    _refuse(f"mois {_NEXT} vient?", RefusalReason.WHICH_DAY_OF_MONTH),
    _refuse("en <month> <yyyy>?", RefusalReason.WHICH_DAY_OF_MONTH),
    _refuse("<month> <yyyy>", RefusalReason.WHICH_DAY_OF_MONTH),
)

_HOURS: Sequence[Rule] = (
    Rule("pendant|durant|duree|dure|pour '? de|:|=? <length>", DatePartKind.LENGTH),
    Rule(
        "duree estimee|prevue|previsionnelle|approximative|maximale|maximum|max|totale? "
        "est? a|de|d|:|=? '? environ? <length>",
        DatePartKind.LENGTH,
    ),
    Rule(
        "<length> de reunion|reu|rencontre|travail|visite|duree|visio|atelier|formation|point|"
        "echange|echanges|comite|permanence",
        DatePartKind.LENGTH,
    ),
    Rule("<surely:length> !de|d|du|avant|apres|a", DatePartKind.LENGTH),
    Rule("jusqu|jusqua|jusque '? a? <clock>", DatePartKind.END),
    Rule(f"jusqu|jusqua|jusque '? a? <n:until> {_ALONE}", DatePartKind.END),
    Rule("fin a|:|vers|prevue? a? <clock>", DatePartKind.END),
    Rule("finit|finira|finissons|termine|terminera|terminons a|vers? <clock>", DatePartKind.END),
    Rule(f"a|de|des|vers? <clock> ,? {_TO} <clock:end>", DatePartKind.SPAN),
    Rule("a|de|des|vers? <clock> ,? jusqu|jusqua|jusque '? a? <clock:end>", DatePartKind.SPAN),
    Rule("entre <clock> et <clock:end>", DatePartKind.SPAN),
    Rule(f"entre midi et deux|2 {_NO_HOUR}", DatePartKind.PART, {"part": MIDDAY}),
    Rule(f"a|de|des|vers? <clock> a <n:until> {_NO_HOUR}", DatePartKind.SPAN),
    Rule(f"a|de|des|vers? <clock> ~ - ~ <n:until> {_NO_HOUR}", DatePartKind.SPAN),
    Rule(f"a|de|des|vers? <clock> - <n:until> {_ALONE}", DatePartKind.SPAN),
    Rule(f"de|entre <n:hour> {_TO}|et <clock:end>", DatePartKind.SPAN),
    Rule(f"de|entre <n:hour> a|-|et <n:until> {_ALONE}", DatePartKind.SPAN, {"bare": 1}),
    Rule(f"de|entre <n:hour> a|-|et <n:until> {_UNCOUNTED}", DatePartKind.SPAN, _BESIDE_A_DAY),
    Rule("a|de|des|vers|entre? <hhmm:clock> a|-|et <hhmm:end>", DatePartKind.SPAN),
    Rule("<n:hour> - <clock:end>", DatePartKind.SPAN),
    Rule("<n:hour> a <clock:end>", DatePartKind.SPAN, _BESIDE_A_DAY),
    Rule("<n:hour> / <clock:end>", DatePartKind.SPAN, _BESIDE_A_NUMBER),
    Rule(f"<n:hour> - <n:until> {_UNCOUNTED}", DatePartKind.SPAN, _BESIDE_A_DAY),
    Rule(f"<n:hour> a <n:until> {_ALONE}", DatePartKind.SPAN, _BESIDE_A_DAY),
    Rule("midi ,? a? <lunch:clock>", DatePartKind.CLOCK),
    Rule("a partir|compter de <clock>", DatePartKind.CLOCK, {"sure": 1}),
    Rule(
        "debut|demarre|demarrage|commence|debute a|:|vers? <clock>", DatePartKind.CLOCK, {"sure": 1}
    ),
    Rule("a|des|vers <clock>", DatePartKind.CLOCK, {"sure": 1}),
    Rule(f"a|vers <n:hour> ~ . ~ <min2:min> {_NO_HOUR}", DatePartKind.CLOCK, {"sure": 1}),
    Rule(f"a|vers <n:hour> {_ALONE}", DatePartKind.CLOCK, {"sure": 1, "bare": 1}),
    Rule(f"a|des|vers <hhmm:clock> {_UNCOUNTED}", DatePartKind.CLOCK, {"sure": 1}),
    Rule(f"<hhmm:clock> {_UNCOUNTED}", DatePartKind.CLOCK, _BESIDE_A_DAY),
    Rule("avant -? midi", DatePartKind.PART, {"part": MORNING}),
    Rule(f"apres midi <n:hour> {_ALONE}", DatePartKind.CLOCK, {"part": AFTERNOON, "bare": 1}),
    Rule("apres midi", DatePartKind.PART, {"part": AFTERNOON}),
    _refuse("avant|apres <clock>", RefusalReason.VAGUE_HOUR),
    _refuse("<clock> grand max|maxi|maximum", RefusalReason.VAGUE_HOUR),
    Rule("<clock>", DatePartKind.CLOCK),
    *(
        rule
        for words, part in (
            ("matin|matinee|mat", MORNING),
            ("apres -? midi", AFTERNOON),
            ("apm|aprem", AFTERNOON),
            ("soir|soiree", EVENING),
        )
        for rule in (
            Rule(f"{words} <n:hour> {_ALONE}", DatePartKind.CLOCK, {"part": part, "bare": 1}),
            Rule(f"debut|fin|milieu de|d '? l? '? {words}", DatePartKind.PART, {"part": part}),
            Rule(
                f"toute|tt|tte la|l '? {words}", DatePartKind.PART, {"part": part, "all_of_it": 1}
            ),
            Rule(words, DatePartKind.PART, {"part": part}),
        )
    ),
    Rule("debut|fin|milieu de journee", DatePartKind.PART, {"part": AFTERNOON}),
    Rule("toute|tt|tte la journee", DatePartKind.PART, {"all_of_it": 1}),
    _refuse(_MONTH_NAMES, RefusalReason.WHICH_DAY_OF_MONTH),
)

_TERRITORIES = (
    "metropole|metropolitaine|hexagone|france|mayotte|mahoraise|guadeloupe|antilles|antillaise|"
    "martinique|martiniquaise|guyane|guyanaise|caledonie|caledonienne|tahiti|polynesie|"
    "reunionnaise|974|miquelon|wallis"
)
"""What people say for a clock: an hour is then asked for on that of the network's own city."""

_CLOCKS_OF: Sequence[Rule] = (
    Rule("heure d ' ete de? <city>", DatePartKind.ZONE, {"fold": 0}),
    Rule("heure d ' hiver de? <city>", DatePartKind.ZONE, {"fold": 1}),
    Rule("heure d ' ete locale?", DatePartKind.ZONE, {"fold": 0}),
    Rule("heure d ' hiver locale?", DatePartKind.ZONE, {"fold": 1}),
    Rule("heure de|a|d <city>", DatePartKind.ZONE),
    Rule(f"heure de|a|d|en|du? la|l? '? {_TERRITORIES}", DatePartKind.ZONE, {"other": 1}),
    Rule("heure reunion|paris", DatePartKind.ZONE, {"other": 1}),
    Rule("utc|gmt", DatePartKind.ZONE, {"other": 1}),
    Rule("heure locale", DatePartKind.ZONE),
)

RULES: Sequence[Rule] = (
    *_NO_SINGLE_DATE,
    *_PERIODS,
    *_IN_FIGURES,
    *_IN_WORDS,
    *_NAMED,
    *_FROM_TODAY,
    *_OF_THE_WEEK,
    *_HOURS,
    *_CLOCKS_OF,
)
"""What is no single date, then days, then hours, then whose hours."""
