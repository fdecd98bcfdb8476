"""`courroie backup` and `courroie restore` at a terminal: a bar, sentences, a question.

Without a terminal, a backup that went well says nothing: cron writes to nobody.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import typer

from bot.admin.backup.backing_up import Bar, back_up_to, silent
from bot.admin.backup.errors import BackupError
from bot.admin.backup.restoring import Restoring
from bot.admin.backup.sqlite_files import Progress
from bot.app import utc_now
from bot.config.models import Config
from bot.talk.render import plural

_YES = "oui"
_MEGABYTE = 1_000_000


def save(config: Config, folder: Path, keep: int | None) -> None:
    """Save the database into a folder, and say so at a terminal. Raises what `back_up_to` does."""
    made = back_up_to(folder, config.bot.database, utc_now(), keep=keep, bar=_bar("Sauvegarde"))
    if not sys.stdout.isatty():
        return
    size = f"{made.path.stat().st_size / _MEGABYTE:.1f}".replace(".", ",")
    typer.echo(f"Sauvegarde faite et vérifiée : {made.path} ({size} Mo)")
    typer.echo(f"{made.contents.told(config.zone)}.")
    if made.removed:
        gone = plural(len(made.removed), "ancienne sauvegarde ôtée", "anciennes sauvegardes ôtées")
        typer.echo(f"{gone}.")


def put_back(config: Config, path: Path, *, agreed: bool) -> None:
    """Put a backup back, once whoever is there agrees. Raises what `Restoring.run` does."""
    Restoring(
        now=utc_now(),
        zone=config.zone,
        say=typer.echo,
        agree=(lambda: True) if agreed else _asked,
        bar=_bar("Restauration"),
    ).run(path, config.bot.database)


def _asked() -> bool:
    """Ask whether to go on; where nobody can be asked, say how a script agrees."""
    if not sys.stdin.isatty():
        raise BackupError("Rien n'a changé : sans terminal, ajoutez --yes pour confirmer.")
    answer: str = typer.prompt(f"Écrivez « {_YES} » pour remettre cette sauvegarde", default="non")
    return answer.strip().strip("«» ").casefold() == _YES


def _bar(label: str) -> Bar:
    """Return what shows the progress, on a terminal only."""
    if not sys.stderr.isatty():
        return silent

    @contextmanager
    def shown() -> Iterator[Progress]:
        with typer.progressbar(length=1_000, label=label, file=sys.stderr) as bar:
            done = 0

            def progress(left: int, every: int) -> None:
                nonlocal done
                now = round(1_000 * (1 - left / every)) if every else 1_000
                bar.update(now - done)
                done = now

            yield progress

    return shown
