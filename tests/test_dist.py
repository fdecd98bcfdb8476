"""What `make dist` makes: the same bytes from the same files, and a program that works alone."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from bot.config.models import example

ROOT = Path(__file__).parents[1]
TAKEN = ("compose.yaml", "requirements.lock", "requirements-meaning.lock")
"""What stands beside the program for operators, with all of `deploy/`."""


def built(source: Path, folder: Path, *, umask: str = "022", date: str = "") -> dict[str, bytes]:
    """Build as `make dist` does; return the files by name."""
    environment = {key: each for key, each in os.environ.items() if key != "SOURCE_DATE_EPOCH"}
    subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", f"umask {umask}; exec {sys.executable} -m hatchling build -d {folder}"],
        cwd=source,
        env=environment | ({"SOURCE_DATE_EPOCH": date} if date else {}),
        check=True,
        capture_output=True,
    )
    return {each.name: each.read_bytes() for each in folder.iterdir()}


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    built(ROOT, folder)
    return folder


@pytest.fixture(scope="module")
def source(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Unpack the source that is released."""
    folder = tmp_path_factory.mktemp("source")
    (archive,) = dist.glob("*.tar.gz")
    with tarfile.open(archive) as opened:
        opened.extractall(folder, filter="data")
    (unpacked,) = folder.iterdir()
    return unpacked


def test_the_source_that_is_released_makes_the_same_files_anywhere(
    dist: Path, source: Path, tmp_path: Path
) -> None:
    """Others' dates, permissions and folder change no byte."""
    for each in source.rglob("*"):
        os.utime(each, (1, 1_700_000_000))

    again = built(source, tmp_path, umask="077")

    assert again == {each.name: each.read_bytes() for each in dist.iterdir()}
    assert sorted(again) == ["courroie-1.0.0-py3-none-any.whl", "courroie-1.0.0.tar.gz"]


def test_a_distribution_may_date_the_files_itself(source: Path, tmp_path: Path) -> None:
    built(source, tmp_path, date="1700000000")

    (wheel,) = tmp_path.glob("*.whl")
    assert {each.date_time[:3] for each in zipfile.ZipFile(wheel).infolist()} == {(2023, 11, 14)}


def test_the_source_that_is_released_is_all_that_serves_and_no_more(
    dist: Path, source: Path
) -> None:
    (archive,) = dist.glob("*.tar.gz")
    there = {each.name for each in source.iterdir()}

    assert archive.stat().st_size < 5_000_000
    assert {"bench", "tests"} & there == set()
    assert {*TAKEN, "Dockerfile", "Makefile", "LICENSE", "deploy", "docs"} <= there
    assert {each.name for each in ROOT.glob("requirements*.lock")} <= there
    assert not list((source / "docs").rglob("*.py"))


@pytest.fixture(scope="module")
def installed(dist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Install the wheel alone; its libraries are those of the tests."""
    folder = tmp_path_factory.mktemp("installed") / "venv"
    wheel = next(dist.glob("*.whl"))
    for words in (
        ("venv", "--without-pip", str(folder)),
        ("pip", f"--python={folder}", "install", "--quiet", "--no-index", "--no-deps", str(wheel)),
    ):
        subprocess.run([sys.executable, "-m", *words], check=True)  # noqa: S603
    libraries = next(folder.glob("lib/python*/site-packages"))
    (libraries / "libraries.pth").write_text(next(p for p in sys.path if "site-packages" in p))
    return folder


def said(installed: Path, folder: Path, *words: str) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603
        [installed / "bin" / "courroie", *words],
        cwd=folder,
        env={"PATH": "/usr/bin", "COURROIE_SECRET": "s" * 64, "COURROIE_TOKEN": "t" * 26},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_wheel_works_without_the_checkout(installed: Path, tmp_path: Path) -> None:
    assert said(installed, tmp_path, "--version") == (0, "1.0.0\n")
    assert said(installed, tmp_path, "--help")[1].startswith("Usage\u00a0: courroie")
    assert said(installed, tmp_path, "config") == (0, example())

    status, text = said(installed, tmp_path, "check")

    assert status == 2
    assert "config.toml" in text
    written = example().replace("https://mattermost.example.org", "http://127.0.0.1:9")
    (tmp_path / "config.toml").write_text(written, "utf-8")
    status, text = said(installed, tmp_path, "check")
    assert status not in (0, 2)
    assert "127.0.0.1:9" in text
    assert "Traceback" not in text


def test_the_wheel_brings_all_that_it_reads_and_what_operators_take(installed: Path) -> None:
    where = "import bot, commands, sandbox, scheduler, templates; print(bot.__path__[0])"
    found = subprocess.run(  # noqa: S603
        [installed / "bin" / "python", "-I", "-c", where],
        capture_output=True,
        text=True,
        check=True,
    )
    packages = Path(found.stdout.strip()).parent
    share = installed / "share" / "courroie"

    assert installed in packages.parents
    for top in ("bot", "commands", "sandbox", "scheduler", "templates"):
        of_ours = {each.relative_to(ROOT) for each in (ROOT / top).rglob("*") if _serves(each)}
        assert {each for each in of_ours if not (packages / each).is_file()} == set()
        assert top == "templates" or (packages / top / "py.typed").is_file()
    for each in (*(ROOT / name for name in TAKEN), *(ROOT / "deploy").iterdir()):
        assert (share / each.name).read_bytes() == each.read_bytes()


def _serves(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts
