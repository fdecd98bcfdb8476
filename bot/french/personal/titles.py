"""Names after a title: « Mme Dupont », « M. Ben Salah », « la famille Martin », « mme dupont »."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.french.personal.kinds import DataKind, FoundData
from bot.french.personal.words import AFTER_TITLE, GIVEN_NAMES, NOT_NAMES

_FLAGS = re.IGNORECASE | re.ASCII

_TITLE = re.compile(
    r"(?<!\w)(?P<title>m\.|mm\.|(?-i:M|MM|Me|Dr|dr|Pr)\.?|mr\.?|mmes?\.?|mlles?\.?|melle\.?|"
    r"monsieur|madame|mademoiselle|messieurs|mesdames|maitre|docteur|"
    r"(?:la |les )?(?<!portail )(?<!espace )familles? |les epoux |le couple )(?:(?<= )| {1,2}|"
    r"(?<=\.)(?=(?-i:[A-Z])))(?:,? ?(?:veuve|vve|epouse|nee) )?",
    _FLAGS,
)
WORD = r"(?:[A-Z][a-z]+|[A-Z]{2,})(?:['-](?:[A-Z][a-z]+|[A-Z]+|[a-z]+))*"
PARTICLE = (
    r"(?:(?:[Dd]e [Ll]a|[Dd]e [Ll]'|[Dd]e|[Dd]u|[Dd]es|[Vv]an [Dd]er|[Vv]an [Dd]en|[Vv]an|"
    r"[Vv]on|[Dd]a|[Dd]os|[Dd]i|[Ee]l|[Aa]l|[Bb]en|[Bb]in|[Aa]it|[Oo]uld|[Ll]e|[Ll]a|[Ll]es|"
    r"DE LA|DE|DU|DES|LE|LA|EL|BEN|VAN) |[DdLlNOM]'(?=[A-Z]))"
)
_SURNAME = re.compile(
    rf"(?:[A-Z]\.(?:-?[A-Z]\.)? ?|"
    rf"[A-Z] (?=[A-Z][a-z]))?(?P<particle>{PARTICLE}?)(?P<first>{WORD})",
    re.ASCII,
)
_NEXT = re.compile(rf" (?P<particle>{PARTICLE}?)(?P<first>{WORD})", re.ASCII)
_LOWER = re.compile(
    r"(?P<particle>(?:(?:le|la|du|de la|ben|el|ait|van(?: de[nr])?|da|dos|"
    r"di) )?)(?P<first>[a-z]{3,30}(?:['-][a-z]+)*)(?!\w)",
    re.ASCII,
)
_LOWER_NEXT = re.compile(r" (?P<given>[a-z]{3,15})(?!\w)", re.ASCII)
_SHORT_TITLES = frozenset({"mr", "mr.", "mme", "mme.", "mlle", "mlle.", "melle", "m."})
_LONG_TITLES = frozenset({"monsieur", "madame", "mademoiselle"})
_AT_WORK = frozenset({"me", "dr", "dr.", "pr", "pr.", "me.", "maitre", "docteur"})
_OF = re.compile(r"(?:de|du|des) |d'", re.ASCII)
_DETERMINED = re.compile(r"(?:\b(?:une?|la|le|cette|ce|ma|mon|chaque|notre|votre|petite?)|\d) $")
_TAKES_A_NAME = re.compile(
    r"\b(?:r?appele[rz]|r?appelle|joindre|recontacter|contacter|aider|avec|chez|pour|pr|voir|"
    r"revoir|suit|recu|relancer|accompagne|accompagner|de|d'|a|chercher|prevenir|visiter) $",
    _FLAGS,
)
_COLLEAGUE = re.compile(
    r"\b(?:directrice|directeur|chef|cheffe|responsable|collegues?|maire|elue?|adjointe?|"
    r"conseillere?|"
    r"prefete?|deputee?|presidente?|coordinat\w+|referente?|formatrice|formateur|cordialement|"
    r"signe|"
    r"bien a vous|bises?|intervenante?|animatrice|animateur|mediatrice|mediateur|auteure?|autrice|"
    r"livre|texte|roman|conference|chanson|film|poeme)\b[^.!?\n]{0,25}$",
    re.IGNORECASE,
)

_TITLE_REACH = 15
_REACH = 40


def titled_names(text: str) -> Iterator[FoundData]:
    """Find « Mme Dupont », « M. Ben Salah », « la famille Martin », and « mme dupont ».

    Initials (« Mme D. »), roles (« M. le maire ») and « mme souhaite … » name nobody. Someone who
    is named at work is doubtful: « Dr Roux », « ma directrice, Mme Roux ».
    """
    for title in _TITLE.finditer(text):
        word = title["title"].lower()
        before = text[max(0, title.start() - _TITLE_REACH) : title.start()]
        a_title = word not in _AT_WORK and not (word in _LONG_TITLES and _DETERMINED.search(before))
        if not a_title and _OF.match(text, title.end()):
            continue  # « le mot de passe maître de KeePass », « le monsieur de Bastia »
        end, sure = _surname_end(text, title.end()), True
        if end is None:
            end, sure = _lower_surname_end(text, title)
        if end is not None:
            at_work = word in _AT_WORK or is_colleague(text, title.start())
            yield FoundData(DataKind.NAME, title.start(), end, sure and not at_work)


def is_colleague(text: str, place: int) -> bool:
    """Tell whether who is named at a place is named at work: « ma directrice, … »."""
    return _COLLEAGUE.search(text[max(0, place - _REACH) : place]) is not None


def _surname_end(text: str, place: int) -> int | None:
    """Return where the surname that starts here ends, with the words that go on with it."""
    surname = _SURNAME.match(text, place)
    if surname is None or surname["first"].lower() in NOT_NAMES:
        return None
    end = surname.end()
    while (more := _NEXT.match(text, end)) and more["first"].lower() not in NOT_NAMES:
        end = more.end()
    return end


def _lower_surname_end(text: str, title: re.Match[str]) -> tuple[int | None, bool]:
    """Return where a surname without a capital ends, and whether it is surely one."""
    word = title["title"].lower()
    before = text[max(0, title.start() - _TITLE_REACH) : title.start()]
    taken = word in _LONG_TITLES and _TAKES_A_NAME.search(before) is not None
    short = word in _SHORT_TITLES and not _DETERMINED.search(before)
    alone = word in _LONG_TITLES and _BEGINS.search(before) is not None
    if not (taken or short or alone):
        return None, False
    lower = _LOWER.match(text, title.end())
    together = lower is not None and before.endswith("et ") and lower["first"].endswith("nt")
    if (
        together
        or lower is None
        or not is_lower_surname(lower["first"], sure=short and not lower["particle"])
        or (alone and not taken and lower["first"].endswith(_OTHER_VERB_ENDINGS))
    ):
        return None, False
    end = lower.end()
    more = _LOWER_NEXT.match(text, end)
    if more and more["given"] in GIVEN_NAMES and more["given"] not in AFTER_TITLE:
        end = more.end()
    return end, short and not lower["particle"]


def is_lower_surname(word: str, *, sure: bool) -> bool:
    """Refuse verbs and, by their ending, past participles: « mme inquiétée par »."""
    if word in AFTER_TITLE or word in NOT_NAMES or word.endswith(("ee", "ees")):
        return False
    return sure or not word.endswith(_VERB_ENDINGS)


_VERB_ENDINGS = ("ait", "ent", "ant", "er", "ment", "ra", "e", "es", "i", "is", "ir")
_OTHER_VERB_ENDINGS = (
    "it",
    "ut",
    "ort",
    "ond",
    "end",
    "aut",
    "urt",
    "eut",
    "out",
    "rs",
    "us",
    "ux",
)
_BEGINS = re.compile(r"(?:^|[.!?:,;(\n-] ?|\b(?:que|car|mais|usagere?|dame) )$")
"""What comes before « madame lopez a rappelé »."""
