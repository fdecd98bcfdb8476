"""The belt, told by `courroie demo --scenario`: a need goes up, its answer and news come down."""

from __future__ import annotations

from datetime import timedelta

from sandbox.play.lettre import address_in
from sandbox.play.people import BOT, NAMES, Play, expect
from sandbox.play.player import Json, MissingError

LOIRE_ASKS = "Comment ouvrir Mon espace santé à une personne sans adresse e-mail ?"
DROME_ASKS = "Une personne sans adresse e-mail peut-elle ouvrir Mon espace santé ?"
ANSWER = "Oui : au 3422, ou avec une adresse créée ensemble, que la personne garde."
ADAPTED = "Oui : au 3422. À la Maison France services de Die, on crée l'adresse ensemble."
NEWS = "Les rencontres nationales ont lieu à Lyon. Inscriptions ouvertes."
LINK = "https://rencontres.exemple.invalid/inscription"
PROJECT = "Construire ensemble une mallette d'ateliers sur les arnaques"
UP = "Transmettre à la région…"
CONSENT = "Êtes-vous d'accord pour que votre question"


async def climbing(play_: Play) -> None:
    """Carry one need of two territories to their region: their askers agree to it."""
    play_.scene("Un même besoin, dans la Loire et dans la Drôme")
    card = await _asks(play_, "louis", LOIRE_ASKS, "n° 8")
    await play_.presses("zoe", card, "Moi aussi", "concerne maintenant 2 personnes")
    await _transmits(play_, "amina", card)
    await _agrees(play_, "louis")

    play_.scene("Le besoin arrive à la région")
    arrived = await play_.hears("rachid", "Un besoin monte jusqu'à la région Auvergne-Rhône-Alpes")
    await play_.presses("rachid", arrived, "Prendre", "question n° 1")
    card = await _asks(play_, "ines", DROME_ASKS, "n° 1")
    await _transmits(play_, "bruno", card)
    await _agrees(play_, "ines")
    arrived = await play_.hears("rachid", DROME_ASKS)
    await play_.presses("rachid", arrived, "Joindre à…", "Joint à la question", option="n° 1")
    carried = await play_.reads("amina", "Portée par 2 départements", "aura")

    play_.scene("La région la transmet au national")
    await play_.manages("rachid", carried, "Transmettre au national…")
    await play_.fills("rachid")
    arrived = await play_.hears("nadia", "Un besoin monte jusqu'au réseau national")
    await play_.presses("nadia", arrived, "Prendre", "question n° 1")
    await play_.reads("zoe", "Portée par 1 région", "national")


async def sharing(play_: Play) -> None:
    """Offer a project of the region to its territories, with its author's yes; join it there."""
    play_.scene("Un projet de la région, proposé aux territoires")
    door = await play_.opens("amina", "/rencontre", "rencontre", "aura")
    ideas = "Les idées d'animation"
    listed = await play_.presses("amina", door, "Plus…", "idée", option=ideas)
    play_.does("amina", "appuie sur « Proposer une idée… », et décrit un projet.")
    await play_.people["amina"].clicks(listed, "Proposer une idée…")
    await play_.fills("amina", PROJECT, genre="Projet à plusieurs")
    await play_.sees_alone("amina", "est dans le canal")
    card = await play_.reads("rachid", "Projet à plusieurs n°", "aura")
    shown = await play_.presses("rachid", card, "Plus…", "Qui veut le construire")
    await play_.presses("rachid", shown, "Proposer aux territoires", "Je demande son accord")
    asked = await play_.hears("amina", "pourrait être proposé aux territoires")
    await play_.presses("amina", asked, "D'accord", "C'est proposé")
    post = await play_.reads("ines", PROJECT)
    play_.does("ines", "appuie sur « Ça m'intéresse… », et dit comment lui répondre.")
    await play_.people["ines"].clicks(post, "Ça m'intéresse…")
    await play_.fills("ines", "J'anime déjà cela à Die.", contact="Inès, ines@die.exemple")
    expect("ines@die.exemple", (await play_.hears("amina", "intéresse quelqu'un"))["message"])


