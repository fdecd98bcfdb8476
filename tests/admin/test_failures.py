"""Whatever fails, a command ends with a sentence in French and a status, never a traceback."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web

from bot.admin import failures
from bot.admin.check import check_all
from bot.admin.setup import set_up_all
from bot.config.models import load_config
from sandbox.server.mail.catcher import catching
from sandbox.server.mail.mailbox import Mailbox
from tests import program
from tests.waiting import PATIENCE

SECRETS = {"SECRET": "s" * 48, "JETON": "t" * 26}
AWAY = "postgresql+psycopg://courroie:motdepasse@127.0.0.1:1/courroie"

CONFIG = """
[bot]
database = "{database}"
listen = "{listen}"
public_url = "http://127.0.0.1:1"
secret = "env:SECRET"
contact = "amina@example.org"

[[servers]]
name = "bac"
url = "{url}"
token = "env:JETON"

[[networks]]
slug = "loire"
name = "42 - Loire"
scale = "département"
server = "bac"
team = "france"
channel = "loire"
coordinators = ["amina"]
"""


@dataclass
class Ended:
    """How a command ended, spaces made plain."""

    status: int
    text: str

    def is_told(self) -> bool:
        """Tell whether what was printed is French sentences."""
        return "Traceback" not in self.text and "motdepasse" not in self.text


async def start(
    command: str, config: Path, secrets: Mapping[str, str] = SECRETS, *options: str
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot.cli", command, "--config", str(config), *options),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **secrets},
    )


async def ended(process: asyncio.subprocess.Process) -> Ended:
    async with asyncio.timeout(PATIENCE):
        printed, _ = await process.communicate()
    assert process.returncode is not None
    return Ended(process.returncode, printed.decode().replace("\u00a0", " "))


async def run(
    command: str, config: Path, secrets: Mapping[str, str] = SECRETS, *options: str
) -> Ended:
    """Run a command, in a process forked from one that has loaded the program."""
    said = config.parent / "said"
    words = (command, "--config", config, *options)
    return Ended(*await asyncio.to_thread(program.run, *words, said=said, env=secrets))


async def within(command: str, config: Path) -> Ended:
    """Run `check` or `setup` within this process, which is faster."""
    lines: list[str] = []
    work = {"check": check_all, "setup": set_up_all}[command]
    status = await work(load_config(config, SECRETS), lines.append)
    return Ended(status, "\n".join(lines).replace("\u00a0", " "))


def write(folder: Path, **given: str) -> Path:
    values = {
        "database": f"sqlite:///{folder}/courroie.db",
        "listen": "127.0.0.1:0",
        "url": "http://127.0.0.1:1",
    }
    path = folder / "config.toml"
    path.write_text(CONFIG.format(**(values | given)), encoding="utf-8")
    return path


@asynccontextmanager
async def answering(body: str, kind: str, status: int = 200) -> AsyncIterator[str]:
    """Serve the same thing at every address, as what is no Mattermost does."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=body.encode(), content_type=kind, status=status)

    async with serving(answer) as url:
        yield url


@asynccontextmanager
async def serving(answer: object) -> AsyncIterator[str]:
    application = web.Application()
    application.router.add_route("*", "/{path:.*}", answer)  # type: ignore[arg-type]
    runner = web.AppRunner(application, shutdown_timeout=0.1)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@pytest.mark.parametrize("command", ["run", "check", "setup", "collect"])
async def test_a_database_that_is_away_is_told(tmp_path: Path, command: str) -> None:
    told = await run(command, write(tmp_path, database=AWAY))

    assert told.status == 1
    assert "PostgreSQL ne répond pas, ou refuse (connection failed" in told.text
    assert told.is_told()


async def test_an_address_that_is_no_database_is_told(tmp_path: Path) -> None:
    told = await run("check", write(tmp_path, database=AWAY.replace(":1/", ":porte/")))

    assert told.status == 2
    assert "bot.database : le port de cette adresse n'est pas un nombre" in told.text
    assert told.is_told()


