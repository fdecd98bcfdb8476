"""What the columns of an export are, by their headings: the sender's own, a person's, an answer's.

The first row has the form's title; the second the names of those questions that take several
columns, each above its first one; the third names every column. The columns about the sending
come first, in the language of whoever exported them, and any of them may have been left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.core.errors import Refusal
from bot.core.patterns import lazy_pattern
from bot.framaforms.cells import WHERE
from bot.french.folding import spaced

SENDING_COLUMNS = 9
"""Serial, SID, three moments, draft, IP address, UID, user name: nine at most, which come first."""

NAME_LIMIT = 200
"""Characters of a question or an option as they are told; the rest is left out."""

_SENDING = lazy_pattern(
    r"(?:serial|serie|numero de serie|sid|numero|n°|no"
    r"|(?:submitted|completed|modified)(?: time| date)?"
    r"|(?:date|heure|moment)s? d(?:e |')?(?:la )?(?:soumission|envoi|achevement|fin|modification)"
    r"|soumise?(?: le)?|envoyee?(?: le)?|terminee?(?: le)?|completee?(?: le)?|modifiee?(?: le)?"
    r"|draft|brouillon|ip(?: address)?|adresse ip|uid|identifiant(?: de l utilisateur)?"
    r"|user ?name|utilisateur|nom d utilisateur|user)"
)
_SUBMISSION = lazy_pattern(r"\b(?:submission|soumission|envoi)\b")
_DATED = lazy_pattern(r"\s*\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}\b")
_DRAFT = frozenset({"draft", "brouillon"})
_ALWAYS_SENDING = frozenset(
    {"sid", "uid", "ip", "ip address", "adresse ip", "username", "user name", "nom d utilisateur"}
)
_PERSONAL = lazy_pattern(
    r"\b(?:noms?|prenoms?|courriels?|e ?mails?|mails?|mel|telephones?|(?<!s )adresses?"
    r"|(?:^|(?:votre|numero|no|n°|de) )(?:tel|portable)|coordonnees|pseudo(?:nyme)?s?|signature"
    r"|date de naissance|nee? le|age|code postal|linkedin|facebook|siret"
    r"|votre (?:structure|employeur|commune|poste|fonction)"
    r"|first name|last name|surname|phone|address|name)\b"
)

NOT_AN_EXPORT = Refusal(
    "not an export: {why}",
    reply="Je ne reconnais pas un export de Framaforms ({why}), et je n'en ai rien gardé. Il a "
    f"trois lignes de titres : {WHERE}, et envoyez-le sans le retoucher.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerColumn:
    """A column of answers: its place in a row, the question above it if any, its own name."""

    place: int
    above: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Headings:
    """What the three first rows say. `sid` and `draft` are places, None where there is none."""

    title: str
    sid: int | None
    draft: int | None
    columns: tuple[AnswerColumn, ...]


def read_headings(rows: Sequence[Sequence[str]]) -> Headings:
    """Read the three rows of headings. Raises NOT_AN_EXPORT."""
    first, second, third = _three(rows)
    width = len(third)
    above = [_said(each) for each in [*second, *[""] * width][:width]]
    names = [_said(each) for each in third]
    sent = _sending(above, names)
    return Headings(
        title=_said(first[0]),
        sid=next((place for place in sent if _key(names[place]) == "sid"), None),
        draft=next((place for place in sent if _key(names[place]) in _DRAFT), None),
        columns=tuple(_answers(above, names, sent)),
    )


def asks_who(name: str) -> bool:
    """Tell whether a question asks who answers, by its words: more rather than less."""
    return _PERSONAL.search(spaced(name)) is not None


def _three(rows: Sequence[Sequence[str]]) -> Sequence[Sequence[str]]:
    """Return the rows of headings, once it is likely that they are."""
    if len(rows) < len(("title", "questions", "columns")):
        raise NOT_AN_EXPORT(why="il n'a pas trois lignes de titres")
    first, second, third = rows[:3]
    if not first or not first[0].strip() or any(each.strip() for each in first[1:]):
        raise NOT_AN_EXPORT(why="la première ligne n'est pas le titre du formulaire")
    names = [each for each in third if each.strip()]
    if not names or len(second) > len(third):
        raise NOT_AN_EXPORT(why="la troisième ligne ne nomme pas les colonnes")
    if any(_key(each) in _ALWAYS_SENDING for each in second):
        raise NOT_AN_EXPORT(why="il n'a que deux lignes de titres")
    if any(_DATED.match(each) for each in names):
        raise NOT_AN_EXPORT(why="la troisième ligne est déjà une réponse")
    return first, second, third


def _sending(above: Sequence[str], names: Sequence[str]) -> Sequence[int]:
    """Return the places of the columns about the sending.

    They are all those up to the last that is recognised, of the first nine, where the second row
    says that they begin, whatever the language of the others; elsewhere those that have a name of
    theirs alone.
    """
    likely = range(min(SENDING_COLUMNS, len(names)))
    begins = _SUBMISSION.search(spaced(above[0])) or (above[0] and _is_sending(names[0]))
    last = max((place for place in likely if begins and _is_sending(names[place])), default=-1)
    return [
        place for place, name in enumerate(names) if place <= last or _key(name) in _ALWAYS_SENDING
    ]


def _answers(
    above: Sequence[str], names: Sequence[str], sent: Sequence[int]
) -> Sequence[AnswerColumn]:
    """Return the columns of answers, each with the question that the second row has above it."""
    found = []
    question = ""
    for place, name in enumerate(names):
        if place in sent:
            question = ""
            continue
        question = above[place] or question
        if name or above[place]:
            found.append(AnswerColumn(place=place, above=question, name=name))
    return found


def _is_sending(name: str) -> bool:
    return _SENDING.fullmatch(_key(name)) is not None


def _key(name: str) -> str:
    return " ".join(spaced(name).split()).strip(" .:")


def _said(name: str) -> str:
    return " ".join(name.split())[:NAME_LIMIT]
