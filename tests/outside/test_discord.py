"""Discord gets digests, letters and meetings; nothing twice, nobody rung, and doubt is told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from bot.config.outside import DiscordConfig
from bot.outside import following
from bot.outside.discord import wanted
from bot.outside.line import OutsideLine
from bot.outside.markup import discord
from bot.outside.rules import CopyState, OutsideError
from bot.outside_lines import discord_line
from tests.lettered import comes_out, open_lettered
from tests.outside.fake import CUT, LOST, SILENT, Asked, Fake, copies, dies, probes, says
from tests.outside.lived import announced, digest, in_state, restored, state_of
from tests.ports import held_port
from tests.room import Room

TOKEN = "webhook-token-that-nobody-sees"
HOOK = f"/api/webhooks/12/{TOKEN}"
LIMIT = 2_000


@dataclass
class Discord(Fake):
    """A channel, or a forum, behind a webhook; messages by their id."""

    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    forum: bool = False

    def answer(self, asked: Asked) -> web.Response:  # noqa: PLR0911  as many as it has answers
        path, _, query = asked.path.partition("?")
        asks = dict(each.split("=") for each in query.split("&") if each)
        if not path.startswith(HOOK):
            return web.json_response({"code": 10015, "message": "Unknown Webhook"}, status=404)
        if asked.method == "GET":
            return web.json_response({"id": "12", "token": TOKEN})
        if asked.method != "DELETE":
            if len(asked.body["content"]) > LIMIT or not asked.body["content"]:
                return web.json_response({"code": 50035}, status=400)
            assert asked.body["allowed_mentions"] == {"parse": []}
        if asked.method == "POST":
            return self._post(asked, asks)
        message = path.rpartition("/")[2]
        if message not in self.messages:
            return web.json_response({"code": 10008, "message": "Unknown Message"}, status=404)
        assert self.messages[message]["thread"] == asks.get("thread_id", "")
        if asked.method == "DELETE":
            del self.messages[message]
            return web.Response(status=204)
        self.messages[message]["content"] = asked.body["content"]
        return web.json_response({"id": message})

    def _post(self, asked: Asked, asks: dict[str, str]) -> web.Response:
        assert asks["wait"] == "true"
        thread = asks.get("thread_id", "")
        if self.forum and not thread:
            if not asked.body.get("thread_name"):
                return web.json_response({"code": 220001}, status=400)
            thread = f"5{len(self.messages)}"
        number = f"9{len(self.asked)}"
        self.messages[number] = {**asked.body, "thread": thread if self.forum else ""}
        return web.json_response({"id": number, "channel_id": thread or "1"})

    @property
    def texts(self) -> list[str]:
        return [each["content"] for each in self.messages.values()]


@pytest.fixture
def hook() -> Iterator[Discord]:
    with held_port() as port:
        yield Discord(port)


def line_of(hook: Discord, path: str = HOOK) -> OutsideLine:
    told = {"webhook": f"{hook.url}{path}", "forum": hook.forum}
    return discord_line("loire", DiscordConfig.model_validate(told))


@pytest.fixture
def line(hook: Discord) -> OutsideLine:
    return line_of(hook)


TITLES = [f"Un article qui parle de médiation numérique, numéro {n:02}" for n in range(40)]


def test_a_digest_is_cut_between_items_and_names_nobody(
    room: Room, hook: Discord, line: OutsideLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wanted, "LIMIT", 400)
    copies(room, hook, line)
    room.says("zoé", "/veille proposer https://exemple.fr/guide Un guide")
    digest(room, *TITLES)
    copies(room, hook, line)

    assert len(hook.messages) > 1
    lines = "\n".join(hook.texts).splitlines()
    links = [each for each in lines if each.startswith("- [")]
    assert len(links) == len(set(links)) == 6
    assert all(each.endswith(")") for each in links)
    assert hook.texts[0].startswith("### La veille de la Loire")
    assert "zoe" not in str(hook.asked)
    assert copies(room, hook, line) == 0


def test_a_meeting_that_moves_or_is_called_off_is_edited_in_place(
    room: Room, hook: Discord, line: OutsideLine
) -> None:
    copies(room, hook, line)
    announced(room)
    copies(room, hook, line)

    (text,) = hook.texts
    assert "jeudi 12\u00a0novembre 2026 à 14\u00a0h" in text
    assert "mairie de Roanne" in text

    room.does("amina", "rencontre modifier mardi 17 novembre 10h, mairie de Feurs")
    room.does("amina", "rencontre annuler La salle est prise")
    copies(room, hook, line)

    (text,) = hook.texts
    assert text.startswith("### Rencontre annulée")
    assert "La salle est prise" in text


def test_a_letter_is_mirrored_without_names(
    tmp_path: Path, hook: Discord, line: OutsideLine
) -> None:
    room = open_lettered(tmp_path)
    copies(room, hook, line)
    room.says("amina", "/lettre édito Bonjour @channel, et @everyone")
    comes_out(room)
    copies(room, hook, line)

    assert "Bonjour @\u200bchannel, et @\u200beveryone" in "\n".join(hook.texts)


@pytest.mark.parametrize("play", [LOST, CUT, SILENT, says(502, None)])
def test_a_lost_answer_is_told_and_nothing_is_sent_again(
    room: Room,
    hook: Discord,
    line: OutsideLine,
    play: Any,  # noqa: ANN401
) -> None:
    copies(room, hook, line)
    announced(room)
    hook.plays = [play]
    copies(room, hook, line, total=0.5)
    asked = len(hook.asked)
    room.clock.forward(hours=1)
    copies(room, hook, line)

    assert len(hook.asked) == asked
    assert [each.key for each in in_state(room, CopyState.DOUBTFUL)] == ["meeting:1"]

    room.does("amina", "rencontre annuler La salle est prise")
    copies(room, hook, line)
    assert len(hook.asked) == asked, "there is no name to edit it by"


@pytest.mark.parametrize("before", [True, False])
def test_a_process_killed_at_the_worst_moment_says_nothing_twice(
    room: Room,
    hook: Discord,
    line: OutsideLine,
    before: bool,  # noqa: FBT001
) -> None:
    copies(room, hook, line)
    announced(room)
    dies(room, hook, line, before=before)
    said = len(hook.messages)

    assert copies(room, hook, line) == 0
    assert len(hook.messages) == said
    assert len(in_state(room, CopyState.DOUBTFUL)) == 1


def test_a_restored_database_says_nothing_that_may_have_been_said(
    room: Room, hook: Discord, line: OutsideLine
) -> None:
    copies(room, hook, line)
    announced(room)
    copies(room, hook, line)
    restored(room, line)

    assert copies(room, hook, line) == 0
    assert len(hook.messages) == 1

    room.clock.forward(days=1)
    digest(room, "Une nouvelle")

    assert copies(room, hook, line) == 1


def test_nothing_is_said_while_the_chat_is_away(
    room: Room, hook: Discord, line: OutsideLine
) -> None:
    copies(room, hook, line)
    announced(room)
    room.bot = replace(room.bot, reached=lambda _network: False)

    assert copies(room, hook, line) == 0


def test_what_people_looked_after_is_no_longer_in_doubt(
    room: Room, hook: Discord, line: OutsideLine
) -> None:
    copies(room, hook, line)
    announced(room)
    dies(room, hook, line)
    copies(room, hook, line)

    room.store(
        lambda db: following.checked(room.bot.context(db, room.bot.networks["loire"], room.clock()))
    )

    assert in_state(room, CopyState.DOUBTFUL) == []
    assert copies(room, hook, line) == 0
    assert len(hook.messages) == 1


def test_what_surely_was_not_said_is_said_later(
    room: Room, hook: Discord, line: OutsideLine
) -> None:
    copies(room, hook, line)
    announced(room)
    hook.plays = [says(429, {"retry_after": 0.5, "global": False}, retry_after="1"), says(503)]
    copies(room, hook, line)
    room.clock.forward(seconds=1)
    copies(room, hook, line)
    room.clock.forward(minutes=2)

    assert copies(room, hook, line) == 1
    assert in_state(room, CopyState.DOUBTFUL) == []


def test_each_thing_has_a_thread_of_its_own_in_a_forum(
    room: Room, hook: Discord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wanted, "LIMIT", 400)
    hook.forum = True
    line = line_of(hook)
    copies(room, hook, line)
    digest(room, *TITLES)
    copies(room, hook, line)

    threads = {each["thread"] for each in hook.messages.values()}
    assert len(threads) == 1
    assert len(hook.messages) > 1
    named = [each["thread_name"] for each in hook.messages.values() if "thread_name" in each]
    assert named == ["La veille, novembre\u00a02026"]


def test_a_message_that_people_deleted_is_not_said_again(
    room: Room, hook: Discord, line: OutsideLine
) -> None:
    copies(room, hook, line)
    announced(room)
    copies(room, hook, line)
    hook.messages.clear()
    room.does("amina", "rencontre annuler La salle est prise")

    assert copies(room, hook, line) == 0
    assert hook.messages == {}


def test_a_webhook_that_is_gone_stops_it_and_its_address_is_logged_nowhere(
    room: Room, hook: Discord
) -> None:
    line = line_of(hook, HOOK.replace("12", "13"))
    copies(room, hook, line)
    announced(room)
    with capture_logs() as logs:
        copies(room, hook, line)
        room.clock.forward(days=1)
        copies(room, hook, line)

    assert state_of(room, line).stopped
    assert len(hook.lines()) == 1
    assert TOKEN not in f"{logs} {line} {state_of(room, line)}"


def test_an_address_that_leads_nowhere_is_tried_again_and_shown_nowhere(room: Room) -> None:
    with held_port() as port:
        hook = Discord(port)
    line = line_of(hook)
    copies(room, hook, line)
    announced(room)
    hook.port = 1  # what listens is elsewhere
    with capture_logs() as logs, held_port() as port:
        hook.port = port
        copies(room, hook, line)

    assert state_of(room, line).reason == "il ne répond pas"
    assert in_state(room, CopyState.DOUBTFUL) == []
    assert TOKEN not in str(logs)


def test_a_correction_that_is_shorter_takes_its_last_messages_away(
    room: Room, hook: Discord, line: OutsideLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies(room, hook, line)
    digest(room, *TITLES)
    with monkeypatch.context() as patch:
        patch.setattr(wanted, "LIMIT", 400)
        copies(room, hook, line)
    first, *others = hook.messages
    assert others

    copies(room, hook, line)

    assert list(hook.messages) == [first]
    assert all(title in hook.texts[0] for title in TITLES[:1])


def test_check_tells_whether_the_webhook_is_there(hook: Discord, line: OutsideLine) -> None:
    assert probes(hook, line) == "le webhook répond"

    with pytest.raises(OutsideError, match="n'existe plus") as refused:
        probes(hook, line_of(hook, HOOK.replace("12", "13")))
    assert TOKEN not in str(refused.value)


def test_our_markdown_becomes_discord_s() -> None:
    written = discord(
        "##### Titre\n\n- **Un** [a \\[b\\] c](https://a.fr/%28x%29)\n\n"
        "| quoi | quand |\n| --- | --- |\n| AAP | jeudi |\n\n5&#36; \\*pas gras\\* <@1> @\u200ball",
        LIMIT,
    )

    (message,) = written
    assert message == (
        "### Titre\n\n- **Un** [a (b) c](<https://a.fr/%28x%29>)\n\n- quoi\u00a0: quand\n"
        "- AAP\u00a0: jeudi\n\n5$ \\*pas gras\\* <\u200b@\u200b1\\> @\u200ball"
    )


def test_nothing_is_longer_than_a_message_whatever_it_holds() -> None:
    text = "\n".join(f"- {'mot ' * 900}" for _ in range(3))

    parts = discord(text, 300)

    assert all(0 < len(each) <= 300 for each in parts)
    assert sum(each.count("mot") for each in parts) == 2_700
