"""A whole month, played without a browser: what `courroie demo --scenario` prints.

Each step waits for what it expects to read; the first that does not come ends the play.
"""

from __future__ import annotations

import asyncio
import re
import textwrap
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import aiohttp

from bot.app import App
from bot.talk.render import day, moment
from sandbox.demo import Stage, bot_beside, stage
from sandbox.player import PATIENCE, Json, MissingError, Player

Say = Callable[[str], None]

LOIRE = "loire"
BOT = "courroie"
ZONE = "Europe/Paris"
WIDTH = 96
PNG = b"\x89PNG\r\n\x1a\n"

_NAMES = {"amina": "Amina", "louis": "Louis", "zoe": "Zoé", "marc": "Marc"}


async def play(say: Say) -> int:
    """Play the month; return 0 if each step happened, 1 otherwise."""
    with TemporaryDirectory(prefix="courroie-") as folder:
        async with stage(Path(folder), 0) as on, _cast(on, say) as play_:
            try:
                for act in _ACTS:
                    await act(play_)
            except (MissingError, TimeoutError) as error:
                say(f"\n✘ {str(error) or 'ce qui était attendu n’est jamais venu'}")
                return 1
    say("\n✔ Le mois s'est déroulé comme prévu.")
    return 0


@dataclass(slots=True)
class _Play:
    """The people, the world's clock, the bot that can be stopped, and who prints."""

    on: Stage
    say: Say
    people: dict[str, Player]
    bots: AsyncExitStack
    app: App

    def scene(self, title: str) -> None:
        """Announce a moment."""
        now = moment(self.on.clock.now(), ZONE)
        self.say(f"\n━━ {title} ━━ {now}")

    async def types(self, who: str, text: str, expected: str, channel: str = LOIRE) -> str:
        """Have someone type a command, and expect words in the answer they alone see."""
        self.said(_NAMES[who], text)
        answer = await self.people[who].types(channel, text)
        self.said(f"Courroie, à {_NAMES[who]} seulement", answer)
        _expect(expected, answer)
        return answer

    async def reads(self, who: str, words: str) -> Json:
        """Have someone read in the channel a post that has these words."""
        post = await self.people[who].reads(LOIRE, words)
        self.said("Courroie, dans le canal", _whole(post))
        return post

    async def hears(self, who: str, words: str) -> Json:
        """Have someone receive a direct message that has these words."""
        post = await self.people[who].hears_from(BOT, words)
        self.said(f"Courroie, en message direct à {_NAMES[who]}", _whole(post))
        return post

    async def presses(self, who: str, post: Json, label: str, expected: str) -> None:
        """Have someone press a button, and expect words in what they alone are told."""
        self.does(who, f"appuie sur « {label} ».")
        await self.people[who].clicks(post, label)
        told = await self.people[who].is_told(expected)
        self.said(f"Courroie, à {_NAMES[who]} seulement", told["message"])

    async def replies(self, who: str, post: Json, text: str) -> str:
        """Have someone write in the thread of a post; return the reply's id."""
        self.said(f"{_NAMES[who]}, dans le fil", text)
        return await self.people[who].replies(post, text)

    def does(self, who: str, what: str) -> None:
        """Tell a gesture."""
        self.say(f"\n  {_NAMES[who]} {what}")

    async def weeks_later(self, weeks: int) -> None:
        """Move the clock on, and wait until the feeds were read at the new date."""
        self.on.clock.advance(timedelta(weeks=weeks).total_seconds())
        today = f"lu le {day(self.on.clock.now(), ZONE)}"
        async with asyncio.timeout(PATIENCE):
            async for _ in self._looks():
                if today in await self.people["amina"].types(LOIRE, "/veille flux"):
                    return

    async def next_digest(self, at: datetime) -> Json:
        """Move the clock to a moment, and wait for the digest that it brings."""
        before = len(_digests(await self.people["zoe"].all_in(LOIRE)))
        self.on.clock.move_to(at)
        return await self.digest_after(before)

    async def digest_after(self, before: int) -> Json:
        """Wait for a digest more than there were; return the last one."""
        async with asyncio.timeout(PATIENCE):
            async for posts in self._looks():
                found = _digests(posts)
                if len(found) > before:
                    return found[-1]
        raise AssertionError("unreachable")

    async def comes_to(self, words: str) -> Json:
        """Wait for the step of the meeting being held that has these words."""
        async with asyncio.timeout(PATIENCE):
            async for posts in self._looks():
                for post in posts:
                    if post["root_id"] and f"**{words}" in post["message"].replace("\u00a0", " "):
                        self.said("Courroie, dans le fil", _whole(post))
                        return post
        raise AssertionError("unreachable")

    async def _looks(self) -> AsyncIterator[list[Json]]:
        while True:
            yield await self.people["zoe"].all_in(LOIRE)
            await asyncio.sleep(0.05)

    async def restart(self) -> None:
        """Start the bot again."""
        self.app = await self.bots.enter_async_context(bot_beside(self.on))

    def said(self, who: str, text: str) -> None:
        """Print what someone says."""
        self.say(f"\n  {who} :")
        for line in _readable(text).splitlines():
            for part in textwrap.wrap(line, WIDTH) or [""]:
                self.say(f"    │ {part}".rstrip())


