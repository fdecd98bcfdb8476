"""What a short message is for: a greeting, a thank-you, « je viens », a link; or something else.

A message is read whole. Courtesy around what is said is put aside, whatever its order; what is left
must be one of the few things that the bot understands, or nothing: any other word makes it
something else, a question perhaps. So « Bonjour, qui prête une salle ? » is no greeting, and « je
viens de changer de poste » no promise to come.

Pure. Only LONGEST characters are ever read, each once: what was eaten as courtesy is never given
back to another rule.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import Enum
from functools import lru_cache

from bot.core.patterns import lazy_pattern
from bot.french.discretion.spelling import TYPED
from bot.french.folding import spaced
from bot.french.spoken import DAYS, MONTHS

LONGEST = 160
"""Characters of a message that may be read so: a longer one says something else."""


class Intent(Enum):
    """What a short message is for."""

    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    AGREEMENT = "agreement"
    HELP = "help"
    MY_LIST = "my_list"
    MY_DATA = "my_data"
    COMING = "coming"
    NOT_COMING = "not_coming"
    ME_TOO = "me_too"
    LINK = "link"
    RESOURCE = "resource"
    FEWER_MESSAGES = "fewer_messages"
    OTHER = "other"

    @property
    def polite(self) -> bool:
        """Whether nothing is asked by it."""
        return self in _POLITE


_POLITE = (Intent.GREETING, Intent.THANKS, Intent.GOODBYE, Intent.AGREEMENT)


def read_intent(text: str) -> Intent:
    """Return what a message is for, OTHER unless all of its words say it."""
    if len(text) > LONGEST:
        return Intent.OTHER
    words = _words(_LINK.sub(" ", text))
    if _LINK.search(text):
        return Intent.LINK if _AROUND_A_LINK.fullmatch(words) else Intent.OTHER
    said, rest = _courtesies(words)
    if not rest:
        return next((each for each in _BY_WEIGHT if each.value in said), Intent.OTHER)
    found = next((each for each, core in _SAID if core.fullmatch(rest)), Intent.OTHER)
    thanks = found is Intent.OTHER and Intent.THANKS.value in said
    return Intent.THANKS if thanks and _WHOM_AND_WHY.fullmatch(rest) else found


def _courtesies(words: str) -> tuple[set[str], str]:
    """Return the courtesies that words begin with, and what is left after them."""
    said, end = set(), 0
    while found := _COURTESY.match(words, end):
        said.add(found.lastgroup or "")
        end = found.end()
    return said, words[end:]


def _words(text: str) -> str:
    """Return folded words, each followed by a space, as they are spelt in full; « ? » is a word."""
    found = _TOKEN.findall(spaced(_MARKS.sub(_spelt_mark, text)))
    return "".join(f"{_spelt(word)} " for word in found).replace("c est est ", "c est ")


def _spelt_mark(mark: re.Match[str]) -> str:
    return f" {_MARKED.get(mark[0], _FACE)} "


@lru_cache(maxsize=4096)
def _spelt(word: str) -> str:
    word = _DRAWN_OUT.sub(r"\1", word)
    return _TYPED.get(word) or TYPED.get(word) or (_corrected(word) if len(word) > _SHORT else word)


def _corrected(word: str) -> str:
    """Return the greeting that a word is one slip away from, else the word."""
    from rapidfuzz.distance import OSA  # noqa: PLC0415  5 MB, at the first message only

    return next((key for key in _KEYS if OSA.distance(word, key, score_cutoff=1) <= 1), word)


_KEYS = ("bonjour", "bonsoir", "coucou", "merci")
_SHORT = 4
_FACE = "\u263a"
_LINK = lazy_pattern(r"<?\b(?:https?://|www\.)\S+", re.IGNORECASE)
_TOKEN = lazy_pattern(rf"\+1|a\+|[^\W_]+|[?{_FACE}]")
_DRAWN_OUT = lazy_pattern(r"([a-z])\1{2,}")
_MARKS = lazy_pattern(r":[a-z0-9_+-]+:|[\u2600-\u27bf\U0001F000-\U0001FAFF]")
_MARKED = {
    "👋": "bonjour",
    ":wave:": "bonjour",
    "🙏": "merci",
    ":pray:": "merci",
    "👍": "ok",
    "👌": "ok",
    ":+1:": "ok",
    ":thumbsup:": "ok",
}
"""What some signs say; any other is a face."""

# fmt: off
_TYPED = {
    "bsr": "bonsoir", "cc": "coucou", "rebonjour": "bonjour", "bonjours": "bonjour",
    "thx": "merci", "mercii": "merci", "bcp": "beaucoup", "tlm": "tout le monde",
    "tt": "tout", "bn": "bonne", "bne": "bonne", "weekend": "week end", "cdt": "cordialement",
    "okk": "ok", "oki": "ok", "okay": "ok", "dac": "d accord", "dacc": "d accord",
    "dak": "d accord", "ouii": "oui", "dsl": "desole", "msg": "messages", "msgs": "messages",
    "notif": "notifications", "notifs": "notifications", "jpeux": "je peux", "jpx": "je peux",
    "jpourrai": "je pourrai", "jpourrais": "je pourrai", "jviens": "je viens", "jvi1": "je viens",
    "vien": "viens", "jserai": "je serai", "jserais": "je serai", "serais": "serai",
    "ossi": "aussi", "pb": "probleme", "pbs": "probleme", "rdv": "rendez vous",
    "qq1": "quelqu un", "ca": "cela", "pourrais": "pourrai", "dispo": "disponible",
    "dispos": "disponible", "g": "j ai", "gt": "j etais",
}
"""What is typed on a phone, and what is said in several ways, by how it is read here."""
# fmt: on


def _any(*phrases: str) -> str:
    """Return a pattern of phrases, one a line or given apart; a space ends each word."""
    found = [line.strip() for each in phrases for line in each.splitlines() if line.strip()]
    return "(?:" + "|".join(line.replace(" ", "[ ]") for line in found) + ")[ ]"


_DAY = "|".join((*DAYS, *MONTHS, "fevrier", "aout", "decembre"))
_WHEN = (
    rf"(?:(?:a|pour|lors|de|du|le|la|l|cette|notre|ce|au|en|prochaine?|rencontre|reunion|"
    rf"rendez[ ]vous|visite|matin|apres|midi|soir|demain|aujourd[ ]hui|fois|mois|semaine|ici|"
    rf"et|visio|place|sur|avec|vous|plaisir|\d{{1,2}}(?:er)?|{_DAY})[ ])*+"
)
"""Which meeting, and when, after « je viens »."""

_ALL = r"(?:a )?(?:vous )?(?:tous|toutes|tout le monde)(?: et (?:a )?(?:tous|toutes))?"

_ADDRESS = rf"""
    {_ALL}
    (?:a )?toi|a (?:vous|l equipe)
    (?:chere?s? |la |le |les |l )?(?:courroie|robot|bot|equipe|collegues?|reseau|amis|coordo)
    madame|monsieur|mesdames|messieurs|mesdames et messieurs
