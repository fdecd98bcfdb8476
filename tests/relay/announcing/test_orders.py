"""Whatever the order of gestures, outages and time: once a network, never late, always followed."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

import pytest

from bot.core.message import NotSaidError
from tests.commands.test_annoncer import Heard, announces, edits
from tests.databases import made_in
from tests.scheduler.sender import Failure

_AWAY = Failure(NotSaidError("no answer", away=True))
_LOST = Failure(NotSaidError("no answer", doubt=True, away=True), written=True)
_WHO = {"aura": "rachid", "loire": "amina", "drome": "bruno"}
_CHOICES = ("tout de suite", "à choisir", "dans la lettre", "jamais")
_MOST = 4
"""Announcements of one play: those numbered beyond are refused, which must do nothing."""


@dataclass
class Play:
    """Random gestures of four levels' coordinators; `ends` are the last days, by number."""

    tree: Heard
    chance: random.Random
    ends: dict[int, int] = field(default_factory=dict)
    said_at: dict[str, datetime] = field(default_factory=dict)

    def begins(self) -> None:
        for network, who in _WHO.items():
            choice = self.chance.choice(_CHOICES)
            self.tree.does(who, f"reseau annonces {choice}", network=network)

    def steps(self, step: int) -> None:
        self.chance.choice(
            (self.announces, self.edits, self.chooses, self.chooses, self.goes, self.fails)
        )(step)
        if self.chance.random() < 0.1:
            self.withdraws(self.chance.randint(1, _MOST))
        if self.chance.random() < 0.4:
            self.tree.clock.forward(hours=self.chance.randint(1, 40))
            self.delivers()

    def announces(self, step: int) -> None:
        day = self.chance.randint(5, 30)
        if len(self.ends) == _MOST:
            return
        if not announces(self.tree, f"Texte {step}", fin=f"{day} novembre 2026").refused:
            self.ends[len(self.ends) + 1] = day

    def edits(self, step: int) -> None:
        number = self.chance.randint(1, _MOST)
        edits(self.tree, f"Mots {step}", number)

    def withdraws(self, number: int) -> None:
        self.tree.does("nadia", f"reseau retirer-annonce {number}")

    def chooses(self, step: int) -> None:
        network, who = self.chance.choice(list(_WHO.items()))
        verb = self.chance.choice(("publier", "garder", "écarter", "adapter"))
        number = self.chance.randint(1, _MOST)
        words = f" Nos mots {step}" if verb == "adapter" else ""
        self.tree.does(who, f"reseau {verb}-annonce {number}{words}", network=network)

    def goes(self, _step: int) -> None:
        self.tree.goes("letters")

    def fails(self, _step: int) -> None:
        mouth = self.tree.mouths[self.chance.choice(("france", "drome"))]
        for each in self.tree.waiting():
            mouth.fails(each.key, self.chance.choice((_AWAY, _LOST)))
        self.delivers()

    def delivers(self) -> None:
        before = {name: len(mouth.said) for name, mouth in self.tree.mouths.items()}
        self.tree.delivers()
        for name, mouth in self.tree.mouths.items():
            for key, _ in mouth.said[before[name] :]:
                self.said_at.setdefault(key, self.tree.clock.now)

    def ends_well(self) -> None:
        """Let all servers come back, and take everything back."""
        for number in (0, *self.ends):
            self.withdraws(number)
            for _ in range(10):
                self.tree.clock.forward(minutes=10)
                self.delivers()

    @property
    def said(self) -> list[tuple[str, str]]:
        return [each for name in ("france", "drome") for each in self.tree.mouths[name].said]


@pytest.mark.parametrize("seed", range(8))
def test_once_a_network_never_late_and_struck_through_in_the_end(tmp_path: Path, seed: int) -> None:
    tree = Heard(made_in(tmp_path))
    play = Play(tree, random.Random(seed))  # noqa: S311  a seeded play
    play.begins()
    play.announces(0)
    for step in range(1, 30):
        play.steps(step)
    play.ends_well()

    told = [key for key, _ in play.said if key.startswith("announcement:")]
    posts = [key for key in told if key.count(":") == 2]
    assert max(Counter(posts).values(), default=1) == 1
    for key in posts:
        number = int(key.split(":")[2])
        end = datetime(2026, 11, play.ends[number], 23, 59, tzinfo=tree.clock.now.tzinfo)
        rewritten = re.compile(rf"{key}(:[0-9a-f]{{32}})?")
        wordings = [text for said, text in play.said if rewritten.fullmatch(said)]
        assert play.said_at[key] <= end, key
        assert "~~" in wordings[-1], key
