"""No secret of the configuration, and nobody's words, stand in what operators and machines read."""

from __future__ import annotations

import asyncio
import json
import logging
import re
import traceback
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager, closing
from copy import deepcopy
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any, get_args

import pytest
import structlog
from aiohttp import web
from pydantic import BaseModel, HttpUrl, SecretStr

from bot.admin.check import check_all
from bot.admin.failures import told
from bot.admin.setup import set_up_all
from bot.config.mail import MailConfig
from bot.config.models import Config, ConfigError, load_config
from bot.config.outside import OutsideConfig
from bot.core.database import Database
from bot.outside_lines import outside_lines
from tests.outside.lived import AAP
from tests.ports import held_port
from tests.waiting import eventually
from tests.whole.conftest import village
from tests.whole.town import Village

__all__ = ["village"]

Place = tuple[str, ...]

MARK = "marquesecrete"
WORDS = ("Parapluie", "Girouette", "Locomotive", "Brindille")


def settings(
    model: type[BaseModel], place: Place = ()
) -> Iterator[tuple[Place, bool, set[object]]]:
    """Yield each setting: its place, whether it is shown, what it may be."""
    for name, field in model.model_fields.items():
        kinds = set(_kinds(field.annotation))
        yield (*place, name), field.repr, kinds
        for each in kinds:
            if isinstance(each, type) and issubclass(each, BaseModel):
                yield from settings(each, (*place, name))


def _kinds(annotation: object) -> Iterator[object]:
    yield annotation
    for part in get_args(annotation):
        yield from _kinds(part)


SECRETS = [place for place, shown, kinds in settings(Config) if SecretStr in kinds or not shown]
ADDRESSES = [place for place, _, kinds in settings(Config) if HttpUrl in kinds]
INSIDE: Mapping[str, Any] = {"servers": 0, "networks": 0, "feeds": 0, "outside": "loire"}
"""What stands for those of a list, or of a table by slugs."""


def whole(url: str, smtp: int) -> dict[str, Any]:
    """Return a configuration with a table for each that may have a secret, and none of these."""
    return {
        "bot": {
            "listen": "127.0.0.1:1",
            "public_url": url,
            "contact": "amina@example.org",
            "allowed_feed_hosts": ["127.0.0.1"],
        },
        "servers": [{"name": "bac", "url": url}],
        "networks": [
            {
                "slug": "loire",
                "name": "42 - Loire",
                "scale": "département",
                "server": "bac",
                "team": "france",
                "channel": "loire",
                "coordinators": ["amina"],
                "feeds": [{"url": f"{url}/flux"}],
                "places": {"address": f"{url}/lieux.csv", "areas": ["2A"]},
            }
        ],
        "outside": {
            "loire": {
                "grist": {"url": url, "doc": "document12"},
                "yeswiki": {"url": url, "minutes": {"form": 1}},
                "trello": {"url": url, "list": "a" * 24},
                "discord": {},
            }
        },
        "mail": {
            "host": "127.0.0.1",
            "port": smtp,
            "security": "aucune",
            "username": "courroie",
            "sender": "lettre@example.org",
            "imap": {"host": "127.0.0.1", "port": 1, "address": "courroie@example.org"},
        },
    }


def put(raw: dict[str, Any], place: Place, value: object) -> dict[str, Any]:
    """Return a configuration with a value at some place; KeyError where its table is not there."""
    changed = deepcopy(raw)
    *tables, name = place
    table: Any = changed
    for each in tables:
        table = table[each]
        if each in INSIDE:
            table = table[INSIDE[each]]
    table[name] = value
    return changed


def marked(raw: dict[str, Any], url: str = "http://127.0.0.1:1") -> dict[str, Any]:
    """Return a configuration with a marked secret wherever one may be."""
    shapes: Mapping[str, object] = {
        "database": f"postgresql+psycopg://courroie:{MARK}@127.0.0.1:1/courroie",
        "command_tokens": [MARK],
        "webhook": f"{url}/api/webhooks/12/{MARK}",
    }
    return reduce(
        lambda made, place: put(made, place, shapes.get(place[-1], MARK * 3)), SECRETS, raw
    )


