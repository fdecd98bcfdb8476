"""What is shown of a survey: in the channel, to whoever answers, to those who coordinate.

Nothing here knows what someone chose: a question that is asked again is asked as the first time.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.core.card_keys import CardKind, card_key
from bot.core.message import OPTION_LABEL, Button, Option, menu
from bot.survey.questionnaire import LETTERS
from bot.survey.rules import Survey, SurveyQuestion, SurveyStatus
from bot.talk import say
from bot.talk.context import Context
from bot.talk.render import shorten
from bot.talk.reply import Reply

DOOR = "reseau enquêtes"
ANSWER = "reseau enquête"
WRITE = "reseau écrire-enquête"
ERASE = "reseau effacer-réponses"
READ = "reseau résultats-enquête"
PREPARE = "reseau préparer-enquête"
LAUNCH = "reseau lancer-enquête"
DROP = "reseau abandonner-enquête"
CLOSE = "reseau clore-enquête"

SKIP = "passer"


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyProgress:
    """How far someone is: the question to answer next, at place `number`; 0 once all are.

    `noted` when an answer was just taken.
    """

    survey: Survey
    done: int
    number: int
    noted: bool = False

    @property
    def total(self) -> int:
        """How many questions there are."""
        return len(self.survey.questions)

    @property
    def question(self) -> SurveyQuestion | None:
        """The question to answer, None once all are."""
        return self.survey.questions[self.number - 1] if self.number else None


def key_of(survey: Survey) -> str:
    """Return the key of the post that invites a network to answer."""
    return card_key(CardKind.SURVEY, survey.network, survey.number)


def asking_key(survey: Survey) -> str:
    """Return what the keys of the messages start with that ask to let a survey through."""
    return f"{key_of(survey)}:ask"


def posted(
    ctx: Context, survey: Survey, *, source: str = "", ending: bool = False, lost: bool = False
) -> tuple[str, tuple[Button, ...]]:
    """Return what the channel reads of a survey, in one post from its launch to its results.

    `source` is the network that it comes from. It is `ending` once it was reminded of; answers
    were `lost` where a backup was put back meanwhile.
    """
    text = ctx.render(
        "reseau/survey_card.md.j2", survey=survey, source=source, ending=ending, lost=lost
    )
    if survey.status is SurveyStatus.OPEN:
        return text, (answer_verb(),)
    told = survey.status is SurveyStatus.CLOSED and (survey.people or survey.merged)
    return text, (read_verb(survey),) if told else ()


def show(
    ctx: Context, survey: Survey, *, source: str = "", ending: bool = False, lost: bool = False
) -> None:
    """Bring up to date what the channel reads."""
    text, buttons = posted(ctx, survey, source=source, ending=ending, lost=lost)
    say.again(ctx, key_of(survey), text, buttons=buttons)


def answer_verb(label: str = "Répondre") -> Button:
    """Return the button that asks the questions that someone has not answered yet."""
    return Button(id="repondre", label=label, route=ANSWER, argument="", primary=True)


def asked(ctx: Context, progress: SurveyProgress) -> tuple[str, tuple[Button, ...]]:
    """Return the question to answer, an option a button; at the end, what may be changed."""
    text = ctx.render("reseau/survey_question.md.j2", progress=progress)
    survey, number = progress.survey, progress.number
    about = f"{survey.number} {number}"
    question = progress.question
    if question is None:
        return text, _changing(survey)
    skip = Button(id="passer", label="Passer", route=ANSWER, argument=f"{about} {SKIP}")
    if question.free:
        write = Button(id="ecrire", label="Écrire…", route=WRITE, argument=str(survey.number))
        return text, (write, skip)
    options = (
        Button(id=f"choix{letter}", label=option, route=ANSWER, argument=f"{about} {letter}")
        for letter, option in zip(LETTERS, question.options, strict=False)
    )
    return text, (*options, skip)


def choosing(ctx: Context, survey: Survey, source: str) -> Reply:
    """Return a survey from above as a territory's coordinators decide of it."""
    further = len(ctx.territories)
    text = ctx.render("reseau/survey_offered.md.j2", survey=survey, source=source, further=further)
    if survey.status is not SurveyStatus.OFFERED:
        return Reply(text=text)
    number = str(survey.number)
    yes = Button("laisser", "Proposer à mon réseau", LAUNCH, number, primary=True)
    return Reply(text=text, buttons=(yes, Button("refuser", "Pas cette fois", DROP, number)))


def draft_verbs(survey: Survey) -> tuple[Button, ...]:
    """Return a coordinator's buttons under a survey that is being prepared."""
    number = str(survey.number)
    return (
        Button(id="lancer", label="Lancer", route=LAUNCH, argument=number, primary=True),
        Button(id="modifier", label="Modifier…", route=PREPARE, argument=""),
        Button(id="abandonner", label="Abandonner", route=DROP, argument=number),
    )


def closing(survey: Survey) -> Option:
    """Return the choice that closes a survey before its date."""
    return Option("Clore l'enquête maintenant", CLOSE, str(survey.number))


def reading(survey: Survey) -> Option:
    """Return the choice that shows the results of a survey."""
    return Option("Les derniers résultats", READ, str(survey.number))


def read_verb(survey: Survey, label: str = "Les résultats") -> Button:
    """Return the button that shows the results of a survey."""
    return Button(
        id=f"resultats{survey.number}", label=label, route=READ, argument=str(survey.number)
    )


def prepare_verb() -> Button:
    """Return the button that opens the form of a new survey."""
    return Button(id="preparer", label="Préparer une enquête…", route=PREPARE, argument="")


def _changing(survey: Survey) -> tuple[Button, ...]:
    options = (
        Option(shorten(f"{place}. {each.text}", OPTION_LABEL), ANSWER, f"{survey.number} {place}")
        for place, each in enumerate(survey.questions, start=1)
    )
    erase = Button(
        id="effacer", label="Effacer mes réponses", route=ERASE, argument=str(survey.number)
    )
    return (menu("changer", "Changer une réponse…", *options), erase)
