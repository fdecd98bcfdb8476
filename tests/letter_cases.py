"""What the letter's templates are rendered with: a letter with everything, and one with nothing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from bot.letter.composing import LetterMaterial, MeetingTold, compose
from bot.letter.content import NextMeeting
from bot.letter.note import LetterNote, LetterNoteKind, WrittenAnswer
from bot.letter.pages import LetterReading
from bot.letter.rules import Letter, LetterStatus
from bot.meeting.minutes import Note, NoteKind
from bot.question.rules import Answer, Question
from bot.veille.deadlines.rules import Deadline, DeadlineStatus
from bot.veille.digest import Entry
from bot.veille.pick import Contribution, Gift

NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)

DRAFT = Letter(network="loire", number=1, made_at=NOW)
INTRODUCED = replace(
    DRAFT,
    edito="Bonjour à toutes et à tous,\n\nVoici ce que nous avons vécu.",
    edito_by="amina",
    left_out=("note:2",),
)
PUBLISHED = replace(
    INTRODUCED,
    status=LetterStatus.PUBLISHED,
    published_at=NOW,
    due_at=NOW,
    title="La lettre de novembre",
    html="<p>Bonjour</p>",
    text="# La lettre de novembre\n\nBonjour",
)
POINT = LetterNote(
    network="loire",
    number=1,
    kind=LetterNoteKind.POINT,
    text="La carte change de nom",
    author="amina",
    at=NOW,
)
LINK = replace(
    POINT,
    number=3,
    kind=LetterNoteKind.RESOURCE,
    text="",
    link="https://a.fr/guide",
    author="louis",
)
UNSIGNED = replace(LINK, number=4, text="Un mur de post-it", link="", author="zoe", signed=False)

_OPEN = Question(network="loire", number=3, text="Qui prête", author="louis", asked_at=NOW)
ENTRY = Entry(
    article=7,
    title="Un guide",
    link="https://a.fr/7",
    source="Inclusion",
    theme="Culture numérique",
    published=NOW,
    why="À imprimer",
    copies=(7,),
)
_GIFT = Contribution(network="loire", article=8, user="louis", at=NOW, kind=Gift.PROPOSED)
LIVED = LetterMaterial(
    points=[POINT, replace(POINT, number=2, text="De trop")],
    resources=[LINK, UNSIGNED],
    due=[_OPEN, replace(_OPEN, number=4)],
    written={3: WrittenAnswer(question=3, text="Moi.\nLe mardi.", by="amina", at=NOW)},
    answered=[
        replace(_OPEN, number=5).resolve(Answer(text="Oui", by="zoe", at=NOW)),
        replace(_OPEN, number=16).resolve(Answer(text="Non", by="zoe", at=NOW)),
    ],
    open=[replace(_OPEN, number=number, concerned=number - 5) for number in range(6, 16)],
    deadlines=[
        Deadline(
            network="loire",
            number=1,
            title="Un appel",
            link="https://a.fr",
            ends=NOW,
            at=NOW,
            status=DeadlineStatus.CONFIRMED,
        ),
        Deadline(network="loire", number=2, title="Un fonds", link="", ends=None, at=NOW),
    ],
    held=MeetingTold(
        at=NOW,
        notes=[
            Note(number=1, kind=NoteKind.DECISION, text="Un atelier", at=NOW),
            Note(number=2, kind=NoteKind.ACTION, text="Réserver", due=NOW, at=NOW),
        ],
        answered={5},
    ),
    entries=[ENTRY, replace(ENTRY, article=8, copies=(8,), proposed=True)],
    gifts={8: [_GIFT]},
    meeting=NextMeeting(at=NOW, planned=True, place="La Manufacture", online=True, host="zoe"),
    hosts=["zoe"],
)
FULL = compose(INTRODUCED, LIVED, title="La lettre de la Loire", at=NOW)
EMPTY = compose(DRAFT, LetterMaterial(), title="La lettre de la Loire", at=NOW)
LATE = replace(
    compose(DRAFT, LetterMaterial(hosts=["zoe"]), title="La lettre", at=NOW),
    late_since=NOW - timedelta(days=2),
    meeting=NextMeeting(at=NOW, planned=False),
)
MOVED = replace(FULL, letter=INTRODUCED.move(NOW, due=NOW))
CROWDED = compose(
    DRAFT,
    LetterMaterial(hosts=["zoe", "louis"], resources=[UNSIGNED]),
    title="La lettre de la Loire",
    at=NOW,
)

_SECTIONS: list[object] = [(), FULL.sections]
_PIECES = [piece for section in FULL.sections for piece in section.pieces]
_PAGES: list[object] = ["", "https://bot.example.org/lettre/abc"]
_READINGS: list[object] = [
    LetterReading(letters=[PUBLISHED, replace(PUBLISHED, number=2)], since=NOW),
    LetterReading(letters=(), since=NOW),
]
_DUES: list[object] = [NOW, None]

CASES: dict[str, list[object]] = {
    "content": [FULL, EMPTY, LATE, CROWDED],
    "due": _DUES,
    "latest": [None, PUBLISHED],
    "letter": [PUBLISHED, DRAFT],
    "letters": [[], [PUBLISHED, PUBLISHED]],
    "named": [True, False],
    "notes": [[LINK]],
    "out": [True, False],
    "piece": [*_PIECES],
    "preview": [True, False],
    "shown": [True, False],
    "root": ["veille", "lettre"],
    "title": ["La lettre d'hiver"],
}
"""What each name may be."""

OWN: dict[str, dict[str, list[object]]] = {
    "lettre/again.md.j2": {"page": _PAGES, "letter": [PUBLISHED]},
    "lettre/answer_noted.md.j2": {"text": ["Oui"]},
    "lettre/archives.md.j2": {"page": _PAGES},
    "lettre/holds.md.j2": {"sections": _SECTIONS},
    "lettre/section.md.j2": {"section": [*FULL.sections]},
    "lettre/rest.md.j2": {"content": [FULL.told, EMPTY, LATE, CROWDED]},
    "lettre/what.md.j2": {"any": [True, False]},
    "lettre/reread.md.j2": {"opening": ["# La lettre"], "more": [True, False]},
    "lettre/trial.md.j2": {"addresses": [[], ["a@b.fr"]]},
    "lettre/draft.md.j2": {"skipped": [None, NOW], "content": [FULL, EMPTY, MOVED]},
    "lettre/edito_noted.md.j2": {"letter": [INTRODUCED, DRAFT]},
    "lettre/erased.md.j2": {"note": [POINT, LINK]},
    "lettre/letter.html.j2": {"content": [FULL.told, EMPTY, LATE, CROWDED]},
    "lettre/letter.md.j2": {"content": [FULL.told, EMPTY, LATE, CROWDED]},
    "lettre/next.md.j2": {"notes": [[], [LINK, UNSIGNED]], "page": _PAGES},
    "lettre/point_noted.md.j2": {"note": [POINT]},
    "lettre/feed.xml.j2": {"reading": _READINGS},
    "lettre/page.html.j2": {
        "reading": _READINGS,
        "letter": [PUBLISHED, None],
        "preview": [False, True],
    },
    "lettre/post.md.j2": {"page": _PAGES, "number": [1], "content": [FULL.told, EMPTY, LATE]},
    "lettre/preview.md.j2": {"page": _PAGES, "post": ["#### La lettre"]},
    "lettre/proposed.md.j2": {"note": [LINK, UNSIGNED, POINT]},
    "lettre/publish_asked.md.j2": {"content": [FULL, EMPTY]},
    "lettre/published.md.j2": {"page": _PAGES, "letter": [PUBLISHED]},
    "lettre/sections.md.j2": {
        "content": [FULL.told, EMPTY, LATE, CROWDED],
        "sections": _SECTIONS,
    },
}
"""Names that mean something else in one template."""
