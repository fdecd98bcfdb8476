"""The `courroie` command: its subcommands, what each loads, how it ends."""

from __future__ import annotations

from bot.core import lean  # before structlog

# isort: split
import asyncio
import gc
import logging
import os
import signal
import sys
from collections.abc import Coroutine
from importlib.metadata import version
from pathlib import Path
from typing import Annotated, Any, NoReturn

import structlog
import typer

from bot.admin.usage import refused, speak_french
from bot.config.models import ConfigError, example, load_config, load_without_secrets
from bot.core.logs import log_to_stderr

app = typer.Typer(
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    subcommand_metavar="COMMANDE",
    help="Courroie anime des réseaux sur Mattermost : questions, rencontres, veille.",
    epilog=f"Ce qui va avec (systemd, Caddy, alertes, bibliothèques) : {sys.prefix}/share/courroie",
)

ConfigPath = Annotated[
    Path,
    typer.Option(
        *("--config", "-c"),
        envvar="COURROIE_CONFIG",
        show_envvar=False,
        metavar="FICHIER",
        help="Le fichier de configuration (TOML), ou COURROIE_CONFIG.",
    ),
]
DataDir = Annotated[Path, typer.Option("--data", metavar="DOSSIER", help="Où garder les fichiers.")]
Port = Annotated[int, typer.Option("--port", metavar="PORT", help="Le port de la page.")]

MISCONFIGURED = 2
"""Exit status when the configuration cannot be used: nothing else was loaded to tell it."""

INTERRUPTED = 130
"""Exit status after Ctrl-C, as shells have it: 128 and the signal's number."""


def main() -> None:
    """Run the command line; what ends it is told in one sentence.

    What it writes, its owner alone may read.
    """
    os.umask(0o077)
    speak_french()
    try:
        sys.exit(app(standalone_mode=False))
    except typer.TyperException as error:
        typer.echo(refused(error), err=True)
        sys.exit(error.exit_code)
    except ConfigError as error:
        typer.echo(str(error), err=True)
        sys.exit(MISCONFIGURED)
    except Exception as error:  # noqa: BLE001  told, or logged whole
        from bot.admin.failures import told  # noqa: PLC0415  each command loads what it needs

        sentence, status = told(error)
        typer.echo(sentence, err=True)
        sys.exit(status)


def _tell_version(asked: bool) -> None:  # noqa: FBT001  typer gives it so
    if asked:
        _say(version("courroie"))
        raise typer.Exit


@app.callback()
def about(
    *,
    _: Annotated[
        bool,
        typer.Option("--version", callback=_tell_version, is_eager=True, help="Dit la version."),
    ] = False,
) -> None:
    """Take what is asked of the program itself; `app` says what it is."""


@app.command()
def run(
    config: ConfigPath = Path("config.toml"),
    listen: Annotated[
        str | None,
        typer.Option(
            metavar="HÔTE:PORT",
            help="Où écouter, à la place de bot.listen (un robot de plusieurs).",
        ),
    ] = None,
    clock: Annotated[Path | None, typer.Option("--clock", hidden=True)] = None,
) -> None:
    """Lance le robot et le laisse tourner."""
    loaded = load_config(config, listen=listen)
    lean.keep_one_heap()
    gc.disable()  # what is loaded is much, and no garbage
    from bot.app import App, Pace  # noqa: PLC0415  each command loads what it needs

    gc.set_threshold(*_SELDOM)
    gc.enable()

    log_to_stderr()
    pace = Pace()
    if clock is not None:
        from sandbox.server.clock import WorldClock  # noqa: PLC0415

        pace = Pace(clock=WorldClock(clock).now, fast=True)
    courroie = App(loaded, pace)
    log = structlog.get_logger()
    try:
        _until_told_to_stop(courroie.run(_ready))
    except Exception as error:
        if sys.stderr.isatty():
            raise
        from bot.admin.failures import told  # noqa: PLC0415

        sentence, status = told(error)
        log.error("stopped", status=status, reason=sentence)
        raise typer.Exit(status) from None
    log.info("stopped", status=0)


@app.command("config")
def print_example() -> None:
    """Imprime de quoi commencer une configuration. Chaque clé facultative y est expliquée."""
    typer.echo(example(), nl=False)


@app.command()
def check(config: ConfigPath = Path("config.toml")) -> None:
    """Vérifie que tout est en place. Dit, ligne par ligne, comment réparer le reste.

    ✔ va bien, ✘ est à réparer, ⚠ est à surveiller, ○ reste à faire. État de sortie : 0 sans ✘,
    1 avec ; 2 si la configuration ne se lit pas.
    """
    loaded, absent = load_without_secrets(config)
    from bot.admin.check import check_all  # noqa: PLC0415

    log_to_stderr(logging.ERROR)
    raise typer.Exit(_unless_interrupted(check_all(loaded, _say, absent)))


