"""A whole month, played without a browser: what `courroie demo --scenario` prints.

Each step waits for what it expects to read; the first that does not come ends the play.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.demo import stage
from sandbox.play import lettre, reseau, veille
from sandbox.play.people import LOIRE, Play, Say, cast, expect
from sandbox.play.player import MissingError
from sandbox.play.witness import Witness

PNG = b"\x89PNG\r\n\x1a\n"


async def play(say: Say, witness: Witness | None = None) -> int:
    """Play the month before a witness; return 0 if each step happened, 1 otherwise."""
    with TemporaryDirectory(prefix="courroie-") as folder:
        async with stage(Path(folder), 0) as on, cast(on, say, witness) as play_:
            try:
                for act in _ACTS:
                    await act(play_)
            except (MissingError, TimeoutError) as error:
                say(f"\n✘ {str(error) or 'ce qui était attendu n’est jamais venu'}")
                return 1
    say("\n✔ Le mois s'est déroulé comme prévu.")
    return 0


async def _questions(play_: Play) -> None:
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
    expect("", wrong)
    await play_.reads("amina", "Question n° 2")
    await play_.hears("zoe", "sans votre nom")

    play_.does("louis", "écrit dans le canal : @courroie besoin Une fiche pour la carte grise ?")
    await play_.people["louis"].says(LOIRE, "@courroie besoin Une fiche pour la carte grise ?")
    await play_.reads("amina", "Question n° 3")
    await play_.hears("louis", "n° 3")
    await play_.types("louis", "/besoin lsite", "Vouliez-vous dire")
    await play_.types("marc", "/besoin Je peux venir ?", "aucun des réseaux", channel="hors-sujet")


async def _in_private(play_: Play) -> None:
    play_.scene("Ce qui ne regarde pas tout le monde")
    await play_.types(
        "zoe",
        "/besoin privé Ma mairie veut me confier la régie de la cantine : est-ce mon rôle ?",
        "sera lue par Amina",
    )
    await play_.types("zoe", "/besoin transmettre 4", "est transmise à Amina")
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


async def _answers(play_: Play) -> None:
    await play_.weeks_later(1)
    play_.scene("Une semaine après")
    await play_.types("zoe", "/besoin liste", "5 questions attendent")
    await _found_wanting(play_)
    await _accepted(play_)
    await play_.types("zoe", "/besoin Qui aurait une fiche pour refaire une carte grise ?", "n° 6")
    offer = await play_.hears("zoe", "Avant que le réseau ne lise")
    await play_.presses("zoe", offer, "Cela répond à ma question", "rejoint la n° 3")
    await play_.types("louis", "/besoin chercher sale a preter", "salle des fêtes")


async def _found_wanting(play_: Play) -> None:
    card = await play_.people["zoe"].reads(LOIRE, "Question n° 1")
    play_.does("zoe", "appuie sur « J'ai une réponse » sous la question n° 1, et l'écrit.")
    await play_.people["zoe"].clicks(card, "J'ai une réponse")
    expect("", await play_.people["zoe"].fills_in(LOIRE, "La Manufacture, le mardi"))
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


async def _accepted(play_: Play) -> None:
    card = await play_.people["amina"].reads(LOIRE, "Question n° 3")
    reply = await play_.replies(
        "amina", card, "La fiche de la Drôme est très bien faite : elle est épinglée au canal."
    )
    await play_.hears("louis", "dans le fil de votre question n° 3")
    play_.does("louis", "réagit à ce message par ✅ : c'est la réponse.")
    await play_.people["louis"].reacts(reply, "white_check_mark")
    await play_.reads("zoe", "Réponse d'Amina Belkacem :\n> La fiche de la Drôme")


async def _sorting(play_: Play) -> None:
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
    expect("n° 2", agenda)
    expect("Actualité", agenda)


async def _planning(play_: Play) -> None:
    play_.scene("Une rencontre se prépare")
    dates = [_typed(play_.on.clock.now(), weeks) for weeks in (4, 5)]
    await play_.types(
        "amina",
        f"/rencontre sonder confirmé {dates[0]} à 14h ; {dates[1]} à 14h",
        "est dans le canal",
    )
    poll = await play_.reads("zoe", "Sondage n° 1")
    await play_.presses("louis", poll, "2\u00a0: oui", "Vos réponses au sondage")
    await play_.presses("zoe", poll, "2\u00a0: oui", "Vos réponses au sondage")
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


async def _meeting(play_: Play) -> None:
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
    expect(
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


async def _figures(play_: Play) -> None:
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


async def _return(play_: Play) -> None:
    await play_.weeks_later(2)
    play_.scene("Deux semaines plus tard")
    await play_.hears("amina", "de nouveau ouverte")
    await play_.types("louis", "/besoin voir 5", "sans avoir eu sa réponse")


_ACTS = (
    _questions,
    _in_private,
    _answers,
    _sorting,
    veille.feeding,
    lettre.preparing,
    lettre.subscribing,
    lettre.publishing,
    lettre.leaving,
    lettre.reading,
    _return,
    veille.choosing,
    veille.applying,
    veille.publishing,
    veille.reading,
    veille.outage,
    _figures,
    _planning,
    _meeting,
    reseau.year,
    reseau.arriving,
    reseau.forgetting,
)


def _typed(now: datetime, weeks: int) -> str:
    """Return the Tuesday of a week to come, as it is typed."""
    day = now + timedelta(weeks=weeks)
    return f"{day + timedelta(days=1 - day.weekday()):%d/%m/%Y}"