@asynccontextmanager
async def _cast(on: Stage, say: Say) -> AsyncIterator[_Play]:
    """Bring everyone on stage, and the bot, at the start of a month: just after a digest."""
    async with AsyncExitStack() as opened:
        http = await opened.enter_async_context(aiohttp.ClientSession())
        bots = await opened.enter_async_context(AsyncExitStack())
        app = await bots.enter_async_context(bot_beside(on))
        people = {}
        for name in _NAMES:
            people[name] = await Player(http, on.sandbox.url, name).enter()
            opened.push_async_callback(people[name].leave)
        play_ = _Play(on, say, people, bots, app)
        await play_.next_digest(_digest_due(app))
        on.clock.advance(timedelta(days=1).total_seconds())
        yield play_


async def _questions(play_: _Play) -> None:
    play_.scene("Les questions du mois")
    await play_.types(
        "louis", "/besoin Qui prête une salle à Brézieux le mardi ? #vie-du-réseau", "n° 1"
    )
    card = await play_.reads("zoe", "Question n° 1")
    await play_.presses("zoe", card, "Moi aussi", "concerne maintenant 2 personnes")

    play_.does("zoe", "tape /besoin ; dans le formulaire, elle choisit de ne pas signer.")
    await play_.people["zoe"].types(LOIRE, "/besoin")
    wrong = await play_.people["zoe"].fills_in(
        LOIRE,
        "Une personne revient chaque jour me voir : comment lui dire que je n'ai plus le temps ?",
        theme="Vie du réseau",
        visibilite="Le réseau, sans mon nom",
        ou="À la prochaine rencontre",
    )
    _expect("", wrong)
    await play_.reads("amina", "Question n° 2")
    await play_.hears("zoe", "sans votre nom")

    play_.does("louis", "écrit dans le canal : @courroie besoin Une fiche pour la carte grise ?")
    await play_.people["louis"].says(LOIRE, "@courroie besoin Une fiche pour la carte grise ?")
    await play_.reads("amina", "Question n° 3")
    await play_.hears("louis", "n° 3")
    await play_.types("louis", "/besoin lsite", "Vouliez-vous dire")
    await play_.types("marc", "/besoin Je peux venir ?", "aucun des réseaux", channel="hors-sujet")


