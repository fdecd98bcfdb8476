"""`docs/installation.md`, to the letter: its lines typed in order on bare Debians that are booted.

Systemd, apt, pip, PostgreSQL and Caddy are the real ones, and nothing of Courroie is on the machine
before. What stands in: for a person at the editor, a script that completes the files; for the
authority that gives certificates, Caddy's own; for Docker's engine, nothing, so that only the lines
and `compose.yaml` are read by the real `docker compose`, up to where it looks for one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import METHOD_NOT_ALLOWED, NOT_FOUND
from pathlib import Path

import aiohttp
import pytest

from tests.tomorrow import NEXT, STEP
from tests.waiting import PATIENCE, eventually
from tests.whole.machine import ABLE, WHY_NOT, Machine, bare_debian, boot, own_network
from tests.whole.town import Village, village_in

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs" / "installation.md").read_text("utf-8")
DELIVERED = "/root/delivered"
"""The folder where the operator has put what `make dist` made."""

_PARTS = re.compile(r"^#+ (.+?)$|^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_FILLED = """
sed -i -e 's|https://mattermost.example.org|{url}|' -e 's|https://courroie.example.org|{public}|' \\
  -e 's|"sophie"|"admin"|' /etc/courroie/config.toml
sed -i 's|^COURROIE_TOKEN=$|&{token}|' /etc/courroie/env
cat >> /etc/courroie/config.toml <<'FIN'
[[networks]]
slug = "loire"
name = "42 - Loire"
scale = "département"
team = "france"
coordinators = ["amina"]
FIN
"""
_MOVED = """
sed -i 's|^#database = .*|{database}|' /etc/courroie/config.toml
"""
_NO_ENGINE = """
said=$(/usr/bin/docker "$@" 2>&1) && exit
case $said in
  *"Cannot connect to the Docker daemon"*) ;;
  *) echo "$said"; exit 1 ;;
