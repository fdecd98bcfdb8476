"""Who knows, told by `courroie demo --scenario`: here, then at the level above, and back."""

from __future__ import annotations

from bot.french.workdays import may_remind
from sandbox.play.people import BOT, HOMES, ZONE, Play, expect
from sandbox.play.player import Json, MissingError

THEME = "Bureautique"
GUIDE_LINK = "https://exemple.org/guide-calc"
TABLES = "Comment fusionner deux tableaux dans LibreOffice Calc ?"
COLUMNS = "Feuilles, puis Fusionner : les colonnes doivent porter le même nom."
READER = "Quel lecteur d'écran installer avec LibreOffice ?"
FREE = "NVDA, gratuit : il lit Writer et Calc."
KNOWS = "Pouvez-vous aider"
COMES = "répond à la question"


async def ticking(play_: Play) -> None:
    """Have two of the Loire say what they know, and what a structure receives."""
    play_.on_monday()
    while not may_remind(play_.on.clock.now(), ZONE):  # August: nobody is asked anything then
        play_.on_monday()
    play_.scene("Qui sait quoi, dans la Loire")
    mine = await _further(play_, "louis", "Ce que je sais et reçois…", "aucun thème")
    mine = await play_.presses(
        "louis", mine, "Ce que je sais…", "Seul votre territoire", option=THEME
    )
    mine = await play_.presses(
        "louis", mine, "Aider aussi d'autres territoires", "D'autres territoires peuvent"
    )
    play_.does("louis", "appuie sur « Ce que je reçois… », et remplit le formulaire.")
    await play_.people["louis"].clicks(mine, "Ce que je reçois…")
    await play_.fills(
        "louis", "Personnes sourdes, le mardi", structure="La Manufacture", commune="Roanne"
    )
    await play_.sees_alone("louis", "C'est gardé")
    mine = await _further(play_, "amina", "Ce que je sais et reçois…", "savez et recevez")
    told = "Vous pouvez aider sur : Bureautique"
    await play_.presses("amina", mine, "Ce que je sais…", told, option="Bureautique")
    door = await play_.opens("zoe", "/besoin", "Les questions de")
    await play_.people["zoe"].clicks(door, "Plus…", "Où orienter quelqu'un…")
    await play_.fills("zoe", "personnes sourdes à Roanne")
    await play_.sees_alone("zoe", "La Manufacture")


async def _further(play_: Play, who: str, option: str, expected: str) -> Json:
    """Have someone choose in « Plus… », under `/besoin`."""
    door = await play_.opens(who, "/besoin", "Les questions de")
    return await play_.presses(who, door, "Plus…", expected, option=option)


async def sharing(play_: Play) -> None:
    """Keep a link as a resource, thank for it, and find it with all that is about the same."""
    play_.scene("Une ressource, et une recherche")
    offer = await play_.writes("louis", GUIDE_LINK, "à garder comme ressource")
    play_.does("louis", "appuie sur « Garder comme ressource », et dit à quoi elle sert.")
    await play_.people["louis"].clicks(offer, "Garder comme ressource")
    await play_.fills("louis", "Débuter avec Calc, pas à pas")
    kept = await play_.hears("louis", "c'est la ressource n°")
    play_.does("louis", "appuie sur « Nom, licence… », et coche qu'il a le droit de la partager.")
    await play_.people["louis"].clicks(kept, "Nom, licence…")
    await play_.fills("louis", "Débuter avec Calc, pas à pas", droit="oui", licence="by-sa")
    await play_.hears("louis", "sous licence CC BY-SA 4.0")
    found = await play_.opens("zoe", "/besoin chercher Calc", "Ressource")
    guide = "n° 1 · Débuter avec Calc"
    shown = await play_.presses("zoe", found, "Lire…", "Débuter avec Calc", option=guide)
    await play_.presses("zoe", shown, "Merci", "Merci transmis")


