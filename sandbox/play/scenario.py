"""A whole month, played without a browser: what `courroie demo --scenario` prints.

Each step waits for what it expects to read; the first that does not come ends the play.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.demo import stage
from sandbox.play import enquete, lettre, relais, reseau, savoir, veille
from sandbox.play.people import LOIRE, Play, Say, cast, labels
from sandbox.play.player import MissingError
from sandbox.play.witness import Witness

PNG = b"\x89PNG\r\n\x1a\n"


async def play(say: Say, witness: Witness | None = None) -> int:
    """Play the month before a witness; return 0 if each step happened, 1 otherwise."""
    with TemporaryDirectory(prefix="courroie-") as folder:
        async with stage(Path(folder), 0) as on, cast(on, say, witness, for_months=True) as play_:
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
    await play_.writes("louis", "bonjour", "Que voulez-vous faire")
    await play_.types(
        "louis", "/besoin Qui prête une salle à Brézieux le mardi ? #vie-du-réseau", "n° 1"
    )
    card = await play_.reads("zoe", "Question n° 1")
    await play_.presses("zoe", card, "Moi aussi", "concerne maintenant 2 personnes")

    await play_.opens("zoe", "/besoin", "Les questions de 42 - Loire")
    play_.does("zoe", "écrit dans le formulaire ouvert, et choisit de ne pas signer.")
    await play_.fills(
        "zoe",
        "Une personne revient chaque jour me voir : comment lui dire que je n'ai plus le temps ?",
        theme="Vie du réseau",
        visibilite="Le réseau, sans mon nom",
        ou="À la prochaine rencontre",
    )
    await play_.reads("amina", "Question n° 2")

    play_.does("louis", "écrit dans le canal : @courroie besoin Une fiche pour la carte grise ?")
    await play_.people["louis"].says(LOIRE, "@courroie besoin Une fiche pour la carte grise ?")
    await play_.reads("amina", "Question n° 3")
    await play_.types("louis", "/besoin merci", "Avec plaisir")
    offered = await play_.writes(
        "louis", "je cherche une affiche pour un atelier", "Est-ce une question pour le réseau"
    )
    play_.does("louis", "appuie sur « Non merci ».")
    await play_.people["louis"].clicks(offered, "Non merci")
    await play_.types("marc", "/besoin Je peux venir ?", "aucun des réseaux")


async def _in_private(play_: Play) -> None:
    play_.scene("Ce qui ne regarde pas tout le monde")
    receipt = await play_.opens(
        "zoe",
        "/besoin privé Ma mairie veut me confier la régie de la cantine : est-ce mon rôle ?",
        "sera lue par Amina",
    )
    await play_.presses("zoe", receipt, "Transmettre", "est transmise à Amina")
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
    play_.on_monday()
    play_.scene("Le lundi à 9 h")
    await play_.hears("amina", "À faire cette semaine")
    await play_.types("zoe", "/besoin liste", "5 questions attendent")
    await _found_wanting(play_)
    await _accepted(play_)
    await play_.types("zoe", "/besoin Qui aurait une fiche pour refaire une carte grise ?", "n° 6")
    offer = await play_.hears("zoe", "Avant que le réseau ne lise")
    await play_.answers("zoe", offer, "Cela répond à ma question", "rejoint la n° 3")
    await play_.types("louis", "/besoin chercher sale a preter", "salle des fêtes")


async def _found_wanting(play_: Play) -> None:
    card = await play_.people["zoe"].reads(LOIRE, "Question n° 1")
    play_.does("zoe", "appuie sur « J'ai une réponse » sous la question n° 1, et l'écrit.")
    await play_.people["zoe"].clicks(card, "J'ai une réponse")
    await play_.fills("zoe", "La Manufacture, le mardi")
    letter = await play_.hears("louis", "a répondu à votre question n° 1")
    play_.does("louis", "appuie sur « Pas tout à fait… », et dit ce qui manque.")
    await play_.people["louis"].clicks(letter, "Pas tout à fait…")
    await play_.fills("louis", "La Manufacture est en travaux tout l'hiver.")
    card = await play_.reads("amina", "en travaux tout l'hiver")
    play_.does("amina", "appuie sur « J'ai une réponse », et l'écrit.")
    card = await play_.people["amina"].reads(LOIRE, "Question n° 1")
    await play_.people["amina"].clicks(card, "J'ai une réponse")
    await play_.fills("amina", "La mairie prête la salle des fêtes, le mardi")
    letter = await play_.hears("louis", "la salle des fêtes")
    await play_.presses("louis", letter, "Merci", "C'est transmis")


async def _accepted(play_: Play) -> None:
    card = await play_.people["amina"].reads(LOIRE, "Question n° 3")
    reply = await play_.replies(
        "amina", card, "La fiche de la Drôme est très bien faite : elle est épinglée au canal."
    )
    play_.does("louis", "réagit à ce message par ✅ : c'est la réponse.")
    await play_.people["louis"].reacts(reply, "white_check_mark")
    await play_.reads("zoe", "Réponse d'Amina Belkacem :\n> La fiche de la Drôme")


async def _sorting(play_: Play) -> None:
    play_.scene("La coordination fait le tri, depuis la même carte")
    await play_.types("zoe", "/besoin Mot de passe France Travail perdu, comment faire ?", "n° 7")
    week = await play_.opens("amina", "/aide", "se ressemblent")
    await play_.presses("amina", week, "Réunir n°\u00a07 et n°\u00a05", "n° 7 a rejoint la n° 5")
    card = await play_.reads("amina", "Question n° 2")
    await play_.presses(
        "amina", card, "Gérer…", "est reportée", option="Reporter à la prochaine rencontre"
    )
    card = await play_.reads("amina", "Question n° 5")
    await play_.presses("amina", card, "Gérer…", "est reportée", option="Reporter sur Mattermost")
    card = await play_.reads("amina", "Question n° 4")
    await play_.presses(
        "amina", card, "Gérer…", "est reportée", option="Reporter à la prochaine lettre"
    )


async def _planning(play_: Play) -> None:
    play_.scene("Une rencontre se prépare")
    door = await play_.opens("amina", "/rencontre", "Aucune rencontre n'est planifiée")
    dates = [_typed(play_.on.clock.now(), weeks) for weeks in (4, 5)]
    play_.does("amina", "appuie sur « Proposer des dates… », et en donne deux.")
    await play_.people["amina"].clicks(door, "Proposer des dates…")
    await play_.fills("amina", f"{dates[0]} à 14h\n{dates[1]} à 14h", lieu="La médiathèque")
    poll = await play_.reads("zoe", "Sondage")
    later = labels(poll)[1]
    await play_.presses("louis", poll, later, "Vos réponses au sondage")
    for _ in ("oui", "si besoin"):
        await play_.presses("zoe", poll, later, "Vos réponses au sondage")
    play_.does("amina", "choisit « Clore maintenant » dans « Gérer… », puis la date.")
    await play_.people["amina"].clicks(poll, "Gérer…", "Clore maintenant")
    poll = await play_.reads("amina", "Sondage clos")
    await play_.presses(
        "amina", poll, "Choisir la date…", "en préparation", option=f"Choisir {later}"
    )

    await play_.types("zoe", "/rencontre accueillir La médiathèque, 20 places", "accueil")
    hosting = await play_.opens("amina", "/rencontre accueil", "Accueil des rencontres")
    await play_.presses("amina", hosting, "Demander à Zoé Lambert", "en privé")
    asked = await play_.hears("zoe", "Accueil")
    await play_.presses("zoe", asked, "Oui, j'accueille", "vous accueillez la rencontre")

    draft = await play_.opens("amina", "/rencontre", "Rencontre en préparation")
    await play_.presses("amina", draft, "Annoncer", "C'est annoncé")
    post = await play_.reads("louis", "Venez-vous")
    if not (await play_.people["louis"].downloads(post)).startswith(b"BEGIN:VCALENDAR"):
        raise MissingError("the announcement's calendar file is none")
    await play_.presses("louis", post, "Je viens", "vous venez sur place")
    await play_.types("amina", "/rencontre animation @zoe", "Zoé Lambert l'anime")
    await play_.hears("zoe", "Une rencontre à animer")


async def _meeting(play_: Play) -> None:
    await play_.weeks_later(5)
    play_.scene("Le jour de la rencontre, tenue par Zoé")
    await play_.types("louis", "/besoin Qui connaît un bon outil de quiz ?", "n° 9")
    await play_.types("zoe", "/rencontre tenir", "est ouverte")
    card = await play_.reads("zoe", "Rencontre en cours")
    for _ in range(3):
        card = await play_.turns("zoe", card, "Suivant", where="dans le canal")
    play_.does("zoe", "appuie sur « Réponse trouvée », et l'écrit.")
    await play_.people["zoe"].clicks(card, "Réponse trouvée")
    await play_.fills("zoe", "« Mot de passe oublié », ensemble, jamais à sa place.")
    card = await play_.people["zoe"].reads(LOIRE, "Rencontre en cours")
    for button, text, entries in (
        ("Décision", "Un atelier commun en mars", {}),
        ("Action", "Réserver la salle", {"qui": "Zoé"}),
        ("Présences", "18", {"structures": "9"}),
    ):
        play_.does("zoe", f"appuie sur « {button} », et écrit : {text}.")
        await play_.people["zoe"].clicks(card, button)
        await play_.fills("zoe", text, **entries)
    play_.on.clock.advance(timedelta(hours=2, minutes=45).total_seconds())
    await play_.presses("zoe", card, "Terminer", "en relecture")
    card = await play_.reads("zoe", "Compte rendu en relecture")
    await play_.presses("zoe", card, "Publier", "Compte rendu publié")
    minutes = await play_.reads("louis", "vous a-t-elle été utile")
    await play_.presses("louis", minutes, "Tout à fait", "sans votre nom")


async def _figures(play_: Play) -> None:
    play_.scene("Le bilan")
    await play_.types("amina", "/besoin bilan canal", "Je publie ce bilan dans le canal")
    post = await play_.people["zoe"].reads(LOIRE, "Les questions de 42 - Loire depuis")
    picture = await play_.people["zoe"].downloads(post)
    if not picture.startswith(PNG):
        raise MissingError("the report's picture is none")
    (file,) = post["metadata"]["files"]
    play_.said("Courroie, dans le canal", f"{file['name']}, une image de {file['width']} pixels")
    await play_.types("amina", "/besoin exporter", "arrive en message direct")
    await play_.hears("amina", "en tableau, sans aucun nom")


async def _return(play_: Play) -> None:
    await play_.weeks_later(2)
    play_.scene("Deux semaines plus tard")
    await play_.reads("louis", "De nouveau ouverte")


_ACTS = (
    _questions,
    _in_private,
    _answers,
    _sorting,
    relais.climbing,
    veille.feeding,
    lettre.preparing,
    lettre.subscribing,
    relais.announcing,
    lettre.publishing,
    relais.told_in_the_letter,
    lettre.leaving,
    lettre.reading,
    relais.coming_down,
    relais.following,
    _return,
    veille.choosing,
    veille.applying,
    veille.publishing,
    veille.reading,
    veille.outage,
    _figures,
    _planning,
    _meeting,
    savoir.ticking,
    savoir.asking,
    savoir.above,
    enquete.launching,
    enquete.answering,
    enquete.closing,
    enquete.adding_up,
    reseau.year,
    reseau.arriving,
    reseau.forgetting,
)


def _typed(now: datetime, weeks: int) -> str:
    """Return the Tuesday of a week to come, as it is typed."""
    day = now + timedelta(weeks=weeks)
    return f"{day + timedelta(days=1 - day.weekday()):%d/%m/%Y}"