@app.command()
def diagnostic(
    file: Annotated[
        Path | None,
        typer.Argument(metavar="FICHIER", help="Le fichier à écrire ; sans lui, il s'affiche."),
    ] = None,
    config: ConfigPath = Path("config.toml"),
    journal: Annotated[
        typer.FileText | None,
        typer.Option(
            metavar="FICHIER",
            encoding="utf-8",
            errors="replace",
            help="Le journal du robot, dont seuls les noms des erreurs sont pris (- : l'entrée).",
        ),
    ] = None,
) -> None:
    """Écrit de quoi demander de l'aide. Versions, réglages masqués, comptes, erreurs.

    Sans un mot, un nom, un compte, une adresse ni un secret de personne.
    """
    loaded, absent = load_without_secrets(config)
    from bot.admin.diagnostic import diagnose  # noqa: PLC0415

    log_to_stderr(logging.CRITICAL)
    written = asyncio.run(diagnose(loaded, journal, absent))
    if file is None:
        typer.echo(written)
    else:
        file.write_text(f"{written}\n", "utf-8")


@app.command()
def setup(config: ConfigPath = Path("config.toml")) -> None:
    """Crée les commandes (/besoin, /rencontre…) sur chaque serveur."""
    loaded = load_config(config)
    from bot.admin.setup import set_up_all  # noqa: PLC0415

    log_to_stderr(logging.ERROR)
    raise typer.Exit(_unless_interrupted(set_up_all(loaded, _say)))


@app.command()
def collect(
    config: ConfigPath = Path("config.toml"),
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Lit aussi les flux dont l'heure n'est pas venue.")
    ] = False,
) -> None:
    """Lit les flux une fois, à la main. Le robot peut tourner ; dit ce qu'il en est."""
    loaded = load_config(config)
    from bot.admin.collect import collect_by_hand  # noqa: PLC0415

    log_to_stderr(logging.ERROR)
    work = collect_by_hand(loaded, sys.stdout, everything=everything)
    raise typer.Exit(_unless_interrupted(work, "ce qui était lu est gardé"))


@app.command()
def memoire(
    folder: Annotated[
        Path, typer.Argument(metavar="DOSSIER", help="Où l'écrire, un dossier par réseau dedans.")
    ],
    config: ConfigPath = Path("config.toml"),
    network: Annotated[
        list[str] | None,
        typer.Option(
            "--reseau",
            metavar="NOM",
            help="Ce réseau seul, par son nom court ; plusieurs fois au besoin.",
        ),
    ] = None,
) -> None:
    """Écrit ce que les réseaux savent. Des fiches, des tableaux, un site qui s'ouvre sans robot."""
    loaded = load_config(config)
    from bot.admin.remembering import write_all  # noqa: PLC0415

    log_to_stderr(logging.ERROR)
    write_all(loaded, folder, network or (), _say)


@app.command()
def backup(
    folder: Annotated[Path, typer.Argument(metavar="DOSSIER", help="Où l'écrire.")] = Path(
        "sauvegardes"
    ),
    config: ConfigPath = Path("config.toml"),
    keep: Annotated[
        int | None,
        typer.Option(min=1, metavar="JOURS", help="Efface ensuite les sauvegardes plus vieilles."),
    ] = None,
) -> None:
    """Sauvegarde la base, robot en marche. La sauvegarde est relue avant de prendre son nom."""
    loaded = load_config(config)
    from bot.admin.backup.by_hand import save  # noqa: PLC0415

    log_to_stderr(logging.ERROR)
    try:
        save(loaded, folder, keep)
    except KeyboardInterrupt:
        _fail("Arrêté à votre demande : rien n'est gardé.", status=INTERRUPTED)


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="La sauvegarde à remettre.")],
    config: ConfigPath = Path("config.toml"),
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Ne demande rien (pour un script).")] = False,
) -> None:
    """Remet une sauvegarde, robot arrêté. La base en place est gardée à côté."""
    loaded = load_config(config)
    from bot.admin.backup.by_hand import put_back  # noqa: PLC0415

    log_to_stderr(logging.ERROR)
    try:
        put_back(loaded, file, agreed=yes)
    except (KeyboardInterrupt, typer.Abort):
        _fail("Arrêté à votre demande.", status=INTERRUPTED)