async def asking(play_: Play) -> None:
    """Put a question to both: one says no, which nobody reads, the other answers."""
    play_.scene("À qui sait, en privé")
    receipt = await _asks(play_, "zoe", TABLES)
    await play_.presses("zoe", receipt, "Demander à qui sait", "deux à la fois")
    asked = await play_.hears("louis", KNOWS)
    await play_.turns("louis", asked, "Pas cette fois")
    asked = await play_.hears("amina", KNOWS)
    await _replies(play_, "amina", asked, COLUMNS)
    letter = await play_.hears("zoe", COLUMNS)
    await play_.presses("zoe", letter, "Merci", "C'est transmis")
    for who in ("zoe", "amina"):
        for each in await play_.people[who].all_from(BOT):
            if "pas cette fois" in each["message"].replace("\u00a0", " ").lower():
                raise MissingError(f"{who} read that someone said no: « {each['message']} »")


async def above(play_: Play) -> None:
    """Carry a question of the Drôme, where nobody knows, to whoever does in the Loire."""
    play_.scene("Dans la Drôme, personne ne sait : la région")
    await _asks(play_, "ines", READER)
    card = await play_.reads("ines", READER)
    put = await play_.manages(
        "ines", card, "Demander à qui sait", "peut aussi être proposée à la région"
    )
    await play_.presses("ines", put, "Demander à la région", "les mots exacts")
    wish = await play_.hears("bruno", "aimerait qu'elle soit proposée")
    play_.does("bruno", "appuie sur « Transmettre à la région… », relit et envoie.")
    await play_.people["bruno"].clicks(wish, "Transmettre à la région…")
    await play_.fills("bruno")
    consent = await play_.hears("ines", "Êtes-vous d'accord pour que votre question")
    await play_.turns("ines", consent, "D'accord")
    arrived = await play_.hears("rachid", READER)
    play_.does("rachid", "appuie sur « Prendre ».")
    await play_.people["rachid"].clicks(arrived, "Prendre")
    card = await play_.reads("rachid", READER)
    taken = await play_.hears("rachid", f"question n° {_number(card)} du canal")
    await play_.presses("rachid", taken, "Demander à qui sait", "sera proposée")

    play_.scene("Une personne de la Loire répond à la Drôme")
    asked = await play_.hears("louis", "Un autre territoire pose cette question")
    for hidden in ("Drôme", "Inès"):
        if hidden in asked["message"]:
            raise MissingError(f"louis reads where it comes from: « {hidden} »")
    await _replies(play_, "louis", asked, FREE)
    offered = await play_.hears("rachid", FREE)
    play_.does("rachid", "appuie sur « Reprendre cette réponse ».")
    await play_.people["rachid"].clicks(offered, "Reprendre cette réponse")
    down = await play_.hears("bruno", FREE)
    expect(COMES, down["message"])
    await play_.presses("bruno", down, "Publier", "est publiée")
    told = await play_.hears("ines", FREE)
    if "Louis" in told["message"]:
        raise MissingError("ines reads who answered from another territory")


async def _asks(play_: Play, who: str, text: str) -> Json:
    """Have someone ask by the form; return their receipt."""
    await play_.opens(who, "/besoin", "Les questions de")
    play_.does(who, f"écrit dans le formulaire ouvert : {text}")
    await play_.fills(who, text, theme=THEME)
    card = await play_.people[who].reads(HOMES[who], text)
    return await play_.sees_alone(who, f"n° {_number(card)}** paraît dans le canal")


def _number(card: Json) -> str:
    """Return the number of the question that a card shows: others came before it."""
    return str(card["message"]).split("\u00a0", 1)[1].split("**", 1)[0]


async def _replies(play_: Play, who: str, asked: Json, text: str) -> None:
    play_.does(who, f"appuie sur « Je peux répondre », et écrit : {text}")
    await play_.people[who].clicks(asked, "Je peux répondre")
    await play_.fills(who, text)
    await play_.sees_change(who, asked)