async def announcing(play_: Play) -> None:
    """Announce one thing to both territories, as the server of one of them is away."""
    play_.scene("Une annonce du national ; le serveur de la Drôme ne répond plus")
    door = await play_.opens("bruno", "/reseau", "L'année de la Drôme")
    listed = await play_.presses("bruno", door, "Plus…", "Les annonces", option="Annonces")
    await play_.presses("bruno", listed, "Les annonces…", "C'est noté", option="Tout de suite")
    play_.on.drome.faults.cut()
    door = await play_.opens("nadia", "/reseau", "du réseau national")
    play_.does("nadia", "choisit « Annoncer… », et remplit le formulaire.")
    await play_.people["nadia"].clicks(door, "Annoncer…")
    end = play_.on.clock.now() + timedelta(days=120)  # when a letter has long been published
    await play_.fills(
        "nadia", f"{NEWS} {LINK}", fin=f"{end:%d/%m/%Y}", pour="Seulement les départements"
    )

    play_.on.clock.advance(timedelta(days=1).total_seconds())
    play_.scene("Le lendemain, la Drôme ne répond toujours pas ; la Loire choisit")
    # What was on its way to the Drôme at the old hour is refused meanwhile, hence told late.
    card = await play_.pile_at("amina", "Les rencontres nationales")
    await play_.turns("amina", card, "Dans la lettre")

    play_.scene("Le serveur de la Drôme revient")
    play_.on.drome.faults.clear()
    for who in ("bruno", "ines"):
        await play_.people[who].returns()
    post = await play_.reads("ines", "Les rencontres nationales")
    expect("Avec du retard", post["message"])
    _once(await play_.people["ines"].all_in("drome"), "Les rencontres nationales", "ines")


async def told_in_the_letter(play_: Play) -> None:
    """Read in one territory's letter what the other one published."""
    letter = await play_.reads("louis", "La lettre de la Loire")
    await play_.follows(letter, "Les rencontres nationales")


async def coming_down(play_: Play) -> None:
    """Bring the answer back to each asker, by the coordinators of each level."""
    play_.scene("La réponse redescend")
    card = await play_.reads("zoe", "venue des territoires", "national")
    expect(LOIRE_ASKS, card["message"])  # the letter may have told of it since
    play_.does("nadia", "appuie sur « J'ai une réponse », et l'écrit.")
    await play_.people["nadia"].clicks(card, "J'ai une réponse")
    await play_.fills("nadia", ANSWER)
    for who in ("rachid", "amina"):
        down = await play_.hears(who, "répond à la question")
        await play_.presses(who, down, "Publier", "est publiée")
    down = await play_.hears("bruno", "répond à la question")
    play_.does("bruno", "appuie sur « Adapter… », et y ajoute un lieu.")
    await play_.people["bruno"].clicks(down, "Adapter…")
    await play_.fills("bruno", ADAPTED)
    above = "transmise par le réseau national"
    for who, words, source in (
        ("louis", ANSWER, above),
        ("zoe", ANSWER, above),
        ("ines", ADAPTED, "d'après le réseau national, adaptée par la Drôme"),
    ):
        letter = await play_.hears(who, words)
        expect(source, letter["message"])
        _once(await play_.people[who].all_from(BOT), words, who)
        if who == "ines":
            await play_.presses(who, letter, "Merci", "sans votre nom")


async def following(play_: Play) -> None:
    """Read where it all stands, on each level, and the figures on their page."""
    door = await play_.opens("amina", "/besoin", "Les questions de")
    await play_.presses(
        "amina", door, "Plus…", "la réponse est publiée", option="Ce qui est transmis"
    )
    door = await play_.opens("rachid", "/besoin", "Les questions de")
    progress = "réponse publiée dans 2 réseaux sur 2"
    listed = await play_.presses("rachid", door, "Plus…", progress, option="Ce qui est transmis")
    told = await play_.presses("rachid", listed, "Les chiffres", "Le bilan de la région")
    play_.does("rachid", "ouvre la page dans son navigateur.")
    page = await play_.people["rachid"].visits(address_in(told["message"]))
    expect("Auvergne-Rhône-Alpes", page)
    for who in NAMES:
        if NAMES[who] in page:
            raise MissingError(f"{who} is named on the page of what climbs")


async def _asks(play_: Play, who: str, text: str, number: str) -> Json:
    """Have someone ask by the form; return the card."""
    await play_.opens(who, "/besoin", "Les questions de")
    play_.does(who, f"écrit dans le formulaire ouvert : {text}")
    await play_.fills(who, text, theme="Santé")
    card = await play_.reads(who, text)
    expect(f"Question {number}", card["message"])
    return card


async def _transmits(play_: Play, who: str, card: Json) -> None:
    await play_.manages(who, card, UP)
    await play_.fills(who, territoire="Son nom")


async def _agrees(play_: Play, who: str) -> None:
    asked = await play_.hears(who, CONSENT)
    await play_.turns(who, asked, "D'accord")


def _once(posts: list[Json], words: str, who: str) -> None:
    """Expect that something was said once only. Raises MissingError."""
    said = sum(words in each["message"].replace("\u00a0", " ") for each in posts)
    if said != 1:
        raise MissingError(f"{who} read « {words} » {said} times")