esac
"""
_OWN_CERTIFICATES = (
    "sed -i '0,/^{$/s//{\\n\\tlocal_certs/' /etc/caddy/Caddyfile; systemctl restart caddy"
)


def blocks(guide: str) -> dict[str, list[str]]:
    """Return the lines to type, in order, by the title above them."""
    found: dict[str, list[str]] = {}
    title = ""
    for heading, language, block in _PARTS.findall(guide):
        title = heading or title
        if language == "sh":
            found.setdefault(title, []).append(block)
    return found


TYPED = blocks(GUIDE)
STEPS = [each for each in TYPED if re.match(r"\d\. ", each)]
DOMAIN = "courroie.example.org"
CALLED = "http://127.0.0.1:8066"
"""Where the sandbox calls the bot: the name of the guide leads nowhere."""


@dataclass
class Operator:
    """Who types, at a machine, and who asks questions in Mattermost meanwhile."""

    machine: Machine
    village: Village
    typed: list[str] = field(default_factory=list)

    async def types(self, *titles: str) -> None:
        for block in (each for title in titles for each in TYPED[title]):
            await self.type(block)

    async def type(self, block: str) -> None:
        """Type the lines of a block, which must all do as they should."""
        # Nobody is there to write « oui » where it is asked.
        self.typed.append(block)
        agreed = re.sub(r"^courroie restore .*", r"\g<0> --yes", block, flags=re.MULTILINE)
        status, said = await self.machine.does(agreed, DELIVERED)
        assert status == 0, f"{block}\n{said}"
        assert "✘" not in said, said

    async def asks(self, text: str) -> int:
        """Ask a question, once the bot answers; return its number."""

        async def look() -> str:
            return await self.village.types("amina", f"/besoin {text}")

        found = re.search(r"n°.(\d+)", await eventually(look))
        assert found
        return int(found[1])

    async def reads(self, number: int) -> str:
        """Return what is known of a question, once the bot answers."""

        async def look() -> str:
            return await self.village.types("amina", f"/besoin voir {number}")

        return (await eventually(look)).replace("\u00a0", " ")

    async def looks_through_caddy(self) -> None:
        """Look whether the bot answers the world, and keeps from it what is for the machine."""
        await self.type(_OWN_CERTIFICATES)

        async def look() -> bool:
            called = await self.status("/mattermost/command")
            return (called, await self.status("/health")) == (METHOD_NOT_ALLOWED, NOT_FOUND)

        await eventually(look)

    async def status(self, path: str) -> int:
        """Return the status of an address of the world's, 0 if nobody answers there."""
        http, host = self.village.town.http, {"Host": DOMAIN}
        with suppress(aiohttp.ClientError):
            async with http.get(
                f"https://127.0.0.1{path}", ssl=False, server_hostname=DOMAIN, headers=host
            ) as answer:
                return answer.status
        return 0


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = bare_debian(tmp_path_factory.mktemp("debian") / "bare")
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def delivered(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make both versions that the guide names: the second has one more step of migration."""
    made = tmp_path_factory.mktemp("made")
    tree = made / "tree"
    left = shutil.ignore_patterns(".*", "tests", "bench", "__pycache__")
    shutil.copytree(ROOT, tree, ignore=left)
    project = tree / "pyproject.toml"
    for version in re.findall(r"^version=(\S+)$", GUIDE, re.MULTILINE):
        told = project.read_text("utf-8")
        told = re.sub(r'^version = ".*"', f'version = "{version}"', told, flags=re.MULTILINE)
        project.write_text(told, "utf-8")
        words = ("pip", "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", made, tree)
        subprocess.run([sys.executable, "-m", *words], check=True, timeout=PATIENCE)  # noqa: S603
        (tree / f"bot/core/migrations/versions/step_{NEXT}.py").write_text(STEP, "utf-8")
    shutil.rmtree(tree)
    for each in (
        *ROOT.glob("requirements*.lock"),
        ROOT / "compose.yaml",
        ROOT / "config.example.toml",
    ):
        shutil.copy(each, made)
    shutil.copytree(ROOT / "deploy", made / "deploy")
    return made


@pytest.mark.exhaustive
@pytest.mark.skipif(not ABLE, reason=WHY_NOT)
async def test_the_guide_does_what_it_says(bare: Path, delivered: Path, tmp_path: Path) -> None:
    with own_network() as outside:
        async with (
            boot(bare, tmp_path / "first", outside) as old,
            boot(bare, tmp_path / "second", outside) as new,
            village_in(tmp_path) as village,
        ):
            first, second = Operator(old, village), Operator(new, village)
            for each in (old, new):
                shutil.copytree(delivered, each.root / DELIVERED[1:])
            kept = await installs(first)
            await lives(first, kept)
            await moves(first, second, kept)
            await does_otherwise(second, kept)

    every = [block for lines in TYPED.values() for block in lines]
    assert [block for block in every if block not in {*first.typed, *second.typed}] == []


async def installs(operator: Operator) -> int:
    """Install on a bare machine; return the number of a first question."""
    sandbox = operator.village.stage.sandbox
    filled = _FILLED.format(url=sandbox.url, token=sandbox.bot_token, public=CALLED)
    operator.machine.stand_in("nano", filled)
    await operator.types(*STEPS)
    await operator.looks_through_caddy()
    return await operator.asks("Qui prête une salle à Feurs ?")


async def lives(operator: Operator, kept: int) -> None:
    """Restore the last night, take a new version and leave it again."""
    await operator.types("Sauvegarder, restaurer")
    assert "Feurs" in await operator.reads(kept)
    await operator.types("Mettre à jour")
    since = await operator.asks("Qui imprime à Roanne ?")
    await operator.types("Revenir en arrière", "La mémoire des réseaux")
    assert "Feurs" in await operator.reads(kept)
    assert "Roanne" not in await operator.reads(since)


async def moves(old: Operator, new: Operator, kept: int) -> None:
    """Take all to another machine, and nothing is left on this one."""
    leaving, arriving = TYPED["Changer de machine"]
    await old.type(leaving)
    carried = f"{DELIVERED[1:]}/courroie.tar.gz"
    shutil.move(old.machine.root / carried, new.machine.root / carried)
    await old.type("systemctl stop caddy")  # the two have one network
    await new.types(STEPS[0])
    await new.type(arriving)
    await new.types(*STEPS[2:])
    assert "Feurs" in await new.reads(kept)

    await old.types("Désinstaller")
    named = (each for each in old.machine.upper.rglob("*courroie*") if each.is_file())
    others = (DELIVERED, "/var/lib/caddy/")
    assert [each for each in named if not any(other in str(each) for other in others)] == []


async def does_otherwise(operator: Operator, kept: int) -> None:
    """Go to PostgreSQL, then to two bots; read what is told of Docker."""
    (database,) = re.findall(r"`(database = \"postgresql.*?)`", GUIDE)
    operator.machine.stand_in("nano", _MOVED.format(database=database))
    await operator.types("PostgreSQL", "Plusieurs robots")
    assert "Feurs" in await operator.reads(kept)
    await operator.looks_through_caddy()

    tools = "apt install --yes --no-install-recommends docker-cli docker-compose"
    await operator.type(tools)
    (environment,) = re.findall(r"```ini\n(.*?)```", GUIDE, re.DOTALL)
    file = operator.machine.root / DELIVERED[1:] / ".env"
    file.write_text(re.sub(r"=$", "=written", environment, flags=re.MULTILINE), "utf-8")
    operator.machine.stand_in("docker", _NO_ENGINE)
    await operator.types("Docker Compose")
