"""A whole month, played without a browser: what `courroie demo --scenario` prints.

Each step waits for what it expects to read; the first that does not come ends the play.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from sandbox.demo import stage
from sandbox.play import enquete, entree, lettre, relais, reseau, savoir, veille
from sandbox.play.people import LOIRE, PILE, Play, Say, cast, labels
from sandbox.play.player import Json, MissingError
from sandbox.play.witness import Witness


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
    await play_.writes("louis", "bonjour", PILE)
    await play_.types(
        "louis", "/besoin Qui prête une salle à Brézieux le mardi ? #vie-du-réseau", "n° 1"
    )
    card = await play_.reads("zoe", "Question n° 1")
    await play_.presses("zoe", card, "Moi aussi", "concerne maintenant 2 personnes")

    await play_.opens("zoe", "/besoin", "Les questions de la Loire")
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
    await play_.types("louis", "/besoin merci", "Est-ce une question")
    offered = await play_.writes(
        "louis", "je cherche une affiche pour un atelier", "je n'en fais rien"
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
    await play_.presses("amina", letter, "Proposer de la partager", "Je demande son accord")
    asked = await play_.hears("zoe", "Êtes-vous d'accord")
    await play_.presses(
        "zoe", asked, "D'accord, sans mon nom", "est posée au réseau, sans votre nom"
    )
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
    await play_.hears("amina", PILE)
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
    card = await play_.pile_at("amina", "se ressemblent")
    await play_.turns("amina", card, "Réunir n°\u00a07 et n°\u00a05")
    for number, occasion, told in (
        (2, "La prochaine rencontre", "à la prochaine rencontre"),
        (5, "Mattermost, sous 15 jours", "sur Mattermost"),
        (4, "La prochaine lettre", "à la prochaine lettre"),
    ):
        card = await play_.reads("amina", f"Question n° {number}")
        await play_.manages("amina", card, "Reporter…")
        await play_.fills("amina", quand=occasion)
        await play_.reads("amina", f"Reportée {told}")


async def _planning(play_: Play) -> None:
    play_.scene("Une rencontre se prépare")
    door = await play_.opens("amina", "/rencontre", "Aucune rencontre n'est planifiée")
    dates = [_typed(play_.on.clock.now(), weeks) for weeks in (4, 5)]
    play_.does("amina", "appuie sur « Proposer des dates… », et en donne deux.")
    await play_.people["amina"].clicks(door, "Proposer des dates…")
    await play_.fills("amina", f"{dates[0]} à 14h\n{dates[1]} à 14h", lieu="La médiathèque")
    poll = await play_.reads("zoe", "Sondage")
    later = labels(poll)[1]
    play_.does("louis", f"touche « {later} » une fois : oui.")
    await play_.people["louis"].clicks(poll, later)
    await play_.hears("louis", "Vos dates")
    play_.does("zoe", f"touche « {later} » deux fois : si besoin.")
    for _ in ("oui", "si besoin"):
        await play_.people["zoe"].clicks(poll, later)
    await play_.hears("zoe", "si besoin**")
    play_.does("amina", "choisit « Plus… », puis « Clore maintenant », puis la date.")
    await play_.people["amina"].clicks(poll, "Plus…")
    managed = await play_.hears("amina", "quelle date pour la prochaine rencontre")
    await play_.people["amina"].clicks(managed, "Clore maintenant")
    closed = await play_.hears("amina", "à vous de choisir la date")
    await play_.people["amina"].clicks(closed, f"Choisir {later}")
    await play_.hears("amina", "en préparation")

    await _offers(play_)
    await play_.opens("amina", "/rencontre", "Rencontre en préparation")
    hosting = await _around(play_, "amina", "Accueil…", "Accueil des rencontres")
    await play_.presses("amina", hosting, "Demander à Zoé Lambert", "en privé")
    asked = await play_.hears("zoe", "Accueil")
    await play_.presses("zoe", asked, "Oui, j'accueille", "vous accueillez la rencontre")

    draft = await play_.opens("amina", "/rencontre", "Rencontre en préparation")
    await play_.presses("amina", draft, "Annoncer", "C'est annoncé")
    post = await play_.reads("louis", "Venez-vous")
    if not (await play_.people["louis"].downloads(post)).startswith(b"BEGIN:VCALENDAR"):
        raise MissingError("the announcement's calendar file is none")
    await play_.presses("louis", post, "Je viens", "vous venez sur place")
    announced = await play_.opens("amina", "/rencontre", "Rencontre de la Loire")
    play_.does("amina", "choisit « Confier l'animation… » dans « Plus… », et nomme Zoé.")
    await play_.people["amina"].clicks(announced, "Plus…", "Confier l'animation…")
    await play_.fills("amina", "@zoe")
    proposed = await play_.hears("zoe", "vous propose l'animation")
    await play_.presses("zoe", proposed, "D'accord", "c'est pour vous")


async def _offers(play_: Play) -> None:
    own = await _around(play_, "zoe", "Accueil…", "Accueil des rencontres")
    play_.does("zoe", "appuie sur « Proposer mon lieu… », et le décrit.")
    await play_.people["zoe"].clicks(own, "Proposer mon lieu…")
    await play_.fills("zoe", "La médiathèque, 20 places")
    await play_.sees_alone("zoe", "vous voici volontaire")


async def _around(play_: Play, who: str, choice: str, expected: str) -> Json:
    """Choose in the menu of what may be done around meetings."""
    door = await play_.opens(who, "/rencontre", "encontre")
    play_.does(who, f"choisit « {choice} » dans « Plus… ».")
    await play_.people[who].clicks(door, "Plus…", choice)
    return await play_.sees_alone(who, expected)


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
    await _notes(play_, await play_.reads("zoe", "Compte rendu en relecture"))
    card = await play_.reads("zoe", "Compte rendu en relecture")
    await play_.presses("zoe", card, "Publier", "Compte rendu publié")
    minutes = await play_.reads("louis", "vous a-t-elle été utile")
    await play_.presses("louis", minutes, "Tout à fait", "sans votre nom")


async def _notes(play_: Play, card: Json) -> None:
    """Give one's own notes of the meeting, and keep what they propose for its minutes."""
    play_.does("zoe", "appuie sur « Donner des notes… », et colle les siennes.")
    await play_.people["zoe"].clicks(card, "Donner des notes…")
    await play_.fills("zoe", _NOTES)
    await play_.hears("zoe", "Je lis ces notes")
    card = await play_.offers("zoe", "Trier les passages")
    await play_.presses("zoe", card, "Trier les passages", "conversation privée")
    card = await play_.hears("zoe", "D'après les notes")
    await play_.turns("zoe", card, "Garder")


_NOTES = """Rencontre de Feurs, notes prises sur un coin de table
- visite : très beau lieu, le café est froid
- outil de quiz : Digiquiz, gratuit et sans compte, il suffit de donner le lien aux participants
- il faudrait que quelqu'un prévienne la mairie avant le 15/01"""


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
    lettre.writing_back,
    lettre.leaving,
    lettre.reading,
    relais.coming_down,
    relais.following,
    relais.sharing,
    _return,
    veille.choosing,
    veille.applying,
    veille.publishing,
    veille.reading,
    veille.outage,
    _planning,
    _meeting,
    savoir.ticking,
    savoir.asking,
    savoir.sharing,
    savoir.above,
    enquete.launching,
    enquete.answering,
    enquete.closing,
    enquete.adding_up,
    reseau.year,
    reseau.remembering,
    reseau.arriving,
    reseau.forgetting,
    entree.inviting,
    entree.accepting,
    entree.announcing,
    entree.sorting,
    entree.handing_over,
    reseau.sheet,
)


def _typed(now: datetime, weeks: int) -> str:
    """Return the Tuesday of a week to come, as it is typed."""
    day = now + timedelta(weeks=weeks)
    return f"{day + timedelta(days=1 - day.weekday()):%d/%m/%Y}"