@pytest.mark.parametrize("command", ["run", "check"])
async def test_a_file_that_is_no_database_is_told(tmp_path: Path, command: str) -> None:
    (tmp_path / "courroie.db").write_text("Ceci n'est pas une base. " * 100, encoding="utf-8")
    told = await run(command, write(tmp_path))

    assert told.status == 1
    assert "ne s'ouvre pas (file is not a database)" in told.text
    assert told.is_told()


@pytest.mark.parametrize("command", ["run", "check"])
async def test_a_database_of_before_the_first_release_is_told(tmp_path: Path, command: str) -> None:
    with closing(sqlite3.connect(tmp_path / "courroie.db")) as db:
        db.execute("CREATE TABLE alembic_version (version_num TEXT)")
        db.execute("INSERT INTO alembic_version VALUES ('0010')")
        db.commit()

    told = await run(command, write(tmp_path))

    assert told.status == 1
    assert "vient d'une version d'essai" in told.text
    assert "0010" in told.text
    assert told.is_told()


async def test_a_database_of_a_newer_program_is_told_by_a_status_of_its_own(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "courroie.db")) as db:
        db.execute("CREATE TABLE alembic_version (version_num TEXT)")
        db.execute("INSERT INTO alembic_version VALUES ('9999')")
        db.commit()

    told = await run("run", write(tmp_path))

    assert told.status == failures.NEWER
    assert "plus récente de Courroie (the database is at 9999" in told.text
    assert "il faut restaurer la sauvegarde d'avant" in told.text
    assert told.is_told()


@pytest.mark.parametrize("command", ["run", "check"])
async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, command: str) -> None:
    told = await run(command, write(tmp_path, database="sqlite:////proc/courroie/courroie.db"))

    assert told.status in (0, 1)  # root is told only by the disk that /proc is writable to it
    assert told.text
    assert told.is_told()


@pytest.mark.parametrize(
    ("listen", "sentence"),
    [
        ("inconnu.invalid:80", "un nom d'hôte est inconnu"),
        ("203.0.113.7:8066", "cette machine n'a pas l'adresse"),
    ],
)
async def test_an_address_that_cannot_be_listened_on_is_told(
    tmp_path: Path, listen: str, sentence: str
) -> None:
    told = await run("run", write(tmp_path, listen=listen))

    assert told.status == 1
    assert sentence in told.text
    assert told.is_told()


async def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    async with answering("", "text/plain") as url:
        told = await run("run", write(tmp_path, listen=url.removeprefix("http://")))

    assert told.status == 1
    assert "est déjà prise" in told.text
    assert told.is_told()


async def test_the_address_of_the_command_line_passes_before_the_configuration_s(
    tmp_path: Path,
) -> None:
    async with answering("", "text/plain") as url:
        free = write(tmp_path)
        told = await run("run", free, SECRETS, "--listen", url.removeprefix("http://"))

    assert told.status == 1
    assert "est déjà prise" in told.text
    assert told.is_told()


@pytest.mark.parametrize(
    ("command", "content"), [("run", None), ("check", b"\xff\xfe"), ("setup", b"[bot")]
)
async def test_a_configuration_that_cannot_be_read_is_told(
    tmp_path: Path, command: str, content: bytes | None
) -> None:
    path = tmp_path / "config.toml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)

    told = await run(command, path)

    assert told.status == 2
    assert str(path) in told.text
    assert told.is_told()


async def test_a_secret_that_is_missing_is_told(tmp_path: Path) -> None:
    told = await run("run", write(tmp_path), {"SECRET": SECRETS["SECRET"], "JETON": ""})

    assert told.status == 2
    assert "JETON" in told.text
    assert told.is_told()


