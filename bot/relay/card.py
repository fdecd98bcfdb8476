"""What people of both levels are shown of a climb: words and buttons, rewritten as it moves."""

from __future__ import annotations

from collections.abc import Sequence

from bot.core.message import Button, Option, menu
from bot.index import store as search
from bot.network.network import Scale
from bot.people.wish import Weight
from bot.question import readers
from bot.question import store as questions
from bot.question.card import BeltNote
from bot.question.rules import Question, in_steps
from bot.relay import store as climbs
from bot.relay.rules import TRANSITIONS, Climb, ClimbChange, ClimbStatus, Descent, DescentStatus
from bot.talk import say
from bot.talk.context import Context
from bot.talk.render import shorten

AGREE = "besoin accord"
REFUSE = "besoin désaccord"
TAKE = "besoin prendre"
JOIN_TO = "besoin joindre"
UNJOIN = "besoin détacher"
ANSWER_DOWN = "besoin réponse-directe"
SEND_BACK = "besoin renvoyer"
PUBLISH = "besoin publier"
ADAPT = "besoin adapter"
KEEP = "besoin garder"
DISCARD = "besoin écarter"
OFFER = "besoin proposer-réponse"
TAKE_OFFER = "besoin reprendre-réponse"
CHOOSE = "besoin choisir"
DECIDE = "besoin décider"
STANDING = "besoin transmis"

_NEAREST = 5
_LABEL = 50


def asking_key(climb: Climb) -> str:
    """Return the key of the message that asks someone whether their question may climb."""
    return f"climb:{climb.network}:{climb.id}:{climb.asker}"


def ask_to_agree(ctx: Context, question: Question, climb: Climb) -> None:
    """Ask the asker, in the exact words that would leave; grouped with nothing else."""
    text = _asking(ctx, question, climb)
    shown = f"{climb.number} {climb.id}"
    buttons = (
        Button("accord", "D'accord", AGREE, shown, emoji="white_check_mark", primary=True),
        Button("desaccord", "Non merci", REFUSE, shown, emoji="x"),
    )
    say.to_user(ctx, asking_key(climb), climb.asker, text, weight=Weight.ANSWER, buttons=buttons)


def agreed_or_not(ctx: Context, question: Question, climb: Climb) -> None:
    """Rewrite the request for the asker's consent: what they decided, or what became of it."""
    if climb.asker:
        text = _asking(ctx, question, climb)
        left = climb.sent_at is not None and climb.status in TRANSITIONS[ClimbChange.STOPPED]
        shown = f"{climb.number} {climb.id}"
        stop = Button("reprendre", "Reprendre ma question", REFUSE, shown)
        say.again(ctx, asking_key(climb), text, buttons=(stop,) if left else ())


def give_to_copy(ctx: Context, question: Question, climb: Climb) -> None:
    """Give the coordinators a text to copy: no network above is served by us."""
    text = ctx.render("besoin/climb_to_copy.md.j2", question=question, climb=climb)
    key = f"climb:{climb.network}:{climb.id}:copy"
    answer = Button(
        "reponse", "Noter la réponse…", "besoin répondre", str(climb.number), primary=True
    )
    sender = climb.sent_by in ctx.coordinators
    among = frozenset({climb.sent_by}) if sender else told_of(ctx, question)
    say.to_coordinators(ctx, key, text, weight=Weight.ANSWER, among=among, buttons=(answer,))


def arrival_words(ctx: Context, climb: Climb, people: int, others: int) -> str:
    """Return what those above read of a need that reached them; `others` wait behind it."""
    question = questions.by_id(ctx.db, climb.question)
    below = ctx.networks[climb.network]
    return ctx.render(
        "besoin/arrived.md.j2",
        climb=climb,
        theme=question.theme if question else "",
        since=question.asked_at if question else climb.asked_at,
        people=in_steps(people),
        territory=below.spoken if climb.named else "",
        kind=SCALES[below.scale][0],
        others=others,
    )


def arrival_buttons(ctx: Context, climb: Climb) -> tuple[Button, ...]:
    """Return the buttons by which those above decide of a need that reached them."""
    number = str(climb.id)
    options = tuple(
        Option(
            f"n°\u00a0{each.number} · {shorten(each.text, _LABEL)}",
            JOIN_TO,
            f"{number} {each.number}",
        )
        for each in nearest(ctx, climb)
    )
    joining = (menu("joindre", "Joindre à…", *options),) if options else ()
    return (
        Button("prendre", "Prendre", TAKE, number, primary=True),
        *joining,
        Button("repondre", "Répondre tout de suite…", ANSWER_DOWN, number),
        Button("renvoyer", "Renvoyer…", SEND_BACK, number),
    )


