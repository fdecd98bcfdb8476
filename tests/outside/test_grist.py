"""Grist gets one row a need, an action, a deadline, a meeting; whatever fails, each stands once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.config.outside import GristConfig
from bot.outside.grist.client import COLUMNS, TABLES
from bot.outside.line import OutsideLine
from bot.outside.rules import CopyState, OutsideError
from bot.outside_lines import grist_line
from bot.veille.fetching.guard import Guard
from tests.outside.fake import CUT, LOST, SILENT, Asked, Fake, copies, dies, probes, says
from tests.outside.lived import AAP, announced, deposited, held, in_state, state_of, with_words
from tests.ports import held_port
from tests.room import MONDAY, Room

KEY = "grist-key-that-nobody-sees"


@dataclass
class Grist(Fake):
    """A document that has the tables of our description."""

    rows: dict[str, dict[str, dict[str, Any]]] = field(
        default_factory=lambda: {table: {} for table in TABLES.values()}
    )

    def answer(self, asked: Asked) -> web.Response:
        """Add or update by `require`; a column that is not there is refused."""
        if asked.headers.get("Authorization") != f"Bearer {KEY}":
            return web.json_response({"error": f"invalid {KEY}"}, status=401)
        if asked.path == "/api/docs/document12/tables":
            return web.json_response({"tables": [{"id": each} for each in self.rows]})
        table = asked.path.split("/")[5]
        if table not in self.rows:
            return web.json_response({"error": "Table not found"}, status=404)
        kind = next(kind for kind, name in TABLES.items() if name == table)
        for record in asked.body["records"]:
            if not record["fields"].keys() <= COLUMNS[kind].keys():
                return web.json_response({"error": "Invalid column"}, status=400)
            key = record["require"]["courroie_id"]
            self.rows[table].setdefault(key, {}).update(record["fields"])
        return web.json_response(None)


@pytest.fixture
def grist() -> Iterator[Grist]:
    with held_port() as port:
        yield Grist(port)


@pytest.fixture
def line(grist: Grist) -> OutsideLine:
    return line_of(grist)


def line_of(grist: Grist, key: str = KEY, doc: str = "document12") -> OutsideLine:
    told = {"url": grist.url, "doc": doc, "key": key}
    return grist_line("loire", GristConfig.model_validate(told))


def later(room: Room, **steps: float) -> None:
    room.clock.forward(**(steps or {"minutes": 15}))


def test_an_open_need_stands_there_without_a_name_and_follows_its_life(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    deposited(room)
    room.does("zoé", "besoin moi-aussi 1")
    later(room)

    assert copies(room, grist, line) == 1

    row = grist.rows["Besoins"]["loire:question:1"]
    assert row == {
        "texte": "Qui prête une salle à Brest ?",
        "theme": row["theme"],
        "etat": "ouverte",
        "personnes": "2\u00a0personnes",
        "depuis": int(MONDAY.timestamp()),
    }
    assert copies(room, grist, line) == 0

    room.says("amina", "/besoin répondre 1 La Manufacture")
    copies(room, grist, line)

    assert grist.rows["Besoins"]["loire:question:1"]["etat"] == "réponse trouvée"
    assert "louis" not in str(grist.asked)


def test_a_need_leaves_only_once_its_author_had_time_to_take_it_back(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    deposited(room)

    assert copies(room, grist, line) == 0

    room.does("louis", "besoin retirer 1")
    later(room)

    assert copies(room, grist, line) == 0
    assert grist.rows["Besoins"] == {}


def test_a_private_need_never_leaves_and_one_that_becomes_so_is_emptied(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    room.says("louis", "/besoin privé Mon employeur refuse ma formation")
    deposited(room)
    later(room)
    copies(room, grist, line)

    assert list(grist.rows["Besoins"]) == ["loire:question:2"]

    room.does("louis", "besoin rendre-privée 2")
    copies(room, grist, line)

    assert grist.rows["Besoins"]["loire:question:2"]["texte"] == ""
    assert grist.rows["Besoins"]["loire:question:2"]["etat"] == "retirée"


def test_meetings_actions_and_deadlines_stand_there_without_names(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    room.fills("amina", "veille échéance", **AAP)
    announced(room)
    copies(room, grist, line)

    (deadline,) = grist.rows["Echeances"].values()
    assert (deadline["titre"], deadline["etat"]) == ("Appel à projets", "confirmée")
    (meeting,) = grist.rows["Rencontres"].values()
    assert (meeting["lieu"], meeting["etat"]) == ("mairie de Roanne", "annoncée")

    held(room, "action Réserver la salle, par Louis, pour le 20 novembre")
    copies(room, grist, line)

    assert grist.rows["Actions"] == {}, "nobody has read these minutes"

    room.does("amina", "rencontre publier")
    copies(room, grist, line)

    (action,) = grist.rows["Actions"].values()
    assert action["qui"] == "voir le compte rendu"
    assert "Louis" not in str(action)
    assert next(iter(grist.rows["Rencontres"].values()))["etat"] == "tenue"


def test_words_that_bear_personal_data_are_held_back_until_they_no_longer_do(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    deposited(room)
    later(room)
    copies(room, grist, line)
    words = "Qui appelle Mme Durand au 06 12 34 56 78 ?"
    with_words(room, words)
    copies(room, grist, line)

    assert "téléphone" in in_state(room, CopyState.HELD)[0].reason
    assert grist.rows["Besoins"]["loire:question:1"]["texte"] == "", "what stood there is emptied"
    assert words not in str(grist.asked)
    assert copies(room, grist, line) == 0

    with_words(room, "Qui prête une salle ?")
    copies(room, grist, line)

    assert grist.rows["Besoins"]["loire:question:1"]["texte"] == "Qui prête une salle ?"
    assert in_state(room, CopyState.HELD) == []


@pytest.mark.parametrize("play", [LOST, CUT])
def test_a_lost_answer_leaves_one_row(
    room: Room, grist: Grist, line: OutsideLine, play: str
) -> None:
    deposited(room)
    later(room)
    grist.plays = [play, play]  # what may be done twice is asked twice by aiohttp itself

    assert copies(room, grist, line) == 0
    assert copies(room, grist, line) == 0, "it is left alone for a while"

    later(room, minutes=2)

    assert copies(room, grist, line) == 1
    assert len(grist.rows["Besoins"]) == 1
    assert state_of(room, line).reason == ""


@pytest.mark.parametrize("before", [True, False])
def test_a_process_killed_at_the_worst_moment_leaves_one_row(
    room: Room,
    grist: Grist,
    line: OutsideLine,
    before: bool,  # noqa: FBT001
) -> None:
    deposited(room)
    later(room)
    dies(room, grist, line, before=before)

    assert copies(room, grist, line) == 1
    assert len(grist.rows["Besoins"]) == 1
    assert copies(room, grist, line) == 0


def test_a_slow_server_is_left_and_tried_again_ever_later(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    deposited(room)
    later(room)
    pauses = []
    for _ in range(3):
        grist.plays = [SILENT]
        copies(room, grist, line, total=0.05)
        until = state_of(room, line).not_before
        assert until is not None
        pauses.append(until - room.clock.now)
        room.clock.now = until

    assert pauses == [timedelta(minutes=1), timedelta(minutes=2), timedelta(minutes=4)]
    assert state_of(room, line).reason == "il est trop lent à répondre"


def test_retry_after_is_obeyed_and_is_no_failure(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    deposited(room)
    later(room)
    grist.plays = [says(429, {"error": "too many"}, retry_after="600")]
    copies(room, grist, line)

    assert state_of(room, line).not_before == room.clock.now + timedelta(minutes=10)
    assert state_of(room, line).failing_since is None

    later(room, minutes=9)
    assert copies(room, grist, line) == 0
    later(room, minutes=1)
    assert copies(room, grist, line) == 1


def test_a_document_that_is_written_to_is_tried_again(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    deposited(room)
    later(room)
    grist.plays = [says(400, {"error": "SQLITE_BUSY: database is locked"})]
    copies(room, grist, line)
    later(room, minutes=1)

    assert copies(room, grist, line) == 1


def test_a_refused_key_stops_the_tool_until_the_configuration_changes_and_is_shown_nowhere(
    room: Room, grist: Grist
) -> None:
    deposited(room)
    later(room)
    wrong = line_of(grist, key="another-key-of-mine")
    with capture_logs() as logs:
        copies(room, grist, wrong)

    assert state_of(room, wrong).stopped
    assert "another-key" not in f"{logs} {state_of(room, wrong)} {wrong}"
    asked = len(grist.asked)
    later(room, days=3)
    assert copies(room, grist, wrong) == 0
    assert len(grist.asked) == asked

    assert copies(room, grist, line_of(grist)) == 1
    assert not state_of(room, wrong).stopped


def test_a_row_that_is_refused_keeps_no_other_waiting(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    deposited(room)
    deposited(room, "/besoin Où imprimer en grand format ?")
    later(room)
    grist.plays = [says(400, {"error": "no"})]

    assert copies(room, grist, line) == 1

    (refused,) = in_state(room, CopyState.REFUSED)
    assert refused.reason == "il refuse cette copie (erreur 400)"
    later(room, minutes=2)
    assert copies(room, grist, line) == 1
    assert in_state(room, CopyState.REFUSED) == []


def test_an_address_inside_the_network_is_refused_before_anything_is_said(
    room: Room, grist: Grist, line: OutsideLine
) -> None:
    deposited(room)
    later(room)
    copies(room, grist, line, guard=Guard())

    assert grist.asked == []
    assert state_of(room, line).reason == "son adresse n'est pas permise"


def test_a_redirect_is_not_followed(room: Room, grist: Grist, line: OutsideLine) -> None:
    deposited(room)
    later(room)
    grist.plays = [says(302, None, location=f"{grist.url}/elsewhere")]
    copies(room, grist, line)

    assert len(grist.asked) == 1
    assert "mène ailleurs" in state_of(room, line).reason


def test_another_document_gets_all_that_waits(room: Room, grist: Grist, line: OutsideLine) -> None:
    deposited(room)
    later(room)
    copies(room, grist, line)
    grist.rows = {table: {} for table in TABLES.values()}

    def elsewhere(asked: Asked) -> web.Response:
        return Grist.answer(
            grist, replace(asked, path=asked.path.replace("document13", "document12"))
        )

    grist.answer = elsewhere  # type: ignore[method-assign]

    assert copies(room, grist, line_of(grist, doc="document13")) == 1


def test_check_tells_what_the_document_lacks(grist: Grist, line: OutsideLine) -> None:
    assert probes(grist, line) == "le document a ses tables"

    del grist.rows["Actions"]
    with pytest.raises(OutsideError, match="il manque au document : Actions"):
        probes(grist, line)


def test_an_answer_that_never_ends_is_cut(grist: Grist, line: OutsideLine) -> None:
    grist.plays = [web.Response(body=b"[" * 3_000_000)]

    with pytest.raises(OutsideError, match="n'est pas celle d'un Grist"):
        probes(grist, line)
