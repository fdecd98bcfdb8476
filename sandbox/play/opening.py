"""What a visitor finds: a network that has lived for a month, played through the bot itself.

The world begins in the past, shortly before the last digest that came out; what people did since
is typed and pressed day by day, and the clock then comes to today.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from itertools import takewhile
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

import aiohttp
import structlog

from bot.app import App
from bot.mattermost.wire.objects import KEY
from bot.network.network import DEFAULT_DIGEST
from bot.network.rhythm import parse_rhythm
from bot.network.schedule import Due, dates_after
from bot.talk.markdown import typeset
from sandbox.demo import Stage, bot_beside, port_after, stage
from sandbox.play.people import BOT, HOMES, LOIRE, PLAYERS, ZONE, Say
from sandbox.play.player import Player
from sandbox.server.clock import CLOCK_FILE, WorldClock
from sandbox.server.console import tell_clock
from sandbox.server.world import JOURNAL_FILE

log = structlog.get_logger(__name__)

NATIONAL, AURA, DROME, ALONE = "national", "aura", "drome", ""

PATIENCE = 180.0
"""Seconds after which the visitor is let in, and told that the month was cut: many times what it
takes on a busy machine."""

CUT = (
    "Cette machine est très occupée : le premier mois a été écourté, il en manque la fin. Pour le "
    "voir en entier, arrêtez, puis relancez la démonstration plus tard, dans un dossier neuf."
)

_BEFORE = timedelta(hours=1)
_LEAST = timedelta(days=7)
_LOOK_AGAIN = 0.02
_NOTHING_AFTER = 30.0

_CONSENT = "Êtes-vous d'accord pour que votre question"


@dataclass(frozen=True, slots=True)
class _Step:
    """What someone does between the digest (0) and today (10).

    They type a text where they are; or press what begins with `label` under what has these words,
    in a channel, in the robot's messages (BOT) or as they alone are told (ALONE), and fill in the
    form that opens, if there are `entries`.
    """

    tenth: int
    who: str
    where: str
    text: str
    label: str = ""
    entries: Mapping[str, str] | None = None


_MONTH = (
    _Step(1, "louis", LOIRE, "/besoin Qui prête une salle à Brézieux le mardi ? #vie-du-réseau"),
    _Step(1, "zoe", LOIRE, "Question n° 1", "Moi aussi"),
    _Step(2, "amina", LOIRE, "/besoin répondre 1 La mairie prête la salle des fêtes, le mardi."),
    _Step(
        2,
        "ines",
        DROME,
        "/besoin Comment imprimer pour le public quand la mairie n'a plus d'encre ?",
    ),
    _Step(3, "zoe", LOIRE, "/besoin Quelle fiche utilisez-vous pour la carte grise ?"),
    _Step(4, "louis", LOIRE, "/besoin répondre 2 Celle de la Drôme, à jour et à imprimer."),
    _Step(5, "zoe", NATIONAL, "/besoin Qui a un contact chez l'opérateur de la carte Vitale ?"),
    _Step(
        5, "louis", LOIRE, "/besoin Comment aider à distance une personne sans téléphone récent ?"
    ),
    _Step(6, "zoe", LOIRE, "Question n° 3", "Moi aussi"),
    _Step(6, "amina", AURA, "/besoin Qui anime déjà un atelier commun à deux départements ?"),
    _Step(6, "zoe", LOIRE, "/rencontre"),
    _Step(
        6,
        "zoe",
        ALONE,
        "rencontre",
        "Proposer une",
        {"": "Échanger nos fiches sur la facture d'énergie"},
    ),
    _Step(7, "nadia", NATIONAL, "/rencontre sonder confirmé {soon} à 14h ; {later} à 14h"),
    _Step(7, "bruno", DROME, "Question n° 1", "Transmettre", {"territoire": "Son nom"}),
    _Step(7, "ines", BOT, _CONSENT, "D'accord"),
    _Step(7, "louis", NATIONAL, "Sondage", "mar."),
    _Step(7, "zoe", NATIONAL, "Sondage", "mar."),
    _Step(
        8, "amina", LOIRE, "/rencontre planifier confirmé {meeting} 14h, 2h, Médiathèque de Feurs"
    ),
    _Step(8, "amina", ALONE, "Rencontre en préparation", "Annoncer"),
    _Step(8, "amina", LOIRE, "Question n° 3", "Transmettre", {"territoire": "Son nom"}),
    _Step(8, "louis", BOT, _CONSENT, "D'accord"),
    _Step(8, "bruno", DROME, "/rencontre planifier confirmé {there} 14h, 2h, Médiathèque de Crest"),
    _Step(8, "bruno", ALONE, "Rencontre en préparation", "Annoncer"),
    _Step(
        9,
        "rachid",
        BOT,
        "imprimer pour le public",
        "Répondre tout de suite",
        {"": "La région prête une imprimante à chaque espace France services."},
    ),
    _Step(9, "nadia", NATIONAL, "/reseau"),
    _Step(
        9,
        "nadia",
        ALONE,
        "L'année du réseau national",
        "Annoncer",
        {
            "": "Les inscriptions aux rencontres nationales sont ouvertes.",
            "fin": "{end}",
            "pour": "Seulement les départements",
        },
    ),
    _Step(9, "louis", LOIRE, "Venez-vous", "Je viens"),
    _Step(9, "zoe", LOIRE, "/besoin Quel quiz en ligne marche bien avec un groupe débutant ?"),
    _Step(10, "amina", BOT, "Bonjour"),
)

CHAPTERS = {
    "les questions": 10,
    "les rencontres": 23,
    "ce qui monte et ce qui descend": len(_MONTH),
}
"""What of the month a visitor still waits for, and how many steps have laid it out."""

_SHOWN = re.compile(r"/besoin [A-ZÉ]|/rencontre sonder")
"""What has the bot post something, be it after it has read it."""


def begins(folder: Path) -> bool:
    """Turn the clock of a new sandbox back to its first day; False for one that lives already."""
    if (folder / JOURNAL_FILE).exists():
        return False
    clock = WorldClock(folder / CLOCK_FILE)
    clock.begin(_last_digest(clock.now()) - _BEFORE)
    return True


async def serve_demo(data: Path | None, port: int, say: Say) -> None:
    """Serve the sandbox and the bot until cancelled; without `data` nothing is kept.

    The page opens at once; a new network lives its first month under the visitor's eyes.
    """
    with TemporaryDirectory(prefix="courroie-") as folder:
        home = data or Path(folder)
        new = begins(home)
        async with stage(home, port, port_after(port)) as on:
            on.sandbox.shared.laying = _left(0) if new else ()
            say(f"Courroie vous attend : {on.sandbox.url}")
            say(f"La Drôme a son propre serveur : {on.drome.url}")
            say(f"Ses courriels : {on.sandbox.url}/sandbox/mails")
            say("Ctrl-C pour arrêter.")
            async with bot_beside(on) as app:
                if new:
                    say("Un premier mois se joue ; la page le montre déjà…")
                    say("Le mois est joué." if await live(on, app) else typeset(CUT))
                await asyncio.Event().wait()


async def live(on: Stage, app: App) -> bool:
    """Play the month beside the bot that runs, up to today; return whether it was played whole."""
    try:
        async with _people(on) as people, asyncio.timeout(PATIENCE):
            await _Opening(on, app, people, datetime.now(UTC)).play()
    except TimeoutError:
        log.warning("opening_cut_short")
        return False
    finally:
        on.clock.advance(-on.clock.offset)
        on.sandbox.shared.laying = ()
        await tell_clock(on.sandbox.shared)
    return True


def _left(done: int) -> list[str]:
    """Name what is still laid out after so many steps."""
    return [name for name, last in CHAPTERS.items() if done < last]


@dataclass(frozen=True, slots=True)
class _Opening:
    """The month being played, up to `today`."""

    on: Stage
    app: App
    people: Mapping[str, Player]
    today: datetime

    async def play(self) -> None:
        """Type all that is typed in the month, each on its day; the bot says the rest on its."""
        begin = self.on.clock.now()
        await self._posts(LOIRE, begin - timedelta(days=1))  # it presents itself
        whole = self.today - begin
        dates = _dates(self.today)
        for done, step in enumerate(_MONTH):
            self.on.sandbox.shared.laying = _left(done)
            day = _workday(begin + whole * step.tenth / 10)
            await self._comes_to(min(day, self.today))  # which may not have come to ten o'clock
            await self._does(step, self.people[step.who], dates)
        await self._all_said()

    async def _does(self, step: _Step, who: Player, dates: Mapping[str, str]) -> None:
        at, text = self.on.clock.now(), step.text.format(**dates)
        if not step.label:
            if step.where == BOT:
                return await self._writes(who, text)
            await who.types(step.where, text)
            return await self._posts(step.where, at) if _SHOWN.match(text) else None
        if step.where == ALONE:
            post = await who.is_told(text)
        elif step.where == BOT:
            post = await who.hears_from(BOT, text)
        else:
            post = await who.reads(step.where, text)
        await who.clicks(post, step.label)
        if step.entries is not None:
            entries = {name: each.format(**dates) for name, each in step.entries.items()}
            await who.fills_in(HOMES[step.who], entries.pop("", ""), **entries)
        return None

    async def _writes(self, who: Player, text: str) -> None:
        """Write to the robot, and wait for what it answers."""
        before = len(await who.all_from(BOT))
        await who.writes_to(BOT, text)
        while True:
            if len(await who.all_from(BOT)) > before + 1:
                return
            await asyncio.sleep(_LOOK_AGAIN)

    async def _comes_to(self, day: datetime) -> None:
        """Move on to a day, by the days on which a digest or a letter comes out."""
        if day <= (before := self.on.clock.now()):
            return
        await self._all_said()
        for at, network, key in sorted(self._due(before, day)):
            if at > self.on.clock.now():
                await self._moves_to(at)
            await self._posts(network, at, key)
            await self._all_said()
        await self._moves_to(day)

    async def _moves_to(self, moment: datetime) -> None:
        self.on.clock.move_to(moment)
        await tell_clock(self.on.sandbox.shared)

    def _due(self, since: datetime, until: datetime) -> Iterator[tuple[datetime, str, str]]:
        """Yield when a digest or a letter is due, where, and how its post's key starts."""
        for network in self.app.bot.networks.values():
            for due in (Due.DIGEST, Due.LETTER):
                dates = dates_after(network, due, since)
                key = f"{due.value}:{network.slug}:"
                yield from (
                    (at, network.slug, key) for at in takewhile(lambda at: at < until, dates)
                )

    async def _posts(self, network: str, since: datetime, key: str = "") -> None:
        """Wait for a post of ours in a network's channel, where there may be nothing to say."""
        millis = since.timestamp() * 1000
        with suppress(TimeoutError):
            async with asyncio.timeout(_NOTHING_AFTER):
                while True:
                    posts = await self._reader(network).all_in(network)
                    since_then = (post for post in posts if post["create_at"] >= millis)
                    if any(str(each["props"].get(KEY, "")).startswith(key) for each in since_then):
                        return
                    await asyncio.sleep(_LOOK_AGAIN)

    async def _all_said(self) -> None:
        """Wait until the bot has nothing left to say: its posts bear the day when it says them.

        What waits is not known while its database is away.
        """
        health = f"http://127.0.0.1:{self.on.config.bot.port}/health"
        while True:
            if (await self.people["zoe"].looks_up(health)).get("outbox_waiting") == 0:
                return
            await asyncio.sleep(_LOOK_AGAIN)

    def _reader(self, network: str) -> Player:
        """Return someone whose own channel it is."""
        return next(each for name, each in self.people.items() if HOMES[name] == network)