def written(folder: Path, raw: object) -> Path:
    path = folder / "config.toml"
    tables = raw if isinstance(raw, dict) else {}
    path.write_text("".join(f"{key} = {_toml(each)}\n" for key, each in tables.items()), "utf-8")
    return path


def _toml(value: object) -> str:
    match value:
        case dict():
            return "{" + ", ".join(f"{key} = {_toml(each)}" for key, each in value.items()) + "}"
        case list():
            return "[" + ", ".join(map(_toml, value)) + "]"
        case _:
            return json.dumps(value, ensure_ascii=False)


def leaks(shown: str, *secrets: str) -> list[str]:
    """Return the lines that tell a secret, or someone's words."""
    told = (MARK, *WORDS, *secrets)
    return [line for line in shown.splitlines() if any(each in line for each in told)]


def test_what_is_called_a_secret_is_declared_so() -> None:
    named = re.compile(r"key|token|secret|password|webhook|seal|credential", re.IGNORECASE)
    assert [place for place, _, _ in settings(Config) if named.search(place[-1])] == [
        place for place in SECRETS if place[-1] != "database"
    ]


def test_no_secret_is_in_what_is_made_of_a_configuration(tmp_path: Path) -> None:
    config = load_config(written(tmp_path, marked(whole("http://127.0.0.1:1", 1))), {})
    assert config.mail is not None
    lines = outside_lines(config)
    made: list[object] = [config, config.bot, config.mail, config.mail.server, config.mail_settings]
    made += [*config.servers, *config.networks, *lines, *(each.sender for each in lines)]
    with closing(Database(config.bot.database)) as database:
        made += [database, database.url, database.engine]

    assert leaks("\n".join(f"{each!r}\n{each}" for each in made)) == []


@pytest.mark.parametrize("place", SECRETS, ids=".".join)
def test_a_secret_that_is_refused_is_not_repeated(tmp_path: Path, place: Place) -> None:
    raw, refused = marked(whole("http://127.0.0.1:1", 1)), 0
    for wrong in (MARK[:9], [MARK], [[MARK]], {MARK: MARK}, f"x://{MARK}:{MARK}@[{MARK}", ""):
        try:
            load_config(written(tmp_path, put(raw, place, wrong)), {})
        except ConfigError as error:
            shown = f"{error!r}\n{''.join(traceback.format_exception(error))}"
            shown = shown.replace(f".{MARK} : ", ". : ")  # the name of a key, which is no secret
            refused += 1
            assert leaks(shown) == []
    assert refused > 1


@pytest.mark.parametrize("place", ADDRESSES, ids=".".join)
def test_an_address_that_is_told_has_no_password(tmp_path: Path, place: Place) -> None:
    raw = marked(whole("http://127.0.0.1:1", 1))
    wrong = put(raw, place, f"https://courroie:{MARK}@example.org/")

    with pytest.raises(ConfigError, match="mot de passe") as refused:
        load_config(written(tmp_path, wrong), {})

    assert leaks(str(refused.value)) == []


@asynccontextmanager
async def echoing(status: int) -> AsyncIterator[str]:
    """Serve, at every address, all that came: what a badly set proxy does."""

    async def echo(request: web.Request) -> web.Response:
        came = {**request.headers, "url": str(request.url), "body": await request.text()}
        return web.json_response({"id": str(came), "message": came}, status=status)

    served = web.Application()
    served.router.add_route("*", "/{path:.*}", echo)
    runner = web.AppRunner(served, access_log=None)
    await runner.setup()
    try:
        with held_port() as port:
            await web.TCPSite(runner, "127.0.0.1", port).start()
            yield f"http://127.0.0.1:{port}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def refusing_mail() -> AsyncIterator[int]:
    """Serve SMTP that takes no password, and repeats it."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ici\r\n")
        while line := await reader.readline():
            word = line[:4].upper()
            auth = b"535 non " + line
            writer.write({b"EHLO": b"250-ici\r\n250 AUTH PLAIN LOGIN\r\n"}.get(word, auth))
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


@pytest.fixture
def logs(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Log all that anyone logs, tracebacks included."""
    before = structlog.get_config()
    shown = structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()
    structlog.configure(processors=shown, cache_logger_on_first_use=False)
    with caplog.at_level(logging.DEBUG):
        yield
    structlog.configure(**before)