@app.command()
def abonnes(
    network: Annotated[str, typer.Argument(metavar="RESEAU", help="Le réseau, par son nom court.")],
    file: Annotated[Path, typer.Argument(metavar="FICHIER", help="Le tableau (CSV) à écrire.")],
    config: ConfigPath = Path("config.toml"),
) -> None:
    """Écrit les adresses abonnées à la lettre d'un réseau. Pour qui répond de ses données.

    Celles qui l'ont confirmé, robot en marche ou non, que le réseau soit encore animé ou non.
    """
    loaded = load_config(config)
    from bot.admin.leaving import write_subscribers  # noqa: PLC0415

    log_to_stderr(logging.ERROR)
    write_subscribers(loaded, network, file, _say)


@app.command()
def effacer(
    network: Annotated[
        str | None,
        typer.Argument(metavar="RESEAU", help="Par son nom court ; sans lui, dit lesquels."),
    ] = None,
    config: ConfigPath = Path("config.toml"),
    *,
    yes: Annotated[bool, typer.Option("--yes", help="Ne demande rien (pour un script).")] = False,
) -> None:
    """Efface un réseau ôté de la configuration, robot arrêté.

    Dit d'abord ce qui s'efface et ce qui reste, et demande confirmation.
    """
    loaded = load_config(config)
    from bot.admin.leaving import erase, tell_kept  # noqa: PLC0415

    log_to_stderr(logging.ERROR)
    if network is None:
        tell_kept(loaded, _say)
        return
    try:
        erase(loaded, network, _say, (lambda _slug: True) if yes else _typed_again)
    except (KeyboardInterrupt, typer.Abort):
        _fail("Arrêté à votre demande.", status=INTERRUPTED)


@app.command()
def sandbox(port: Port = 8065, data: DataDir = Path(".demo")) -> None:
    """Lance seul le bac à sable : un faux Mattermost, avec sa page."""
    from sandbox.demo import serve_sandbox  # noqa: PLC0415

    log_to_stderr(logging.WARNING)
    _until_told_to_stop(serve_sandbox(data, port, _say))


@app.command()
def demo(
    port: Port = 8065,
    data: Annotated[
        Path | None,
        typer.Option(
            "--data", metavar="DOSSIER", help="Où garder les fichiers (sinon, rien ne reste)."
        ),
    ] = None,
    *,
    scenario: Annotated[
        bool, typer.Option("--scenario", help="Joue un mois entier, sans navigateur.")
    ] = False,
) -> None:
    """Lance le bac à sable et le robot, pour essayer."""
    gc.set_threshold(*_SELDOM)
    from sandbox.play.opening import serve_demo  # noqa: PLC0415

    log_to_stderr(logging.WARNING)
    if scenario:
        from sandbox.play.scenario import play  # noqa: PLC0415

        raise typer.Exit(asyncio.run(play(_say)))
    _until_told_to_stop(serve_demo(data, port, _say))


_SELDOM = 10_000, 20, 50
"""When the garbage collector looks at young, middle and old objects; see _ready."""


def _ready() -> None:
    """Set aside what the start has made: the garbage collector need never look at it again.

    A full collection of it takes 30 ms during which nobody is answered, and young objects are
    looked at every 10,000 rather than every 700: a command makes some hundreds. Both measured.
    """
    from bot.core.migrate import HEAD  # noqa: PLC0415

    gc.collect()
    gc.freeze()
    structlog.get_logger().info("ready", version=version("courroie"), schema=HEAD)


def _until_told_to_stop(work: Coroutine[Any, Any, None]) -> None:
    """Run until done, SIGINT or SIGTERM; then stop cleanly."""

    async def stoppable() -> None:
        task = asyncio.ensure_future(work)
        loop = asyncio.get_running_loop()
        for each in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(each, task.cancel)
        try:
            await task
        except asyncio.CancelledError:
            return

    asyncio.run(stoppable())


def _unless_interrupted(work: Coroutine[Any, Any, int], so_far: str = "") -> int:
    """Run to the end and return the status, or say that it was interrupted, and what stays."""
    try:
        return asyncio.run(work)
    except KeyboardInterrupt:
        stays = f" : {so_far}" if so_far else ""
        _fail(f"Arrêté à votre demande{stays}.", status=INTERRUPTED)


def _typed_again(slug: str) -> bool:
    """Ask for a network's name, which is to be erased; without a terminal nobody agrees."""
    if not sys.stdin.isatty():
        _fail("Rien n'a changé : sans terminal, ajoutez --yes pour confirmer.")
    return str(typer.prompt(f"Écrivez « {slug} » pour l'effacer", default="non")).strip() == slug


def _say(line: str) -> None:
    typer.echo(line)


def _fail(sentence: str, *, status: int = 1) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(status)


if __name__ == "__main__":
    main()
