"""What people may do about who knows: the verbs under each thing that is said of it."""

from __future__ import annotations

from bot.core.message import Button
from bot.helping.rules import Asking
from bot.question.rules import Question
from bot.question.verbs import ANSWER, ASK_AROUND, SEND, THEME, about
from bot.talk.context import Context

HELP = "besoin aider"
REACH = "besoin aider-ailleurs"
RECEIVE = "besoin recevoir"
RECEIVE_NO_MORE = "besoin ne-plus-recevoir"
ASK_NO_MORE = "besoin ne-plus-demander"
DECLINE = "besoin pas-cette-fois"
ANSWER_BEYOND = "besoin répondre-ailleurs"
ASK_ABOVE = "besoin demander-plus-haut"
FIND = "besoin orienter"

NONE = "aucun"
"""What takes back all the themes of someone at once, in the place of a theme."""

OF_ASKING = "demandé"
"""What tells the answer of someone who was asked from one that coordinators below offer."""

BEYOND, HERE = "ailleurs", "ici"
"""Whether other territories may ask someone too."""


def key_of(asking: Asking) -> str:
    """Return the key of the one message by which someone is asked about a question."""
    return f"asked:{asking.question}:{asking.network}:{asking.user}"


HELPING = Button("aider", "Ce que je sais et reçois…", HELP)
"""What shows someone what they said that they know and receive."""


FINDING = Button("orienter", "Où orienter quelqu'un…", FIND)
"""What asks what to look for, and where."""


def finding(need: str) -> tuple[Button, ...]:
    """Return the button that shows where someone with a need may be sent; none for no need."""
    if not need:
        return ()
    return (Button("orienter", "Voir qui reçoit", FIND, need),)


def asked(question: Question, asking: Asking) -> tuple[Button, ...]:
    """Return the buttons of someone who is asked about a question, of their network or another."""
    number = str(asking.id)
    no = Button("pascettefois", "Pas cette fois", DECLINE, number, emoji="x")
    if question.network == asking.network:
        return (answering(question), no)
    label = "Je peux répondre"
    there = Button("reponse", label, ANSWER_BEYOND, number, primary=True)
    return (there, no)


def answering(question: Question) -> Button:
    """Return the button that opens the form of an answer."""
    return about(question, "reponse", "Je peux répondre", ANSWER, primary=True)


def around(question: Question) -> Button:
    """Return the button that asks those who know a question's theme."""
    return about(question, "quisait", "Demander à qui sait", ASK_AROUND)


def around_no_more(question: Question) -> Button:
    """Return the button that stops asking them."""
    return about(question, "quisait", "Ne plus demander", ASK_NO_MORE)


def above(ctx: Context, question: Question, *, coordinates: bool) -> Button:
    """Return the button to the level above: a coordinator transmits, an asker asks for it."""
    route = SEND if coordinates else ASK_ABOVE
    return about(question, "plushaut", f"Demander {ctx.upward}", route)


def transmitting(ctx: Context, question: Question) -> Button:
    """Return the button by which a coordinator transmits a question, as its asker wishes."""
    return about(question, "transmettre", f"Transmettre {ctx.upward}…", SEND, primary=True)


def theming(question: Question) -> Button:
    """Return the button that changes a question's theme, by which those who know are found."""
    return about(question, "theme", "Changer le thème…", THEME)