async def _in_private(play_: _Play) -> None:
    play_.scene("Ce qui ne regarde pas tout le monde")
    await play_.types(
        "zoe",
        "/besoin privé Ma mairie veut me confier la régie de la cantine : est-ce mon rôle ?",
        "est transmise à la coordination",
    )
    letter = await play_.hears("amina", "Question privée n° 4")
    await play_.presses("amina", letter, "Proposer de la partager", "J'ai demandé son accord")
    asked = await play_.hears("zoe", "Êtes-vous d'accord")
    await play_.presses("zoe", asked, "D'accord, sans mon nom", "visible du réseau")
    await play_.reads("louis", "Question n° 4")

    await play_.types(
        "louis",
        "/besoin Mme Martin, 06 12 34 56 78, a perdu son mot de passe France Travail : que faire ?",
        "Je n'ai rien enregistré",
    )
    await play_.types(
        "louis",
        "/besoin Comment faire quand une personne a perdu son mot de passe France Travail ?",
        "n° 5",
    )
    await play_.reads("zoe", "Question n° 5")


async def _answers(play_: _Play) -> None:
    await play_.weeks_later(1)
    play_.scene("Une semaine après")
    await play_.types("zoe", "/besoin liste", "5 questions attendent")
    await _found_wanting(play_)
    await _accepted(play_)
    await play_.types("zoe", "/besoin Qui aurait une fiche pour refaire une carte grise ?", "n° 6")
    offer = await play_.hears("zoe", "Avant que le réseau ne lise")
    await play_.presses("zoe", offer, "Cela répond à ma question", "rejoint la n° 3")
    await play_.types("louis", "/besoin chercher sale a preter", "salle des fêtes")


async def _found_wanting(play_: _Play) -> None:
    card = await play_.people["zoe"].reads(LOIRE, "Question n° 1")
    play_.does("zoe", "appuie sur « J'ai une réponse » sous la question n° 1, et l'écrit.")
    await play_.people["zoe"].clicks(card, "J'ai une réponse")
    _expect("", await play_.people["zoe"].fills_in(LOIRE, "La Manufacture, le mardi"))
    letter = await play_.hears("louis", "a répondu à votre question n° 1")
    await play_.presses("louis", letter, "Cela ne m'aide pas", "n° 1 est rouverte")
    await play_.replies(
        "louis", card, "Merci Zoé, mais la Manufacture est en travaux tout l'hiver."
    )
    await play_.types(
        "amina", "/besoin répondre 1 La mairie prête la salle des fêtes, le mardi", "est gardée"
    )
    await play_.hears("louis", "la salle des fêtes")
    await play_.types("zoe", "/besoin répondre n°1 L'auberge", "a déjà sa réponse")


async def _accepted(play_: _Play) -> None:
    card = await play_.people["amina"].reads(LOIRE, "Question n° 3")
    reply = await play_.replies(
        "amina", card, "La fiche de la Drôme est très bien faite : elle est épinglée au canal."
    )
    await play_.hears("louis", "dans le fil de votre question n° 3")
    play_.does("louis", "réagit à ce message par ✅ : c'est la réponse.")
    await play_.people["louis"].reacts(reply, "white_check_mark")
    await play_.reads("zoe", "Réponse d'Amina Belkacem :\n> La fiche de la Drôme")


async def _sorting(play_: _Play) -> None:
    play_.scene("La coordination fait le tri")
    await play_.types("zoe", "/besoin Mot de passe France Travail perdu, comment faire ?", "n° 7")
    alike = await play_.hears("amina", "se ressemblent")
    await play_.presses("amina", alike, "Les fusionner", "n° 7 a rejoint la n° 5")
    await play_.types("amina", "/besoin suivi", "Ce qui attend")
    await play_.types("amina", "/besoin reporter 2 rencontre", "est reportée")
    await play_.hears("zoe", "Votre question n° 2 est reportée")
    await play_.types("amina", "/besoin reporter 5 mattermost", "je viens de la reposer")
    await play_.reads("zoe", "Qui peut répondre à la question n° 5")
    await play_.types("amina", "/besoin reporter 4 lettre", "est reportée à la prochaine lettre")
    await play_.types("louis", "/rencontre", "La prochaine rencontre de 42 - Loire")
    agenda = await play_.types("amina", "/rencontre", "projet d'ordre du jour")
    _expect("n° 2", agenda)
    _expect("Actualité", agenda)