def nearest(ctx: Context, climb: Climb) -> Sequence[Question]:
    """Return the questions of a network above that a need is nearest to, which may carry it."""
    seeking = questions.meaning_of(ctx.db, climb.network, climb.question)
    hits = search.nearest(ctx.db, ctx.network.slug, climb.text, limit=2 * _NEAREST, seeking=seeking)
    return [each for each, _ in questions.of_hits(ctx.db, hits) if each.gathers][:_NEAREST]


def came_down_words(ctx: Context, question: Question, descent: Descent) -> str:
    """Return what the coordinators below read of an answer that came down."""
    source = _name(ctx, descent.source)
    return ctx.render("besoin/came_down.md.j2", question=question, descent=descent, source=source)


def came_down_buttons(question: Question, descent: Descent) -> tuple[Button, ...]:
    """Return the buttons under an answer that came down, to be kept only while it is awaited."""
    if descent.status is not DescentStatus.WAITING:
        return ()
    number = str(descent.number)
    meeting, letter = f"{number} rencontre", f"{number} lettre"
    keeping = (
        Button("rencontre", "Garder pour la rencontre", KEEP, meeting),
        Button("lettre", "Pour la lettre", KEEP, letter),
    )
    return (
        Button("publier", "Publier", PUBLISH, number, primary=True),
        Button("adapter", "Adapter…", ADAPT, number),
        *(keeping if question.status.waiting and not question.private else ()),
        Button("ecarter", "Écarter", DISCARD, number),
    )


def told_of(ctx: Context, question: Question) -> frozenset[str] | None:
    """Return who may be told a question's words among the coordinators: None for all of them."""
    return frozenset(readers.of(ctx, question)) if question.private else None


def note(ctx: Context, question: Question) -> BeltNote:
    """Return what the card of a question tells of the other levels."""
    answer = question.answer
    unnamed = answer is not None and answer.source == question.network
    source = _name(ctx, answer.source) if answer and not unnamed else ""
    given = climbs.published_answer(ctx.db, question.id) if source else None
    original = given.text if given is not None and given.adapted else ""
    found = climbs.last_of(ctx.db, question.id) if question.version else None
    below = carriers(ctx, question) if question.territories else ""
    if found is None:
        return BeltNote(below=below, source=source, unnamed=unnamed)
    kept = climbs.last_answer(ctx.db, question.id)
    keeps = kept is not None and question.status.waiting and kept.status in _READY_FOR
    ready = kept if keeps else None
    shown = found.sent_at is not None and found.status in _SHOWN
    return BeltNote(
        above=(_name(ctx, found.parent) or _OUTSIDE) if shown else "",
        state=_state(ctx, found) if shown else "",
        at=found.sent_at,
        reason=found.reason if shown else "",
        below=below,
        source=_name(ctx, ready.source) if ready else source,
        unnamed=unnamed,
        original=original,
        ready=ready.text if ready else "",
        ready_from=ready.source if ready else "",
        ready_for=_READY_FOR[ready.status] if ready else "",
    )


def _state(ctx: Context, climb: Climb) -> str:
    return _STRANDED if climb.leads_nowhere(ctx.networks) else climb.status.label


def carriers(ctx: Context, question: Question) -> str:
    """Return which networks carry a question, as a count: « 3 départements »."""
    slugs = {each.network for each in climbs.carried_by(ctx.db, question.id)}
    scales = {ctx.networks[each].scale for each in slugs if each in ctx.networks}
    mixed = ("un territoire", "territoires")
    one, several = SCALES[next(iter(scales))] if len(scales) == 1 else mixed
    return f"{len(slugs)}\u00a0{several if len(slugs) > 1 else one.partition(' ')[2]}"


SCALES = {
    Scale.EPCI: ("un EPCI", "EPCI"),
    Scale.DEPARTEMENT: ("un département", "départements"),
    Scale.REGION: ("une région", "régions"),
    Scale.NATIONAL: ("un réseau national", "réseaux nationaux"),
}
"""How networks of a scale are called, one and several."""

_SHOWN = (
    ClimbStatus.SENT,
    ClimbStatus.TAKEN,
    ClimbStatus.JOINED,
    ClimbStatus.ANSWERED,
    ClimbStatus.RETURNED,
)
_READY_FOR = {DescentStatus.MEETING: "la rencontre", DescentStatus.LETTER: "la lettre"}
_OUTSIDE = "un autre réseau"
_STRANDED = "en suspens, car ce réseau n'est plus relié au nôtre"


def _asking(ctx: Context, question: Question, climb: Climb) -> str:
    above = _name(ctx, climb.parent)
    return ctx.render("besoin/climb_asked.md.j2", question=question, climb=climb, above=above)


def _name(ctx: Context, slug: str) -> str:
    network = ctx.networks.get(slug)
    return network.spoken if network is not None else ""
