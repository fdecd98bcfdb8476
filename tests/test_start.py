"""What a start loads: the rest is loaded, and compiled, at its first use."""

from __future__ import annotations

import json
import subprocess
import sys

COMPILED_AT_START = 520
"""How many regular expressions of ours `import bot.app` may compile; it may only be lowered."""

HEAVY = {"aiohttp", "aiosmtplib", "httpx", "jinja2", "sqlalchemy", "bot.outside", "bot.question"}

_LOADED = "import json, sys; import bot.cli; print(json.dumps(sorted(sys.modules)))"

_COMPILED = """
import re, sys
compile_now, ours = re.compile, []
def counted(pattern, flags=0):
    name = sys._getframe(1).f_globals["__name__"]
    if name.split(".")[0] in {"bot", "commands", "scheduler"}:
        ours.append(name)
    return compile_now(pattern, flags)
re.compile = counted
import bot.app
print(len(ours))
"""

_FIRST_TEXT = """
import re, sys
import bot.app
from bot.french.discretion import read
from bot.french.text import checked_text, read_ahead
read_ahead()
compile_now, done = re.compile, []
def counted(pattern, flags=0):
    done.append(pattern)
    return compile_now(pattern, flags)
re.compile = counted
sys.addaudithook(lambda event, told: done.append(told[0]) if event in {"open", "import"} else None)
text = "Qui prête une salle à Brest le 12 mai à 14 h ? Sans mon nom, écrire à mairie@brest.example"
checked_text(text, what="votre question", doubts=False)
read(text)
print(done)
"""

_READ = """
import sys
from pathlib import Path
import bot
here, opened = str(Path(bot.__file__).parent), []
def noted(event, arguments):
    if event == "open" and str(arguments[0]).startswith(here):
        opened.append(Path(str(arguments[0])))
sys.addaudithook(noted)
import bot.app
print([each.name for each in opened if each.suffix not in (".py", ".pyc")])
"""


def test_the_command_line_and_the_configuration_load_no_sender_and_no_database() -> None:
    """A command whose file is missing says so at once."""
    loaded = set(json.loads(_printed(_LOADED)))

    assert "bot.config.models" in loaded
    assert loaded & HEAVY == set()


def test_the_start_compiles_few_regular_expressions() -> None:
    assert int(_printed(_COMPILED)) <= COMPILED_AT_START


def test_the_first_text_finds_all_that_it_is_read_with() -> None:
    assert _printed(_FIRST_TEXT).strip() == "[]"


def test_the_start_reads_no_list_of_words_and_no_weights() -> None:
    """They are read with the first text that needs them."""
    assert _printed(_READ) == "[]\n"


def _printed(program: str) -> str:
    return subprocess.run(  # noqa: S603  our own
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    ).stdout
