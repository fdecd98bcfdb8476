"""What the command line says of itself, in French: typer has English words only.

`speak_french` has the help of each command written so; `refused` tells what was typed wrongly. A
sentence that is not known here stays in English.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from io import StringIO
from typing import Any

from typer.core import TyperCommand

from bot.core.patterns import lazy_pattern

_Written: Any = TyperCommand.context_class.formatter_class

_FRENCH = tuple(
    (lazy_pattern(english), re.sub("(?<=«) | (?=[»:;])", "\u00a0", told))
    for english, told in (
        (r"^\[OPTIONS\]", "[options]"),
        (r"\{(\w+)\}", r"\1"),
        (r"^Commands$", "Commandes"),
        (r"^Show this message and exit\.", "Montre cette aide."),
        (r"^Install completion for the current shell\.", "Complète les mots dans ce terminal."),
        (
            r"^Show completion for the current shell, .*",
            "Montre ce que --install-completion installe.",
        ),
        (r"\[default: ", "[par défaut : "),
        (r"\[required\]", "[nécessaire]"),
        (r"; required\]", " ; nécessaire]"),
        (r" <(bool|path|str)>$", ""),
        (r"\[x>=(\d+)\]", r"[au moins \1]"),
        (r"(?m)^Try '(.+) --help' for help\.$", r"L'aide : \1 --help"),
        (r"(?m)^Error: ", ""),
        (r"No such command '(.*?)'", r"Il n'y a pas de commande « \1 »"),
        (r"\. Did you mean '(.*)'\?", r" ; peut-être « \1 »."),
        (r"No such option: (\S+)", r"Il n'y a pas d'option « \1 »."),
        (r" \(Possible options: (.*)\)", r" Peut-être \1."),
        (r"Missing argument '(.+?)'\.", r"Il manque « \1 »."),
        (r"Missing command\.", "Il manque une commande."),
        (r"Got unexpected extra argument\(s\) \((.*)\)", r"De trop : \1."),
        (r"Option '(.+?)' requires an argument\.?", r"Il manque ce qui suit « \1 »."),
        (r"Option '(.+?)' does not take a value\.?", r"Rien ne suit « \1 »."),
        (r"Invalid value for '(.+?)': ", r"Après « \1 » : "),
        (r"'(.+)': No such file or directory", r"il n'y a pas de fichier « \1 »."),
        (r"Input should be a valid integer.*", "un nombre entier est attendu."),
        (r"Input should be greater than or equal to (\d+)", r"au moins \1 est attendu."),
    )
)


def french(text: str) -> str:
    """Return what the command line would say, in French.

    >>> french("No such option: --quand")
    "Il n'y a pas d'option «\u00a0--quand\u00a0»."
    """
    for english, told in _FRENCH:
        text = english.sub(told, text)
    return text


class _French(_Written):  # type: ignore[misc]
    """Lays a help page out, in French."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write what may be typed."""
        super().write_usage(prog, french(args), prefix or "Usage\u00a0: ")

    def write_heading(self, heading: str) -> None:
        """Write what a list holds."""
        super().write_heading(f"{french(heading)}\u00a0")

    def write_dl(self, rows: Sequence[tuple[str, str]], **widths: int) -> None:
        """Write a list of words, and what each does."""
        super().write_dl([(french(word), french(does)) for word, does in rows], **widths)


def speak_french() -> None:
    """Have all that is laid out from now on be in French."""
    TyperCommand.context_class.formatter_class = _French


def refused(error: Any) -> str:  # noqa: ANN401  what typer raises has no public class
    """Return what is wrong in what was typed; empty where the help was printed instead."""
    said = StringIO()
    error.show(said)
    return french(said.getvalue()).rstrip()
