"""Where an end may be told: the fast look gives what the plain one gives, whatever is published."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bench.deadlines import Labelled, labelled
from bot.veille.deadlines import passages

_PIECES = st.sampled_from(
    [
        *(word.decode() for word in passages._WORDS),
        *("fin ", "date ", "mi-", "janvier", "février", "mars", "mai ", "juin", "août", "octobre"),
        *(
            "novembre",
            "décembre",
            "jours",
            "semaine",
            "noël",
            "Pâques",
            "la toussaint",
            "nouvel an",
        ),
        *("l'ascension", "l’assomption", "mardi gras", "fête nationale", "la saint", "rameaux"),
        *("lundi", "mercredi", "vendredi", "samedi", "dimanche", "avant", "pour le", "dans trois"),
        *("dans 3", "quinze", "premier mardi de", "jusqu’au ", "au plus tard", "dernier", "tout"),
        *(
            "à compter du 3",
            "plus que",
            "mois",
            "J-15",
            "délai d'un",
            "sous",
            "prochain",
            "en huit",
        ),
        *("toute", "fil", "fur", "long de", "di", "12", "1er", "<p>", "&nbsp;", "\u00a0", "é", "’"),
    ]
)


def _plainly(raw: bytes) -> list[tuple[int, int]]:
    """Give the spans that are told at any place, each word looked for at each."""
    found = []
    for word in passages._WORDS:
        found += [(at, at + len(word)) for at in range(len(raw)) if raw.startswith(word, at)]
    for space in range(len(raw)):
        spot = passages._SPACED.match(raw, space)
        if spot is None or spot.lastgroup is None:
            continue
        kind = spot.lastgroup
        late = raw.startswith(passages._LATE, spot.end(kind))
        if kind == "day" and (late or raw.endswith(passages._NEAR_END, 0, space + 1)):
            found.append((space + 1, spot.end(kind)))
        before = passages._BEFORE.get(kind, b"")
        if kind != "day" and raw.endswith(before, 0, space):
            found.append((space, spot.end(kind)))
    return sorted(found)


def _same(text: str) -> None:
    raw = text.encode().translate(passages._FOLDED)

    assert sorted(passages._told(raw)) == _plainly(raw)


def test_each_word_is_found_after_each_that_makes_it_an_end() -> None:
    months = ("janvier", "février", "fevrier", "mars", "mai ", "avril", "juin", "août", "aout")
    words = (*months, "juillet", "septembre", "octobre", "novembre", "décembre", "jours")
    days = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche", "semaine")
    feasts = ("Noël", "noel", "Pâques", "paques", "l'Ascension", "l’Assomption", "mardi gras")
    whole = ("la Pentecôte", "la Toussaint", "la Saint-Jean", "Rameaux", "fête nationale", "date ")
    before = (passages._BEFORE["month"][0], passages._BEFORE["unit"][0], b"dans deux", b"quinze")
    for word in (*words, *days, *feasts, *whole, "fin ", "mi-", "nouvel an", "l'armistice"):
        for told in (*before, b"avant", b"le premier lundi de", b"un deux", b""):
            _same(f"x {told.decode()} {word} au plus tard")


@given(st.lists(st.one_of(_PIECES, st.just(" "), st.text(max_size=3)), max_size=60))
def test_a_fast_look_finds_what_a_plain_one_finds(pieces: list[str]) -> None:
    _same("".join(pieces))
    _same(" ".join(pieces))


@given(st.lists(st.sampled_from(labelled()), min_size=1, max_size=6), st.integers(0, 400))
def test_so_it_does_in_what_is_published_wherever_it_is_cut(
    texts: list[Labelled], start: int
) -> None:
    _same(" ".join(one.text for one in texts)[start:])
