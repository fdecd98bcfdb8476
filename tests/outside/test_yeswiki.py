"""A YesWiki gets what a person has read: minutes, letters, answers, each one page of our name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from bot.config.outside import YesWikiConfig
from bot.outside.line import OutsideLine
from bot.outside.markup import wiki
from bot.outside.rules import CopyState, OutsideError
from bot.outside_lines import yeswiki_line
from tests.lettered import comes_out, open_lettered
from tests.outside.fake import LOST, Asked, Fake, copies, dies, probes, says
from tests.outside.lived import announced, deposited, held, in_state, noted_as, state_of
from tests.ports import held_port
from tests.room import Room

KEY = "wiki-key-that-nobody-sees"


@dataclass
class YesWiki(Fake):
    """A wiki of three forms: its pages by their name, each with its revisions."""

    pages: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    noisy: bool = False

    def answer(self, asked: Asked) -> web.Response:
        """Read the route up to the first « & » of the query, as YesWiki does."""
        if asked.headers.get("Authorization") != f"Bearer {KEY}":
            return web.Response(status=401)
        route = asked.path.partition("?")[2].partition("&")[0]
        if route == "api/forms":
            return web.json_response({"3": {}, "4": {}, "5": {}})
        if route.removeprefix("api/entries/") not in {"3", "4", "5"}:
            return web.json_response({"error": "no form"}, status=404)
        if not asked.body.get("bf_titre"):
            return web.json_response({"exceptionMessage": "bf_titre"}, status=500)
        name = asked.body["id_fiche"]
        self.pages.setdefault(name, []).append(asked.body)
        noise = {"rawOutput": "<b>Warning</b>"} if self.noisy else {}
        return web.json_response({"success": f"{self.url}/?{name}", **noise}, status=201)


@pytest.fixture
def yeswiki() -> Iterator[YesWiki]:
    with held_port() as port:
        yield YesWiki(port)


@pytest.fixture
def line(yeswiki: YesWiki) -> OutsideLine:
    return line_of(yeswiki)


def line_of(yeswiki: YesWiki, form: int = 3) -> OutsideLine:
    told = {
        "url": yeswiki.url,
        "key": KEY,
        "minutes": {"form": form, "date": "bf_date_debut_evenement"},
        "letter": {"form": 4, "text": "bf_contenu"},
        "answers": {"form": 5, "text": "bf_reponse", "theme": "bf_theme"},
    }
    return yeswiki_line("loire", YesWikiConfig.model_validate(told))


def test_minutes_are_published_once_a_person_has_read_them_and_name_nobody(
    room: Room, yeswiki: YesWiki, line: OutsideLine
) -> None:
    copies(room, yeswiki, line)
    announced(room)
    held(room, "décision On garde le jeudi", "action Réserver la salle, par Louis")

    assert copies(room, yeswiki, line) == 0

    room.does("amina", "rencontre publier")

    assert copies(room, yeswiki, line) == 1
    (page,) = yeswiki.pages["CourroieLoireRencontre1"]
    assert page["bf_titre"] == "Rencontre de la Loire, novembre\u00a02026"
    assert page["bf_date_debut_evenement"] == "2026-11-12"
    assert "====1\u00a0décision====\n\n - On garde le jeudi" in page["bf_description"]
    assert "Réserver la salle" in page["bf_description"]
    assert "Louis" not in str(page)
    assert copies(room, yeswiki, line) == 0


def test_minutes_that_are_corrected_are_a_new_revision_of_the_same_page(
    room: Room, yeswiki: YesWiki, line: OutsideLine
) -> None:
    copies(room, yeswiki, line)
    announced(room)
    held(room, "action Réserver la salle")
    room.does("amina", "rencontre publier")
    copies(room, yeswiki, line)

    room.does("amina", "rencontre corriger 1 Réserver la grande salle")
    copies(room, yeswiki, line)

    first, second = yeswiki.pages["CourroieLoireRencontre1"]
    assert "grande" not in first["bf_description"]
    assert "grande salle" in second["bf_description"]


def test_an_answer_is_published_a_day_later_and_emptied_when_its_question_is_taken_back(
    room: Room, yeswiki: YesWiki, line: OutsideLine
) -> None:
    copies(room, yeswiki, line)
    deposited(room)
    room.says("zoé", "/besoin répondre 1 La Manufacture, le mardi")

    assert copies(room, yeswiki, line) == 0

    room.clock.forward(days=1)
    copies(room, yeswiki, line)

    (page,) = yeswiki.pages["CourroieLoireReponse1"]
    assert page["bf_titre"] == "Qui prête une salle à Brest\u00a0?"
    assert page["bf_reponse"].endswith("La Manufacture, le mardi")
    assert "zoe" not in str(page)

    room.does("louis", "besoin rendre-privée 1")
    copies(room, yeswiki, line)

    last = yeswiki.pages["CourroieLoireReponse1"][-1]
    assert (last["bf_titre"], last["bf_reponse"]) == ("Page retirée", "")


def test_the_letter_is_published_with_what_its_page_says(
    tmp_path: Path, yeswiki: YesWiki, line: OutsideLine
) -> None:
    room = open_lettered(tmp_path)
    copies(room, yeswiki, line)
    room.says("amina", "/lettre édito Bonjour à toutes et à tous")
    letter = comes_out(room)
    copies(room, yeswiki, line)

    (page,) = yeswiki.pages["CourroieLoireLettre1"]
    assert page["bf_titre"] == letter.title
    assert "Bonjour à toutes et à tous" in page["bf_contenu"]
    assert "# " not in page["bf_contenu"]


def test_what_was_there_before_the_tool_was_switched_on_does_not_flood_it(
    room: Room, yeswiki: YesWiki, line: OutsideLine
) -> None:
    deposited(room)
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    deposited(room, "/besoin Qui a un vidéoprojecteur à prêter ?")
    room.says("zoé", "/besoin répondre 2 La mairie")
    room.clock.forward(days=3)

    assert copies(room, yeswiki, line) == 0

    deposited(room, "/besoin Où imprimer en grand format ?")
    room.says("zoé", "/besoin répondre 3 À la médiathèque")
    room.clock.forward(days=1)

    assert copies(room, yeswiki, line) == 1
    assert list(yeswiki.pages) == ["CourroieLoireReponse3"]


def test_a_lost_answer_and_a_killed_process_leave_one_page(
    room: Room, yeswiki: YesWiki, line: OutsideLine
) -> None:
    copies(room, yeswiki, line)
    deposited(room)
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    room.clock.forward(days=1)
    yeswiki.plays = [LOST]
    copies(room, yeswiki, line)
    room.clock.forward(minutes=5)
    dies(room, yeswiki, line)

    assert copies(room, yeswiki, line) == 1
    assert list(yeswiki.pages) == ["CourroieLoireReponse1"]
    assert copies(room, yeswiki, line) == 0


def test_noise_of_php_is_no_failure_and_a_wiki_that_sleeps_is_tried_again(
    room: Room, yeswiki: YesWiki, line: OutsideLine
) -> None:
    copies(room, yeswiki, line)
    deposited(room)
    room.says("zoé", "/besoin répondre 1 La Manufacture")
    room.clock.forward(days=1)
    yeswiki.plays = [says(500, {"exceptionMessage": "hibernate"})]
    copies(room, yeswiki, line)

    assert state_of(room, line).reason == "il est en panne (erreur 500)"

    yeswiki.noisy = True
    room.clock.forward(minutes=5)

    assert copies(room, yeswiki, line) == 1
    assert state_of(room, line).reason == ""


def test_a_name_in_a_decision_holds_the_minutes_back(
    room: Room, yeswiki: YesWiki, line: OutsideLine
) -> None:
    copies(room, yeswiki, line)
    announced(room)
    held(room, "décision On accueille une personne jeudi")
    noted_as(room, "On accueille Mme Durand jeudi")
    room.does("amina", "rencontre publier")
    copies(room, yeswiki, line)

    assert yeswiki.pages == {}
    (copy,) = in_state(room, CopyState.HELD)
    assert copy.reason == "le nom d'une personne"


def test_check_tells_a_form_that_is_not_there(yeswiki: YesWiki, line: OutsideLine) -> None:
    assert probes(yeswiki, line).startswith("le wiki a ses formulaires")

    with pytest.raises(OutsideError, match="le formulaire 9 n'y est pas"):
        probes(yeswiki, line_of(yeswiki, form=9))


def test_other_people_s_words_are_no_action_nor_html_of_the_wiki() -> None:
    for typed in (
        '{{include page="X"}}',
        '""<script>""',
        "[[Page lien]]",
        "==titre==",
        "a ** b ** c",
    ):
        written = wiki(typed)
        assert not any(sign in written for sign in ("{{", "[[", '""', "<", "==", "**")), written

    assert wiki("- **Un** [lien](https://a.fr/x_y) et //") == (
        " - **Un** [[https://a.fr/x_y lien]] et /\u200b/"
    )
    assert wiki("#### Titre\n\n_doux_ https://a.fr/__b__") == (
        "====Titre====\n\n//doux// https://a.fr/__b__"
    )
