"""Where a person lives, told from where a public place stands."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from bot.french.alternatives import by_first_letter
from bot.french.personal.about import ORGANISATION, PERSON, PRONOUN, REACH, Nearest, beside_person
from bot.french.personal.homes import homes
from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.words import GIVEN_NAMES
from bot.french.spoken import MONTH_NUMBERS

_FLAGS = re.IGNORECASE | re.ASCII

_STREET = by_first_letter(
    r"rue|grand(?:e[ -]|'|-| )rue|r(?:\.|(?= (?:des?|du|d)\b))|avenue|av\.?|ave|boulevard|"
    r"boul|bvd|bld|bd|impasse|"
    r"imp\.?|allees?|all\.?|chemin|"
    r"ch\.|che|"
    r"chm|place|pl\.?|route|rte|quai|square|sq\.?|cours|passage|sente|sentier|villa|cite|faubourg|"
    r"fbg|"
    r"montee|residence|res\.?|lotissement|lot\.?|hameau|ham\.?|lieu[- ]dit|ld|clos|venelle|ruelle|"
    r"esplanade|chaussee|promenade|mail|rond-point|traverse|voie|galerie|parvis|cote|mas|domaine|"
    r"ferme|"
    r"corniche|quartier|rampe|levee|port|sentes?|carrefour|drève|cour|enclos|val|les hauts|le clos"
)
_SMALL = r"(?:des?|du|la|les?|l|d|a|au|aux|en|sur|sous|saint|sainte|st|ste)"
_TOWN = r"(?:,? ?\(?\b\d{5}\b\)?(?: (?-i:[A-Z])[\w'-]{1,30}){0,4}\)?)"
_NAME = (
    rf"(?:[ '-]{_SMALL}(?=[ '-])){{0,4}}[ '-]+[\w-]{{1,30}}"
    rf"(?:(?:[ ']{_SMALL}(?=[ '])){{0,3}}[ '](?-i:[A-Z])[\w-]{{0,30}}){{0,6}}{_TOWN}?"
)
_NUMBER = r"\d{1,4}(?: ?(?:bis|ter|quater|[a-d]\b)| ?[-/] ?\d{1,4})?"
_NUMBERED = re.compile(
    rf"(?<![\w/.,-]){_NUMBER} ?,? {{0,2}}(?:de la |du |de l')?{_STREET}{_NAME}", _FLAGS
)
_NO_STREET = re.compile(
    rf"(?<![\w/.,-])(?:n ?° ?)?{_NUMBER},? (?:(?:{_SMALL})[ '])?(?-i:[A-Z])[\w'-]{{2,25}}"
    rf"(?: (?:{_SMALL} )?(?-i:[A-Z])[\w'-]{{1,25}}| {_SMALL}){{0,4}},? ?\(?(?P<post>\d{{5}})\b\)?"
    r"(?: (?-i:[A-Z])[\w'-]{1,30}){1,3}",
    _FLAGS,
)
"""« 12 Les Hauts de Bellevue 48999 Trucville »: a number, a name, a post code."""

_NAMED_PLACE = re.compile(
    r"\b(?P<sort>lieu[- ]?dit|hameau|lotissement|lot\.?|residence|ferme|mas|domaine|quartier|cite|"
    r"foyer|immeuble|tour|batiment|bat\.?|appartement|appt?\.?|chez-)"
    r"(?:,? n ?°)? ?(?:(?:de|du|des|la|le|les|l'|d'|\") ?){0,3}"
    r"(?-i:[A-Z0-9])[\w'-]{0,25}(?: (?-i:[A-Z])[\w'-]{1,25}){0,4}(?P<more>[^\n.;!?]{0,30}?"
    r"\b\d{5}(?: (?-i:[A-Z])[\w'-]{1,30}){1,4})?",
    _FLAGS,
)
_LOWER_PLACE = re.compile(
    r"\b(?P<sort>lotissement|lot\.?|residence|cite|immeuble|batiment|bat\.?|tour|domaine|villas?|"
    r"quartier|hlm|foyer|hameau|camping|village)(?: (?!et\b|ou\b|pour\b|qui\b"
    r"|avec\b)[a-z'-]{2,20}){1,5}"
    r",? (?:numero|num|n ?°|no|porte|villa|case|maison|appt?|appartement|logement"
    r"|etage|emplacement|"
    r"chalet|bloc) ?\d{1,4}\b(?: (?:au|a|de|du|dans le) (?:[a-z'-]{2,20} ?){1,3})?",
    _FLAGS,
)
"""« lot les flamboyants numéro 8 au morne rouge »: no capital, and a number that ends it."""

_LIVED_IN = re.compile(
    r"\b(?:habit(?:e|ent|ant|ait)|emmenagee?|domicilie?e?s?|reside|residant|demeurant|demeure|vit|loge|logee?|"
    r"hebergee?)(?: (?:au|a|dans|en|sur))?(?: (?:bout|fond|coin|debut) d(?:u"
    r"|e))?(?: (?:la|une|le|l'))? (?:(?:\w{1,10} )?maison (?:du |"
    r"de |"
    rf"sur |dans )?(?:la |le |l')?)?(?P<street>{_STREET}{_NAME})",
    _FLAGS,
)
_AT_SOMEONES = re.compile(
    rf"\bchez (?:la |le |l'|un |une |mon |ma |notre |cette |cet )?(?:{PERSON}) ?[:,(] ?"
    rf"(?P<street>{_STREET}{_NAME})",
    _FLAGS,
)
_MONTH = rf"(?:{'|'.join(MONTH_NUMBERS)})\b"
_SOMEONE_AT = rf"(?:{PERSON})(?: qui (?:est|habite))? (?:au|du)"
_AT_NUMBER = re.compile(
    r"\b(?:(?:adresse|habit(?:e|ent|ait)|loge|demeure|domicile)\b(?: (?:au|a|est|c'est|exacte)\b)*"
    rf"|{_SOMEONE_AT})"
    rf"[ :,]{{1,3}}(?P<street>{_NUMBER},? (?:(?-i:L(?:a|e|es)) )?(?!{_MONTH})"
    r"(?-i:[A-Z])[a-z'-]{3,25}"
    r"(?: (?-i:[A-Z])[\w'-]{2,25}){0,3})",
    _FLAGS,
)
"""« Adresse 41 Kervoaziou »: a house of a hamlet."""

_LIVES = (
    r"(?:sa|son|leur)(?: (?:nouvelle|vraie|ancienne))? adresse(?: (?:pour|a|sur|de|aupres de) "
    r"(?:la |le |l')?\w{1,15})?|boi?te aux lettres|sonnette|"
    r"habit(?:e|ent|ant|ait)|domicilie?e?s?|domicile|reside|residant|demeurant|demeure|vit|vivent|"
    r"a dom|creche|squatte|perche|campe|dort|reste (?:au|a)|chez|heberge?e?|logement|loge|loges|"
    r"logee|"
    r"adresse|"
    r"demenage\w{0,4}|emmenage\w{0,4}|livrer|livraison|hebergement|appart(?:ement)?|appt?\.?|etage|"
    r"digicode|chambre|sa maison|leur maison|interphone|coordonnees|passer (?:la|le) voir|"
    r"courrier|aller chez|domiciliation"
)
_BODIES = rf"(?!residence){ORGANISATION}|lieu|local|locaux|siege|stand"
_DWELLING = Nearest(_LIVES, _BODIES)
_ADJACENT = Nearest(f"{_LIVES}|{PERSON}", _BODIES)
_ANYBODY = Nearest(f"{_LIVES}|{PERSON}|{PRONOUN}", _BODIES)
_NAME_BEFORE = re.compile(
    r"(?<!\w)(?P<given>[A-Z][a-z]{2,14})(?: [A-Z][\w'-]{0,20})?, ?$", re.ASCII
)
_POSTED = re.compile(
    rf"(?<![\w-])(?-i:[A-Z])[\w'-]{{2,25}}(?: (?:{_SMALL} )?(?-i:[A-Z])[\w'-]{{1,25}}){{0,4}},? "
    r"\(?\d{5}\)? (?-i:[A-Z])[\w'-]{1,30}(?: (?-i:[A-Z])[\w'-]{1,30}){0,3}",
    _FLAGS,
)
"""« Kerlosquet, 56240 Plouay »: no street at all."""
_APART = re.compile(r"[,(:;/-] ?$")
_OF_SOMEONE = re.compile(rf"\b{_SOMEONE_AT} $", _FLAGS)
_NAMED_AT = re.compile(
    rf"(?<!\w)(?:{PERSON}) (?-i:[A-Z][\w'-]{{1,20}}(?: [A-Z][\w'-]{{1,20}})?),? (?:au )?$", _FLAGS
)
_AFTER = re.compile(
    rf"[^\n]{{0,25}}?\b(?P<they>il|elle|monsieur|madame|mme|mr|la dame|le monsieur|usagere?|papi|"
    rf"papy|mamie|"
    rf"ne sort plus|sonne[rz]|sonnette|interphone|digicode|son adresse|sa box|sa fibre|"
    rf"chez (?:elle|lui|(?:une?|la|"
    rf"le|ma|mon|sa|son) (?:{PERSON})))\b",
    _FLAGS,
)
_GOES = re.compile(
    r"\b(?:pass\w+|ven\w+|vient|va|aller|doit|rdv|rendez-vous|atelier|ouvre\w*|inscri\w+|recoit)\b",
    re.IGNORECASE,
)
_BY_NUMBER = re.compile(r"\b(?:au|du) $", re.IGNORECASE)
"""« la dame du 4e, au 12 rue Carnot »."""
_AT_HOME = re.compile(r"domicile|chez|logement", re.IGNORECASE)
_BODY_MOVES = re.compile(
    rf"\b(?:{_BODIES})s? (?:a |va )?(?:demenage|emmenage)\w{{0,2}} [^\d\n]{{0,12}}$", _FLAGS
)
_BODY_AFTER = re.compile(rf",? (?:c'est )?(?:le |la |l'|au |a la )?(?:{_BODIES})s?\b", _FLAGS)
_SET_APART = re.compile(
    r"(?:^|[:,(-] ?|\b(?:demeure|demeurant|habite|reside|residant|vit|loge|a|au|en|dans|dit|"
    r"hameau|village|le|la) )$",
    _FLAGS,
)
_APART_WITHIN = 12
_STAYS = re.compile(
    r"\b(?:elle|il|monsieur|madame|mme|mr) (?:est|reste|se trouve) (?:au|a|chez lui au) $", _FLAGS
)
_BRACKET = re.compile(r" ?\([^()\n]{3,40}(?=\))")
_MOVED_TO = re.compile(rf" (?:au|vers le|pour le) (?P<to>{_NUMBER} ?,? {_STREET}{_NAME})", _FLAGS)
_PLACE_CUE = re.compile(
    r"\b(?:rdv|rendez-vous|vers|devant|derriere|face|ouvre|ouvert\w*|nouveaux locaux|situee?|"
    r"passez|venez|gare|passer (?:au|a)|cours de|inscription|contact|siege|horaires|accueille\w*|"
    r"on demenage|notre adresse)\b[^.\n]{0,25}$",
    re.IGNORECASE,
)


def addresses(text: str) -> Iterator[FoundData]:
    """Find the addresses in a plain text that a word of dwelling comes before, or « Mme X, ».

    « La médiathèque, 12 rue des Lilas » and « la dame doit passer au 3 place … » are public. One
    that nobody is named for is doubtful. What follows it after a comma is of the same address.
    """
    whole: FoundData | None = None
    for part in sorted(_parts(text), key=lambda one: one.start):
        if whole is not None and _JOINT.fullmatch(text, min(whole.end, part.start), part.start):
            whole = replace(whole, end=max(whole.end, part.end), sure=whole.sure or part.sure)
            continue
        if whole is not None:
            yield whole
        whole = part
    if whole is not None:
        yield whole


_JOINT = re.compile(
    r"[ ,;/-]{0,3}(?:(?:esc|escalier|etage|porte|appt?|rdc|\d{1,2}(?:er|e|eme))"
    r"\b\.? ?\w{0,3}[ ,;/-]{0,3}){0,3}",
    _FLAGS,
)


def _parts(text: str) -> Iterator[FoundData]:
    in_dwelling, anybody = _DWELLING.reads(text), _ANYBODY.reads(text)
    whose = _Whose(text, in_dwelling, _ADJACENT.reads(text), anybody)
    for pattern in (_NUMBERED, _NO_STREET):
        for match in pattern.finditer(text):
            sure = whose.are_people_there(match)
            if sure is not None:
                yield FoundData(DataKind.ADDRESS, match.start(), match.end(), sure)
                moved = _MOVED_TO.match(text, match.end())
                if moved is not None:
                    yield FoundData(DataKind.ADDRESS, moved.start("to"), moved.end("to"), sure)
    yield from _told(text)
    for match in _POSTED.finditer(text):
        after = anybody(match.start()) is None and _AFTER.match(text, match.end())
        apart = _SET_APART.search(text[max(0, match.start() - _APART_WITHIN) : match.start()])
        if apart and (in_dwelling(match.start()) or after):
            yield FoundData(DataKind.ADDRESS, match.start(), match.end(), sure=not after)
    yield from _without_capitals(text, anybody)
    yield from homes(text)
    for match in _NAMED_PLACE.finditer(text):
        sure = whose.live_there(match)
        if sure is not None:
            yield FoundData(DataKind.ADDRESS, match.start(), match.end(), sure)


def _without_capitals(text: str, anybody: Callable[[int], bool | None]) -> Iterator[FoundData]:
    """Find the flats and lots that are typed without a capital."""
    for match in _LOWER_PLACE.finditer(text):
        if anybody(match.start()) and not _PLACE_CUE.search(text[: match.start()][-REACH:]):
            yield FoundData(DataKind.ADDRESS, match.start(), match.end(), sure=False)


def _told(text: str) -> Iterator[FoundData]:
    """Find the streets without a number, and the numbers without a street, that one lives in."""
    for pattern in (_LIVED_IN, _AT_SOMEONES, _AT_NUMBER):
        for match in pattern.finditer(text):
            sure = pattern is _LIVED_IN
            yield FoundData(DataKind.ADDRESS, match.start("street"), match.end("street"), sure)


@dataclass(frozen=True, slots=True)
class _Whose:
    """Tells whose home stands at a number of a street."""

    text: str
    in_dwelling: Callable[[int], bool | None]
    beside_person: Callable[[int], bool | None]
    anybody: Callable[[int], bool | None]

    def are_people_there(self, match: re.Match[str]) -> bool | None:
        """Return whether it is surely a person's home; None when it is none."""
        text, start = self.text, match.start()
        apart = _APART.search(text, max(0, start - 2), start)
        before = text[max(0, start - REACH) : start]
        theirs = (self.beside_person if apart else self.in_dwelling)(start)
        bracket = _BRACKET.match(text, match.end())
        body = bracket is not None and self.in_dwelling(bracket.end()) is False
        cue = _PLACE_CUE.search(before)
        elsewhere = cue is not None and _AT_HOME.search(cue[0]) is None
        body = body or _BODY_AFTER.match(text, match.end()) is not None
        if _OWN.search(before):
            return True
        if theirs is False or body or elsewhere or _BODY_MOVES.search(before):
            return None
        named = _NAME_BEFORE.search(before)
        if named and named["given"].lower() in GIVEN_NAMES:
            return True
        if theirs or _OF_SOMEONE.search(before) or _NAMED_AT.search(before):
            return True
        near = self.anybody(start) and not _GOES.search(before) and _BY_NUMBER.search(before)
        unnamed = self.anybody(start) is None and _complete(match[0])
        stays = _STAYS.search(before) is not None
        return False if near or unnamed or stays or _AFTER.match(text, match.end()) else None

    def live_there(self, match: re.Match[str]) -> bool | None:
        """Return whether a hamlet, an estate, a flat is surely a home; None when it is none."""
        theirs, sort = self.anybody(match.start()), match["sort"].lower()
        remote = sort in _REMOTE and beside_person(self.text, match.start(), match.end())
        if match["more"] and (theirs is not False or remote):
            return bool(theirs)
        lived_in = theirs and self.in_dwelling(match.start()) and sort not in _VAST
        flat = theirs is not False and (
            _APARTMENT.match(match[0]) or _APARTMENT_AFTER.match(self.text, match.end())
        )
        return False if lived_in or flat else None


_OWN = re.compile(r"\badresse (?:perso\w*|privee)\b[^.\n]{0,30}$", re.IGNORECASE)

_REMOTE = frozenset({"lieu-dit", "lieu dit", "lieudit", "hameau", "ferme", "mas"})
"""Where no body has its offices."""

_VAST = frozenset({"quartier", "cite", "tour", "foyer"})
"""Where many people live: no address without a number."""

_APARTMENT = re.compile(r"app?(?:artemen)?t\.? ?(?:n ?° ?)?[A-Z]?\d", _FLAGS)
_APARTMENT_AFTER = re.compile(rf"[ ,]{{1,2}}{_APARTMENT.pattern}", _FLAGS)


def _complete(address: str) -> bool:
    """Tell whether an address has what only a home's has: a post code, « bis »."""
    return re.search(r"\b\d{5}\b|\b(?:bis|ter)\b", address) is not None