"""
_GREETING = r"""
    (?:re )?(?:bonjour|bonsoir|salut|coucou|hello|hey|hi)
    allo|test|essai|bienvenue
    (?:comment )?cela va|comment (?:allez vous|vas tu|tu vas|vous allez)|vous allez bien|tu vas bien
    (?:bonne|belle|tres bonne) annee
"""
_FOR = r"(?:pour|de|d) (?:ton|ta|tes|votre|vos|cette|ces|l|la|le|les|tout|cet|ce)"
_MUCH = r"(?:beaucoup|bien|infiniment|encore|mille fois|d avance|tout plein)"
_GOOD = r"(?:tres )?(?:rapides?|precieu(?:x|ses?)|utiles?|super)"
_NOUN = (
    r"(?:reponses?|retours?|aide|infos?|informations?|partages?|accueil|liens?|tutos?|conseils?|"
    r"idees?|travail|rencontre|coup de main|precisions?|message|temps)"
)
_FOR_IT = rf"(?: pour tout| {_FOR} {_NOUN}(?: {_GOOD})?(?! (?:de|d|du|des|sur|au|aux|avec) ))"
_THANKS = rf"""
    (?:un )?(?:tres )?(?:grand |mille )?mercis?(?: {_MUCH})*{_FOR_IT}?
    (?:je|nous) (?:vous|te|t|le|la|les) remercie(?: (?:beaucoup|infiniment|vivement))?
    avec (?:tous )?(?:mes|nos) remerciements|(?:tous )?(?:mes|nos) remerciements
