"""What must be true of an end for it to be read before a coordinator's yes.

A doubtful end costs one click; a certain one that is wrong sends people to the wrong day. So an end
is certain by what its sentence says, and by what is not there:

- its own clause names a call, or what one gives, and says in one of a few forms that one hands a
  file in until then, or that the call closes then (see `forms`): an answer, a return, a seat are
  also what one owes to an invitation, and a file may be fetched, completed, read until a day;
- its day and month are written out, and come soon: a far one is another year's, or a contract's;
- « avant le 12 » comes with an hour: it is the eve for some;
- nothing in its sentence or its title is of another end, of a first step, of the past, of what was
  put off or may change, of a post, a seat or a formality;
- the article tells no other end, and none of its passages says that it is no more, was moved or
  misprinted, or is about a post or a vote, or invites to what ends a call, a ceremony, a party;
- what has no end has no other day either: a call that names one has a rhythm, or a round.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from bot.veille.deadlines import cues, left
from bot.veille.deadlines.forms import tells_an_end
from bot.veille.deadlines.mentions import WEEKDAY, Mention
from bot.veille.deadlines.words import any_of

_SOON = timedelta(days=200)
_SOON_OF_YEAR = timedelta(days=400)
"""How far ahead a date may be without its year, and with it."""

_MOVED = r"""
    prolong* | report(?:e|er|ee?s?)? | repouss* | decal* | finalement | desormais
    erratum | rectif* | au lieu d*
"""

_DOUBTS = any_of(
    _MOVED
    + r"""
    initial* | nouvelles? (?:date|echeance)* | maintenant
    pourr(?:a|ont|ait|aient) (?:etre (?:modif|avanc|report|prolong|revu))* | devrai* | pourrai*
    serai(?:t|ent) | previsionnel* | envisag* | sous reserve | a confirmer | semble* | environ
    etai(?:t|ent) | avai(?:t|ent) | fut | furent | (?:a|ont|avait) ete | s'est | se sont | couraient
    courait | devai(?:t|ent) | l'an (?:passe|dernier) | l'annee (?:passee|derniere)
    preced* | pre-?inscri* | pre-?dossier* | pre-?depot* | pre-?candidat* | lettres? d'intention
    fiches? (?:navette|contact|d'intention)* | premiere (?:etape|phase)* | 1re (?:etape|phase)*
    premiers? (?:tours?|temps) | questions? | rendez-vous | entretiens? | (?<!la )reunions?
    commission
    comite | jury | seance | conseil municipal | deliber* | convention(?:s|nement)? | rapport*
    bilans? | justificatif* | realis* | travaux | depens* | vers(?:e|ement|er)* | paie* | factur*
    eligib* | conges | vacances | minuit et demi | 0 ?h | 00 ?h | dans la nuit
    fermetures? du (?=\d)
    retenu* | selectionn* | recours | chef de file | partenaires? | recepisse
    faux | fausses? | arnaqu* | rumeur* | selon | si
"""
)
"""What leaves a doubt in a sentence, whatever it is about."""

_TAKEN_BACK = any_of(
    _MOVED
    + r"""
    annul* | suspen* | ajourn* | retire(?:e|s|es)? | gele(?:e|s|es)? | epuis* | interromp* | caduc*
    abandon* | faute de | sans suite | clos(?:e|es)? par anticipation | anticipe* | plus de credits
    erreur | initialement | ancienne date | nouvelle date | avance[er]e?
    a ferme | a pris fin | n'est plus | ne sont plus | deja (?:clos|ferme|termine)* | trop tard
    delegues? | jury (?:populaire|citoyen) | conseils? (?:citoyen|de quartier|municipal)* | casting*
    elections? | elu* au | scrutin | figurants? | mandat | tirage au sort
    ceremonie | finalistes? | protocole | rsvp | vernissage | inaugur* | cocktail | invitations?
    (?:votre|leur|sa) (?:presence|venue) | reponses? (?:souhaitee|attendue)s?
"""
)
"""What takes a call back, or makes it another, anywhere in an article."""

_NOT_CALLS = (left.NO_CALL, left.JOBS, left.SCAM, left.PUBLIC, left.PEOPLE, cues.LESSER)
_OTHERS = (left.OTHER_END, left.EVENTS, left.CLOSED, left.CANCELLED)
_BEFORE = re.compile(rf"\bavant (?:le |ce )?(?:(?:{WEEKDAY}) )?$")


_CLOSING_HOUR = re.compile(
    r"\b(?:ferm\w{1,5}|clot\w{1,6}|clos\w{0,2}|jusqu'a|avant|au plus tard|dernier delai|limite)\b"
    r"[^.!?;\d]{0,40} (?:\d{1,2} ?h(?:\d\d|eures?)?\b|midi\b)"
)


def is_certain(*, title: str, sentence: str, before: str) -> bool:
    """Tell whether nothing that is said with an end leaves a doubt; all is folded.

    `before` is what its clause says up to it.
    """
    if not tells_an_end(before) or _DOUBTS.search(sentence):
        return False
    if any(each.search(words) for each in _NOT_CALLS for words in (title, sentence)):
        return False
    return not any(each.search(sentence) for each in _OTHERS)


def is_endless(*, title: str, sentence: str) -> bool:
    """Tell whether nothing leaves a doubt on what is said to have no end; all is folded."""
    about = f"{title}|{sentence}"
    return not any(each.search(about) for each in (_DOUBTS, *_NOT_CALLS))


def is_taken_back(article: str) -> bool:
    """Tell whether anything in a folded article puts its end in doubt, or its call."""
    return any(each.search(article) for each in (_TAKEN_BACK, left.CANCELLED, left.JOBS))


def tells_an_hour(article: str) -> bool:
    """Tell whether a folded article says somewhere at what hour one may come too late."""
    return _CLOSING_HOUR.search(article) is not None


def is_written_out(end: Mention, day: date, today: date, before: str) -> bool:
    """Tell whether an end is written with its day and month, soon, and means one day only."""
    far = _SOON_OF_YEAR if end.year else _SOON
    eve = end.at is None and _BEFORE.search(before)
    return end.exact and end.nth is None and day - today <= far and not eve