@pytest.mark.parametrize("status", [200, 401, 403])
@pytest.mark.usefixtures("logs")
async def test_what_operators_are_told_has_no_secret(
    tmp_path: Path,
    status: int,
    capsys: pytest.CaptureFixture[str],
    caplog: pytest.LogCaptureFixture,
) -> None:
    said: list[str] = []
    async with echoing(status) as url, refusing_mail() as smtp:
        raw = marked(whole(url, smtp), url)
        away = marked(whole("http://127.0.0.1:1", 1))
        here = put(raw, ("bot", "database"), f"sqlite:///{tmp_path}/courroie.db")
        for each in (raw, away, here):
            config = load_config(written(tmp_path, each), {})
            for command in (check_all, set_up_all):
                try:
                    await command(config, said.append)
                except Exception as error:  # noqa: BLE001  as the command line tells it
                    said.append(told(error)[0])

    out, err = capsys.readouterr()
    assert len(said) > 20
    assert leaks("\n".join((*said, out, err, caplog.text))) == []


@pytest.mark.usefixtures("logs")
async def test_a_life_among_failures_logs_no_secret_and_no_word(
    village: Village, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    first, second, third, fourth = WORDS
    faults, config = village.stage.sandbox.faults, village.stage.config
    async with echoing(401) as url, refusing_mail() as smtp:
        tools = OutsideConfig.model_validate(marked(whole(url, smtp), url)["outside"]["loire"])
        mail = MailConfig.model_validate(marked(whole(url, smtp))["mail"])
        outside = {each.slug: tools for each in config.networks}
        told = config.model_copy(update={"outside": outside, "mail": mail})
        village = replace(village, stage=replace(village.stage, config=told))
        seen = ""

        async def copied() -> bool:
            nonlocal seen
            seen += "".join(capsys.readouterr())
            return "copy_failed" in seen

        async with village.bot():
            await village.fills("amina", "veille échéance", **AAP)
            await village.types("amina", "/lettre abonner zoe@example.org")
            await village.says("zoe", f"@courroie besoin {third} à Feurs ?")
            await village.post_with(third)
            await village.types("zoe", f"/besoin en privé : {second} chez nous ?")
            faults.error("/posts", method="POST", times=2)
            await village.types("louis", f"/besoin {first} pour un atelier ?")
            await village.post_with(first)
            faults.error("/users", times=3)
            faults.close_sockets()
            bot = f"http://127.0.0.1:{config.bot.port}"
            for path in ("/mattermost/command", "/mattermost/action", "/mattermost/dialog"):
                for body in ({"token": MARK, "text": fourth}, {"command": MARK}):
                    for sent in ({"json": body}, {"data": body}, {"data": f"{MARK}{fourth}"}):
                        async with village.town.http.post(f"{bot}{path}", **sent) as answer:
                            seen += await answer.text()
            for path in (f"lettre/{MARK}", f"{MARK}?{fourth}", "health", "metrics"):
                async with village.town.http.get(f"{bot}/{path}") as answer:
                    seen += await answer.text()
            await village.stage.sandbox.stop()
            await eventually(lambda: _degraded(village))
            for path in ("health", "metrics"):
                async with village.town.http.get(f"{bot}/{path}") as answer:
                    seen += await answer.text()
            await village.stage.sandbox.start()
            await village.quietly()
            await eventually(copied)

    secrets = [told.bot.secret, *(each.token for each in told.servers)]
    out, err = capsys.readouterr()
    shown = f"{seen}\n{out}\n{err}\n{caplog.text}"
    assert "message_not_said" in shown
    assert leaks(shown, *(each.get_secret_value() for each in secrets)) == []


async def _degraded(village: Village) -> bool:
    health = await village.health()
    return health is not None and health["status"] == "degraded"