@asynccontextmanager
async def _people(on: Stage) -> AsyncIterator[dict[str, Player]]:
    """Have the network's people come in, who have read all when they leave."""
    async with AsyncExitStack() as opened:
        http = await opened.enter_async_context(aiohttp.ClientSession())
        people = {}
        for name in PLAYERS:
            people[name] = await Player(http, on.sandbox_of(name).url, name).enter()
            opened.push_async_callback(people[name].leave)
        yield people
        for name, each in people.items():
            for channel in PLAYERS[name].channels:
                await each.has_read(channel)


def _last_digest(now: datetime) -> datetime:
    """Return when the last digest was due that a week has passed since."""
    rhythm = parse_rhythm(DEFAULT_DIGEST)
    dates = rhythm.next_dates(now - timedelta(days=75), ZONE)
    return max(each for each in dates if each < now - _LEAST)


def _workday(moment: datetime) -> datetime:
    """Return ten o'clock of that day, of the Friday before if it is a weekend's."""
    local = moment.astimezone(ZoneInfo(ZONE))
    day = local.date() - timedelta(days=max(0, local.weekday() - 4))
    return datetime.combine(day, time(10), ZoneInfo(ZONE)).astimezone(UTC)


def _dates(today: datetime) -> dict[str, str]:
    """Return the Tuesdays to come that people type, by name."""
    monday = today - timedelta(days=today.weekday())
    weeks = {"meeting": 2, "there": 3, "soon": 4, "later": 5, "end": 12}
    return {name: f"{monday + timedelta(weeks=n, days=1):%d/%m/%Y}" for name, n in weeks.items()}
