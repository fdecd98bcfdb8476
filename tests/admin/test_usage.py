"""What the command line says of itself is French, and so is what it says of a slip."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from tests import program

COMMANDS = [name for name, each in vars(get_command(app))["commands"].items() if not each.hidden]
ENGLISH = re.compile(
    r"Usage:|OPTIONS|Options:|Commands|COMMAND\b|\bARGS|Show |Install |default|required|Try |Error|"
    r"Missing|No such|Invalid|Input|unexpected|requires|does not|Did you|Possible|<\w+|\.\.\.| '\w"
)
WRONG = {
    "nope": "Il n'y a pas de commande « nope ».",
    "bakup": "Il n'y a pas de commande « bakup » ; peut-être « backup ».",
    "--quand": "Il n'y a pas d'option « --quand ».",
    "backup --kep 3": "Il n'y a pas d'option « --kep ». Peut-être --help, --keep.",
    "backup --keep tout": "Après « --keep » : un nombre entier est attendu.",
    "backup --keep 0": "Après « --keep » : au moins 1 est attendu.",
    "backup un deux": "De trop : deux.",
    "restore": "Il manque « FICHIER ».",
    "restore un --yes=2": "Rien ne suit « --yes ».",
    "diagnostic --journal nul": "Après « --journal » : il n'y a pas de fichier « nul ».",
    "check --config": "Il manque ce qui suit « --config ».",
}


def said(words: str, folder: Path) -> tuple[int, str]:
    """Return how the command ends, and what it says."""
    return program.run(*words.split(), said=folder / "said", env={"COLUMNS": "80"})


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_the_help_of_each_command_is_french(command: str, tmp_path: Path) -> None:
    status, text = said(f"{command} --help", tmp_path)

    assert status == 0
    assert text.startswith(f"Usage : courroie {command}".rstrip())
    assert "Montre cette aide." in text
    assert ENGLISH.findall(text) == []


@pytest.mark.parametrize("words", WRONG)
def test_what_is_typed_wrongly_is_told_in_french(words: str, tmp_path: Path) -> None:
    status, text = said(words, tmp_path)

    assert status == 2
    assert text.splitlines()[-1] == WRONG[words]
    assert ENGLISH.findall(text) == []


def test_a_shell_completes_the_commands(tmp_path: Path) -> None:
    asked = {
        "_COURROIE_COMPLETE": "complete_bash",
        "COMP_WORDS": "courroie re",
        "COMP_CWORD": "1",
    }

    assert program.run(said=tmp_path / "said", env=asked) == (0, "restore\n")