"""
_TIME = (
    r"(?:journee|soiree|apres midi|nuit|semaine|week end|we|dimanche|fetes|vacances|conges|"
    r"continuation|route|reprise|app|appetit|courage|retour)"
)
_GOODBYE = rf"""
    (?:tres )?(?:bon(?:ne)?s?|bel(?:le)?|excellente?|douce) (?:fin de |debut de )?{_TIME}
    joyeuses fetes|joyeux noel
    a (?:tres )?(?:bientot|demain|plus(?: tard)?|tout a l heure|{_DAY})
    a la (?:prochaine|semaine prochaine)|a\+|au revoir|bye(?: bye)?|ciao
    (?:bien )?cordialement|bien a (?:vous|toi)|bises|amicalement|(?:sinceres )?salutations
"""
_FINE = (
    r"(?:bon|note|parfait|super|top|cool|genial|entendu|clair|gentil|sympa|ok|utile|fait|nickel|"
    r"ce qu il (?:me |nous )?fallait)"
)
_AGREEMENT = rf"""
    ok(?: doki)?(?! pour)|d accord(?! pour)
    cela (?:me )?(?:marche|va|roule|convient)(?: pour (?:moi|nous))?
    c est (?:tres |vraiment |trop |super |exactement )*{_FINE}(?: pour (?:moi|nous))?
    bien (?:recu|note|compris|joue)|note|recu|entendu|compris|tres bien|bien
    parfaite?s?|top|nickel|genial|super|cool|excellent|chouette|impec(?:cable)?|bravo|felicitations
    oui|ouais|yes|yep|non(?: merci)?|nan
    (?:il n y a )?pas de (?:soucis?|probleme)|avec plaisir|de rien|volontiers
    lol|mdr|ah|oh|{_FACE}
"""
_PLEASE = r"""
    svp|et|s il (?:vous|te) plait|desolee?s?|malheureusement|helas|finalement|euh|alors|donc|voila
    (?:excusez|excuse) moi|pardon|cette fois(?: ci)?|d avance|beaucoup|en fait|du coup
"""
_COURTESY = lazy_pattern(
    rf"(?P<thanks>{_any(_THANKS)})|(?P<goodbye>{_any(_GOODBYE)})"
    rf"|(?P<greeting>{_any(_GREETING)}(?:[?][ ])*+)|(?P<agreement>{_any(_AGREEMENT)})"
    rf"|{_any(_ADDRESS, _PLEASE)}"
)

_BY_WEIGHT = (Intent.THANKS, Intent.GOODBYE, Intent.GREETING, Intent.AGREEMENT)
"""What a message is for when it says several courtesies, the first of them."""

_AROUND = f"(?:{_any(_THANKS, _GOODBYE, _GREETING, _AGREEMENT, _ADDRESS, _PLEASE)})*+"
_AROUND_A_LINK = lazy_pattern(
    rf"{_AROUND}(?:(?:a (?:lire|voir|partager)|pour (?:la veille|info)|(?:j ai )?une ressource|"
    r"voici|un|le|lien) )*+"
    rf"{_AROUND}"
)

_I = r"(?:(?:je|on|nous|j|oui|moi) )*"
_WILL = r"(?:viens|vient|venons|viendrai|viendra|viendrons|participe|participerai|participerons)"
_BE = r"(?:serai|serons|sera|suis|seront)"
_THERE = r"(?:la|presente?s?(?: e)?|des votres|parmi vous|avec vous|disponibles?|au rendez vous)"
_COMING = rf"""
    {_I}(?:y )?{_WILL}(?! de )(?: bien)?
    {_I}(?:bien )?{_BE} (?:bien )?{_THERE}
    {_I}y {_BE}|presente?s?(?: e)?
    {_I}(?:compte|pense|vais|peux|pourrai) (?:bien )?(?:venir|etre la|etre presente?|participer)
    comptez sur (?:moi|nous)|{_I}confirme ma (?:presence|venue|participation)
    inscri(?:s|vez) moi|(?:ok|d accord|partante?) pour
"""
_OFF = (
    r"(?:absente?s?(?: e)?|malades?|empeche?e?|prise?|occupee?|indisponibles?|"
    r"en (?:conges?|vacances|formation|arret))"
)
_NOT = r"(?:pas|plus)"
_CAN = r"(?:peux|peut|pouvons|pourrai|pourra|pourrons)"
_ATTEND = rf"(?:venir|participer|assister|me liberer|etre {_THERE})"
_NOT_COMING = rf"""
    {_I}(?:ne )?{_WILL} {_NOT}
    {_I}(?:ne |n y )?(?:y )?{_BE} {_NOT} {_THERE}|{_I}n y {_BE} {_NOT}
    {_I}(?:ne )?{_CAN} (?:malheureusement )?{_NOT}(?: {_ATTEND})?
    {_I}(?:{_BE} )?{_OFF}|pas disponible
    impossible(?: pour (?:moi|nous))?(?: de {_ATTEND})?
    {_I}(?:dois|doit) annuler(?: ma (?:venue|presence|participation))?
    ne comptez pas sur (?:moi|nous)|sans moi
"""
_SAME = r"(?:questions?|soucis?|problemes?|besoins?|chose|interrogation|cas)"
_HERE = r"(?: (?:pour (?:moi|nous)|ici|chez (?:moi|nous)|aussi|egalement))*"
_CONCERNS = (
    r"(?:cela (?:m|nous) interesse|cela (?:me|nous) concerne|je suis (?:interessee?|concernee?))"
)
_ME_TOO = rf"""
    (?:moi|nous) (?:aussi|egalement)|pareil{_HERE}|idem{_HERE}|\+1|plus un
    (?:j ai |on a |je me pose )?(?:exactement )?(?:la |le )?memes? {_SAME}{_HERE}
    {_CONCERNS}{_HERE}
"""
_MESSAGES = r"(?:messages?(?: prives?)?|notifications?|mails?|mp|rappels?)"
_WRITE = (
    rf"(?:ecrire|contacter|deranger|solliciter|spammer|"
    rf"envoyer(?: (?:de|des|ces|vos|tous ces|plus|rien))*(?: {_MESSAGES})?)"
)
_WRITES = r"(?:ecri(?:s|vez)|contacte[sz]?|derange[sz]?|envoie[sz]?|envoyez)"
_FEWER = rf"""
    stop(?: tout)?(?: (?:a|aux|les|ces|vos) {_MESSAGES})?|chut|silence
    arrete[rz]? (?:de |d )?(?:m |nous )?{_WRITE}|arrete[rz]? (?:les|ces|vos|tes) {_MESSAGES}
    (?:de )?ne plus (?:m|nous) {_WRITE}
    ne (?:m|nous) {_WRITES} (?:plus|pas)(?: rien| (?:de )?{_MESSAGES})?
    (?:je (?:recois|veux|voudrais) )?(?:trop|moins|assez|plus) de {_MESSAGES}
    je (?:ne )?(?:veux|souhaite) {_NOT}(?: recevoir)?(?: (?:de|d|vos|ces|tes))?(?: {_MESSAGES})?
    (?:me )?(?:desabonne[rz]?|desinscri(?:re|s|vez))(?: moi)?|desinscription|desabonnement
    laisse[sz]? moi (?:tranquille|en paix)