async def _return(play_: _Play) -> None:
    await play_.weeks_later(2)
    play_.scene("Deux semaines plus tard")
    await play_.hears("amina", "de nouveau ouverte")
    await play_.types("louis", "/besoin voir 5", "sans avoir eu sa réponse")
    await play_.types("amina", "/veille flux", "le serveur répond 503")
    await play_.types("zoe", "/veille", "La prochaine veille de 42 - Loire paraîtra")


async def _digest(play_: _Play) -> None:
    digest = await play_.next_digest(_digest_due(play_.app))
    play_.scene("Le jour de la veille")
    play_.said("Courroie, dans le canal", digest["message"])
    _expect("la régie de la cantine", digest["message"])
    _expect_once(await play_.people["zoe"].all_in(LOIRE))


async def _outage(play_: _Play) -> None:
    await play_.bots.aclose()
    before = len(_digests(await play_.people["zoe"].all_in(LOIRE)))
    play_.on.clock.move_to(_digest_due(play_.app) + timedelta(hours=5))
    play_.scene("Le robot s'était arrêté ; il revient")
    play_.does("louis", "lui avait écrit pendant ce temps : besoin liste")
    await play_.people["louis"].writes_to(BOT, "besoin ~loire liste")
    await play_.restart()
    digest = await play_.digest_after(before)
    play_.said("Courroie, dans le canal", digest["message"])
    _expect("Avec du retard", digest["message"])
    await play_.hears("louis", "3 questions attendent")
    await play_.hears("amina", "est-ce mon rôle ? (reportée une fois)")
    _expect_once(await play_.people["zoe"].all_in(LOIRE))


async def _planning(play_: _Play) -> None:
    play_.scene("Une rencontre se prépare")
    dates = [_typed(play_.on.clock.now(), weeks) for weeks in (4, 5)]
    await play_.types(
        "amina",
        f"/rencontre sonder confirmé {dates[0]} à 14h ; {dates[1]} à 14h",
        "est dans le canal",
    )
    poll = await play_.reads("zoe", "Sondage n° 1")
    await play_.presses("louis", poll, "2\u00a0: oui", "C'est noté")
    await play_.presses("zoe", poll, "2\u00a0: oui", "C'est noté")
    await play_.types("amina", "/rencontre choisir 1 2 La médiathèque", "est planifiée")
    await play_.hears("louis", "Vous aviez répondu « oui »")

    await play_.types("zoe", "/rencontre accueillir La médiathèque, 20 places", "accueil")
    await play_.types("amina", "/rencontre proposer-hôte", "en privé")
    asked = await play_.hears("zoe", "cherche son hôte")
    await play_.presses("zoe", asked, "Oui, j'accueille", "vous accueillez la rencontre")

    await play_.types("amina", "/rencontre annoncer", "est annoncée")
    post = await play_.reads("louis", "Venez-vous")
    if not (await play_.people["louis"].downloads(post)).startswith(b"BEGIN:VCALENDAR"):
        raise MissingError("the announcement's calendar file is none")
    await play_.presses("louis", post, "Je viens", "vous venez sur place")