async def test_the_check_tells_each_secret_that_is_missing_and_goes_on_without_them(
    tmp_path: Path,
) -> None:
    async with answering('{"id": "api.x"}', "application/json", 401) as url:
        told = await run("check", write(tmp_path, url=url), {"SECRET": "", "JETON": ""})

    wrong = [line for line in told.text.splitlines() if line.startswith("✘")]
    assert told.status == 1
    assert len(wrong) == 2
    assert "servers[1].token : la variable d'environnement JETON n'est pas définie" in told.text
    assert "bot.secret : la variable d'environnement SECRET n'est pas définie" in told.text
    assert "✔ bac : le serveur répond" in told.text
    assert "✔ flux : aucun pour l'instant" in told.text
    assert told.is_told()


async def test_the_check_stops_where_the_database_s_address_is_missing(tmp_path: Path) -> None:
    told = await run("check", write(tmp_path, database="env:BASE"), {**SECRETS, "JETON": ""})

    assert told.status == 2
    assert "bot.database : la variable d'environnement BASE n'est pas définie" in told.text
    assert "JETON" in told.text


@pytest.mark.parametrize("command", ["check", "setup"])
@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        ("<!doctype html>", "text/html", 200),
        ("[1]", "application/json", 200),
        ("5", "application/json", 200),
        ("{", "application/json", 200),
        ('{"id": "api.x"}', "application/json", 401),
        ("<h1>Non</h1>", "text/html", 403),
    ],
)
async def test_a_server_that_is_no_mattermost_is_told(
    tmp_path: Path, command: str, body: str, kind: str, status: int
) -> None:
    async with answering(body, kind, status) as url:
        told = await within(command, write(tmp_path, url=url))

    assert told.status == 1
    assert "✘ bac" in told.text
    assert "imprévue" not in told.text
    assert told.is_told()


@pytest.mark.parametrize(
    ("url", "mend"),
    [
        ("https://inconnu.invalid", "ce nom d'hôte est inconnu"),
        ("http://127.0.0.1:1", "la connexion est refusée"),
    ],
)
async def test_a_server_that_is_not_reached_is_told(tmp_path: Path, url: str, mend: str) -> None:
    told = await within("check", write(tmp_path, url=url))

    assert told.status == 1
    assert mend in told.text
    assert told.is_told()


async def test_a_server_without_https_is_told(tmp_path: Path) -> None:
    async with answering("", "text/plain") as url:
        told = await within("check", write(tmp_path, url=url.replace("http:", "https:")))

    assert "il ne parle pas https à cette adresse" in told.text
    assert told.is_told()


@pytest.mark.parametrize("command", ["check", "run"])
async def test_authorities_that_cannot_be_read_are_told(tmp_path: Path, command: str) -> None:
    absent = {**SECRETS, "SSL_CERT_FILE": str(tmp_path / "absent.pem")}
    told = await run(command, write(tmp_path, url="https://127.0.0.1:1"), absent)

    assert told.status == 1
    assert "SSL_CERT_FILE" in told.text
    assert told.is_told()


@pytest.mark.parametrize("command", ["check", "setup"])
async def test_an_interruption_is_told(tmp_path: Path, command: str) -> None:
    asked = asyncio.Event()

    async def silent(_: web.Request) -> web.Response:
        asked.set()
        await asyncio.Event().wait()
        raise AssertionError

    async with serving(silent) as url:
        process = await start(command, write(tmp_path, url=url))
        async with asyncio.timeout(PATIENCE):
            await asked.wait()
        process.send_signal(signal.SIGINT)
        told = await ended(process)

    assert told.status == 130
    assert "Arrêté à votre demande." in told.text
    assert told.is_told()


async def test_a_sandbox_without_its_mail_server_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "aiosmtpd.smtp", None)

    with pytest.raises(ModuleNotFoundError) as missing:
        async with catching(Mailbox(tmp_path)):
            raise AssertionError("no mail server, and yet it runs")

    assert missing.value.name == "aiosmtpd.smtp"
    sentence, status = failures.told(ModuleNotFoundError(name="aiosmtpd"))
    assert "aiosmtpd" in sentence
    assert "`requirements.lock`" in sentence
    assert status == 1