"""
_HOW = r"(?:marches?|fonctionnes?|fait|fais|faire)"
_HELP = rf"""
    aide|aide[rz]? moi|(?:a l |a )aide|(?:au )?secours|sos|help(?: me)?
    (?:j ai )?besoin d aide|comment (?:(?:cela|tu|on|je) )?{_HOW}(?: tu)?
    (?:tu|vous) (?:sais|savez|peux|pouvez) faire quoi
    (?:que|qu est ce que) (?:tu )?(?:sais|savez|peux|pouvez) ?(?:tu |vous )?faire
    a quoi (?:tu sers|sers tu|cela sert)
    (?:je )?(?:ne |n y )?comprends? (?:rien|pas)|je (?:ne )?sais pas(?: comment| quoi)?(?: faire)?
    je suis perdue?|mode d emploi|(?:le )?menu|(?:les |liste des )?commandes
    qui es tu|tu es qui|vous etes qui|c est quoi(?: ce (?:truc|robot|bot|machin))?|[?]
"""
_HOW_TO = r"comment(?: je| on)?(?: fais| fait| faire| peux| peut)?(?: pour)?"
_WANTED = r"(?:je (?:veux|voudrais|souhaite|peux)|est ce que je peux|puis je|(?:peux|pouvez) \w+)"
_KNOWN = (
    r"(?:(?:qu est |tout )?ce que|que) (?:\w+ )?(?:sais|savez|gardez?s?) (?:\w+ )?(?:de|sur) moi"
)
_SEE = r"(?:(?:je (?:veux|voudrais) )?(?:re)?voir|affiche[rz]?|montre[rz]?(?: moi)?|liste de)"
_MINE = r"(?:ma liste|mes (?:questions|besoins|demandes)|ma (?:question|demande))"
_MY_LIST = rf"""
    (?:{_SEE} |ou (?:sont|en sont|en est) )?{_MINE}(?: en cours| posees)?
    j ai (?:pose|demande) quoi(?: comme questions)?|qu est ce que j ai (?:pose|demande)
"""
_ERASE = r"(?:efface[rz]?|supprime[rz]?|oublie[rz]?)"
_DATA = rf"(?:(?:toutes )?mes (?:donnees(?: perso\w*)?|infos perso\w*)|{_KNOWN})"
_MY_DATA = rf"""
    (?:{_HOW_TO} |{_WANTED} )?(?:(?:{_SEE}|{_ERASE}|recevoir|recuperer|avoir|corriger) )?{_DATA}
    rgpd|oublie[rz]? moi
"""
_TO_GIVE = r"(?: a (?:partager|garder|proposer))?"
_RESOURCE = rf"""
    (?:j ai|voici|je (?:partage|propose)) (?:une|des|la|cette) ressources?{_TO_GIVE}
    (?:une )?ressource{_TO_GIVE}
    (?:garde[rz]?|conserve[rz]?)(?: (?:la|le|cela))? (?:comme )?(?:une |cette )?ressource
    (?:partager|proposer|ajouter) une ressource
"""


def _whole(*cores: str, after: str = "") -> re.Pattern[str]:
    """Return what reads a message that says one of these, courtesy around it or not."""
    return lazy_pattern(f"(?:{_any(*cores)}{after}{_AROUND})+")


_SAID: Iterable[tuple[Intent, re.Pattern[str]]] = (
    (Intent.HELP, _whole(_HELP, after=r"(?:[?][ ])*+")),
    (Intent.MY_LIST, _whole(_MY_LIST, after=r"(?:[?][ ])*+")),
    (Intent.MY_DATA, _whole(_MY_DATA, after=r"(?:[?][ ])*+")),
    (Intent.NOT_COMING, _whole(_NOT_COMING, after=_WHEN)),
    (Intent.COMING, _whole(_COMING, after=_WHEN)),
    (Intent.ME_TOO, _whole(_ME_TOO)),
    (Intent.FEWER_MESSAGES, _whole(_FEWER)),
    (Intent.RESOURCE, _whole(_RESOURCE)),
)
_WHOM_AND_WHY = lazy_pattern(rf"(?:\w+ )?(?:{_FOR} (?:\w+ ){{1,6}}|{_AROUND})")
"""Whom a thank-you is for, by name, and what for, in any words."""
