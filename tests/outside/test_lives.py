"""Random lives: gestures, breakdowns, kills in any order; once all is calm, all is right.

A life that breaks a rule is shown by its seed: `live(seed, …)` lives it again.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.outside.line import OutsideLine
from bot.outside.rules import CopyState
from bot.question import store as questions
from bot.question.rules import Question, QuestionStatus
from bot.question.store import QuestionFilter
from tests.outside.fake import CUT, LOST, USUAL, Fake, Killed, Play, copies, dies, says
from tests.outside.lived import deposited, in_state
from tests.outside.test_discord import Discord
from tests.outside.test_discord import line_of as discord_line
from tests.outside.test_grist import Grist
from tests.outside.test_grist import line_of as grist_line
from tests.outside.test_trello import Trello
from tests.outside.test_yeswiki import YesWiki
from tests.outside.test_yeswiki import line_of as wiki_line
from tests.ports import held_port
from tests.room import Room, open_room

STEPS = 24
ANY = QuestionFilter(statuses=tuple(QuestionStatus))


class Life:
    """One network, one tool, and what happens to both."""

    def __init__(self, room: Room, fake: Fake, line: Callable[[], OutsideLine], seed: int) -> None:
        self.room, self.fake, self.line = room, fake, line
        self.dice = random.Random(seed)  # noqa: S311  so that a life can be lived again
        self.asked = 0

    def lives(self) -> None:
        """Take some steps, each followed, or not, by the job."""
        copies(self.room, self.fake, self.line())
        for _ in range(STEPS):
            self.dice.choice(GESTURES)(self)
            self.dice.choice(HAPPENINGS)(self)
        self.fake.plays = []
        self.room.clock.forward(days=2)
        for _ in range(4):
            copies(self.room, self.fake, self.line())
            self.room.clock.forward(hours=7)

    def _says(self, who: str, text: str) -> None:
        self.room.says(who, text)

    def asks(self) -> None:
        self.asked += 1
        deposited(self.room, f"/besoin Où trouver le guide numéro {self.asked} du réseau ?")

    def answers(self) -> None:
        self._says("zoé", f"/besoin répondre {self._one()} Au siège, étage {self._one()}")

    def hides(self) -> None:
        self._says("louis", f"/besoin rendre-privée {self._one()}")

    def withdraws(self) -> None:
        self._says("louis", f"/besoin retirer {self._one()}")

    def reopens(self) -> None:
        self._says("amina", f"/besoin rouvrir {self._one()}")

    def finds_a_deadline(self) -> None:
        number = self.dice.randrange(100)
        given = {"date": "15 mai 2027", "titre": f"Appel {number}"}
        self.room.fills("amina", "veille échéance", lien=f"https://e.fr/{number}", **given)

    def drops_a_deadline(self) -> None:
        self.room.does("amina", f"veille écarter-échéance {self._one()}")

    def plans(self) -> None:
        day = self.dice.randrange(1, 28)
        self._says("amina", f"/rencontre planifier {day} mai 2027 14h, mairie de Feurs")
        self._says("amina", "/rencontre annoncer")

    def calls_off(self) -> None:
        self._says("amina", "/rencontre annuler La salle est prise")

    def works(self) -> None:
        copies(self.room, self.fake, self.line())

    def breaks(self) -> None:
        plays: list[Play] = [LOST, CUT, says(503), says(429), says(502), says(400), USUAL]
        self.fake.plays = [self.dice.choice(plays) for _ in range(3)]
        self.works()

    def is_killed(self) -> None:
        try:
            dies(self.room, self.fake, self.line(), before=self.dice.random() < 0.5)
        except (AssertionError, Killed):  # there was nothing to send
            return

    def waits(self) -> None:
        self.room.clock.forward(minutes=self.dice.choice([1, 20, 400, 2_000]))

    def _one(self) -> int:
        return self.dice.randint(1, max(1, self.asked))


GESTURES = [
    *(Life.asks, Life.asks, Life.answers, Life.hides, Life.withdraws, Life.reopens),
    *(Life.finds_a_deadline, Life.drops_a_deadline, Life.plans, Life.calls_off),
]
HAPPENINGS = [Life.works, Life.breaks, Life.is_killed, Life.waits, Life.waits]


@contextmanager
def begun(folder: Path, kind: type[Fake], seed: int) -> Iterator[Life]:
    with held_port() as port:
        fake = kind(port)

        def line() -> OutsideLine:
            match fake:
                case Grist():
                    return grist_line(fake)
                case YesWiki():
                    return wiki_line(fake)
                case Discord():
                    return discord_line(fake)
                case Trello():
                    return fake.line
            raise AssertionError(kind)

        yield Life(open_room(folder), fake, line, seed)


def public(life: Life) -> list[Question]:
    """Return the questions that the network reads, and that are chosen."""
    found = life.room.store(lambda db: questions.listed(db, "loire", ANY))
    return [each for each in found if each.copied]


@pytest.mark.parametrize("seed", range(3))
def test_grist_tells_the_truth_once_all_is_calm(tmp_path: Path, seed: int) -> None:
    with begun(tmp_path, Grist, seed) as life:
        life.lives()
        assert isinstance(life.fake, Grist)
        rows = life.fake.rows["Besoins"]

    shown = {f"loire:question:{each.number}": each for each in public(life)}
    for key, row in rows.items():
        told = shown.get(key)
        if told is None or told.status is QuestionStatus.WITHDRAWN:
            assert (row["texte"], row["etat"]) == ("", "retirée"), key
        else:
            assert (row["texte"], row["etat"]) == (told.text, told.status.label), key
    waiting = {key for key, each in shown.items() if each.status.waiting}
    assert waiting <= rows.keys()
    assert in_state(life.room, CopyState.REFUSED) == []


@pytest.mark.parametrize("seed", range(3))
def test_the_wiki_has_the_answers_that_stand_once_all_is_calm(tmp_path: Path, seed: int) -> None:
    with begun(tmp_path, YesWiki, seed) as life:
        life.lives()
        assert isinstance(life.fake, YesWiki)
        pages = life.fake.pages

    answered = {f"CourroieLoireReponse{each.number}" for each in public(life) if each.answer}
    told = {name for name, revisions in pages.items() if revisions[-1]["bf_reponse"]}
    assert told == answered


@pytest.mark.parametrize("seed", range(3))
def test_a_board_has_one_card_a_live_deadline(tmp_path: Path, seed: int) -> None:
    with begun(tmp_path, Trello, seed) as life:
        life.lives()
        assert isinstance(life.fake, Trello)
        cards = list(life.fake.cards.values())
        marks = [each["desc"].splitlines()[-1] for each in cards]

    def live() -> set[str]:
        from bot.veille.deadlines import store as deadlines  # noqa: PLC0415

        found = life.room.store(lambda db: deadlines.every(db, "loire"))
        return {f"courroie:loire:deadline:{each.number}" for each in found if each.checked}

    assert sorted(marks) == sorted(set(marks))
    assert set(marks) == live()


@pytest.mark.parametrize("seed", range(3))
def test_discord_never_has_the_same_thing_twice(tmp_path: Path, seed: int) -> None:
    with begun(tmp_path, Discord, seed) as life:
        life.lives()
        assert isinstance(life.fake, Discord)
        posted = [each.body["content"] for each in life.fake.asked if each.method == "POST"]
        texts = life.fake.texts

    assert all(text.startswith("### Rencontre") for text in texts)
    doubts = len(in_state(life.room, CopyState.DOUBTFUL))
    meetings = [text for text in texts if "annulée" not in text]
    assert len(meetings) <= 1 + doubts
    assert len(texts) <= len(posted)