async def _meeting(play_: _Play) -> None:
    await play_.weeks_later(4)
    play_.scene("Une semaine avant la rencontre")
    await play_.hears("louis", "Rappel")
    await play_.weeks_later(1)
    play_.scene("Le jour de la rencontre")
    await play_.types("louis", "/besoin Qui connaît un bon outil de quiz ?", "n° 8")
    await play_.types("amina", "/rencontre tenir", "est ouverte")
    step = await play_.comes_to("1. Accueil")
    for words in ("2. Actualité", "3. Questions", "3.1 Question n°"):
        play_.does("amina", "appuie sur « Suivant ».")
        await play_.people["amina"].clicks(step, "Suivant")
        step = await play_.comes_to(words)
    play_.does("zoe", "connaît la réponse : elle appuie sur « Répondue », et l'écrit.")
    await play_.people["zoe"].clicks(step, "Répondue")
    _expect(
        "",
        await play_.people["zoe"].fills_in(
            LOIRE, "« Mot de passe oublié », ensemble, jamais à sa place."
        ),
    )
    await play_.types("amina", "/rencontre décision Un atelier commun en mars", "Décision n° 1")
    await play_.types("amina", "/rencontre action Réserver la salle, Zoé", "À faire n° 2")
    play_.on.clock.advance(timedelta(hours=2, minutes=45).total_seconds())
    await play_.types("amina", "/rencontre terminer", "est terminée")
    await play_.types("amina", "/rencontre effectif 18 médiateurs, 9 structures", "18 médiateurs")
    await play_.types("amina", "/rencontre publier", "est publié")
    await play_.reads("louis", "Compte rendu de la rencontre")
    asked = await play_.reads("louis", "vous a-t-elle été utile")
    await play_.presses("louis", asked, "Tout à fait", "sans votre nom")


async def _figures(play_: _Play) -> None:
    play_.scene("Le bilan")
    await play_.types("amina", "/besoin bilan canal", "Je publie ce bilan dans le canal")
    post = await play_.people["zoe"].reads(LOIRE, "Les questions de 42 - Loire depuis")
    picture = await play_.people["zoe"].downloads(post)
    if not picture.startswith(PNG):
        raise MissingError("the report's picture is none")
    (file,) = post["metadata"]["files"]
    play_.said("Courroie, dans le canal", f"{file['name']}, une image de {file['width']} pixels")
    await play_.types("amina", "/besoin exporter", "7 questions arrive en message direct")
    await play_.hears("amina", "en tableau, sans aucun nom")


_ACTS = (
    _questions,
    _in_private,
    _answers,
    _sorting,
    _return,
    _digest,
    _outage,
    _figures,
    _planning,
    _meeting,
)


def _digest_due(app: App) -> datetime:
    network = app.house.networks[LOIRE]
    return network.digest.next_dates(app.house.clock(), network.timezone, 1)[0]


def _typed(now: datetime, weeks: int) -> str:
    """Return the Tuesday of a week to come, as it is typed."""
    day = now + timedelta(weeks=weeks)
    return f"{day + timedelta(days=1 - day.weekday()):%d/%m/%Y}"


def _digests(posts: list[Json]) -> list[Json]:
    return [post for post in posts if "La veille de" in post["message"]]


def _readable(text: str) -> str:
    """Show Markdown as one reads it: links by their title, nothing escaped, nothing invisible."""
    titles = re.sub(r"\[((?:\\.|[^\]\\])*)\]\([^)]*\)", r"\1", text.replace("\u200b", ""))
    return re.sub(r"\\([\\`*_\[\]|~<>])", r"\1", titles)


def _whole(post: Json) -> str:
    """Return what a post says, and what can be clicked under it."""
    labels = [
        f"[ {action['name']} ]"
        for attachment in post["props"].get("attachments", ())
        for action in attachment.get("actions", ())
    ]
    return "\n".join([post["message"], *([" ".join(labels)] if labels else [])])


def _expect(words: str, text: str) -> None:
    if words not in text.replace("\u00a0", " ") or (not words and text):
        raise MissingError(f"expected « {words} », read « {text[:200]} »")


def _expect_once(posts: list[Json]) -> None:
    """Expect that no article stands in two digests, and that no post was said twice."""
    links = [
        line.partition("](")[2]
        for digest in _digests(posts)
        for line in digest["message"].splitlines()
        if line.startswith("- [")
    ]
    keys = [post["props"].get("courroie_key") for post in posts]
    for found in (links, [key for key in keys if key]):
        twice = {each for each in found if found.count(each) > 1}
        if twice:
            raise MissingError(f"said twice: {min(twice)}")
