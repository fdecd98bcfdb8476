"""Announcements to the networks below; what comes from those above, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial

from bot.core.message import Button, Option
from bot.french.text import require_impersonal
from bot.meeting.ideas import store as ideas
from bot.meeting.ideas.choosing import UNSHARE
from bot.network import tree
from bot.network.network import Network, Scale
from bot.network.rights import Act
from bot.relay.announcing import aiming, announcing, card, choosing, offering
from bot.relay.announcing import store as announcements
from bot.relay.announcing.announcing import AnnouncementDraft
from bot.relay.announcing.rules import (
    ANNOUNCEMENT_LIMIT,
    NOTHING_TO_OFFER,
    UNKNOWN_ANNOUNCEMENT,
    Announcement,
    AnnouncementChoice,
    AnnouncementOrigin,
    Arrival,
    CopyStatus,
)
from bot.relay.coming_down import choose_undecided, undecided_becomes
from bot.relay.rules import Undecided
from bot.talk.arguments import certified_first, confirmed_first, first_word, number_first
from bot.talk.care import DEPOSITED
from bot.talk.command import Command
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.offering import OFFER
from bot.talk.personal import names_in
from bot.talk.render import day, sentence
from bot.talk.reply import Choice, Dialog, Field, Reply, optional_field, taking_back, words_field
from bot.talk.routing import Route
from bot.veille.proposal import LINK_LIMIT
from commands.texts import Numbered, numbered

LISTED = 5
"""Announcements of each sort that the list tells; its menu has the others."""

_HINT = 100
"""Characters of a hint in an entry that a phone shows."""


def _read(command: Command, _situation: Situation) -> AnnouncementDraft:
    """Read what is announced. Raises PersonalDataError."""
    certified, text = certified_first(command.text)
    fields = command.fields
    require_impersonal(text, certified=certified)
    return AnnouncementDraft(
        text=text,
        end=fields.get("fin", ""),
        scale=fields.get("pour", ""),
        names=fields.get("territoires", ""),
    )


def announce(command: Command, ctx: Context, draft: AnnouncementDraft) -> Reply:
    """Announce something to the networks aimed at."""
    made, aimed = announcing.announce(ctx, draft, command.caller)
    return _sent(ctx, made, aimed)


def offer(command: Command, ctx: Context) -> Reply:
    """Offer an article, a deadline, a meeting or a project to the networks below."""
    what, rest = first_word(command.text)
    origin, found = offering.ORIGINS.get(what), number_first(rest)
    if origin is None or found is None:
        raise NOTHING_TO_OFFER()
    if origin is AnnouncementOrigin.PROJECT:
        asked = offering.ask_author(ctx, found[0], command.caller)
        if asked is not None:
            return asked
    made, aimed = offering.offer(ctx, origin, found[0], command.caller)
    return _sent(ctx, made, aimed)


def share(command: Command, ctx: Context, *, agreed: bool) -> Reply:
    """Let the territories read one's project, or no longer; words that name one are asked about."""
    if agreed and not confirmed_first(command.words)[0]:
        words = ideas.get(ctx.db, ctx.network.slug, command.number).text
        if names := names_in(words, command.caller):
            sure = f"{command.number} confirmé"
            anyway = Button("accord", "D'accord, avec ces mots", offering.SHARE, sure)
            return ctx.reply("reseau/project_named.md.j2", anyway, names=names)
    idea = offering.share(ctx, command.number, command.caller, agreed=agreed)
    back = taking_back(UNSHARE if agreed else offering.SHARE, str(idea.number))
    reply = ctx.reply("reseau/project_shared.md.j2", idea=idea)
    did = "proposé aux territoires" if agreed else "reste dans le réseau"
    return replace(reply, did=f"Projet n° {idea.number} : {did}", undo=back)


def join(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Write to whoever carries a project that is offered from above, with how to answer."""
    contact = command.fields.get("contact", "")
    idea = offering.join(ctx, typed.number, typed.text, contact, command.caller)
    return ctx.reply("reseau/project_word_sent.md.j2", idea=idea)


def list_them(command: Command, ctx: Context) -> Reply:
    """Show what comes from above and what was announced below; keep what becomes of it.

    So it does of answers from above that nobody decides on.
    """
    choice = next((each for each in AnnouncementChoice if each.value == command.text), None)
    answers = next((each for each in Undecided if each.value == command.text), None)
    if choice is not None:
        choosing.choose(ctx, choice)
    if answers is not None:
        choose_undecided(ctx, answers)
    above = list(_above(ctx))
    children = [each.slug for each in tree.below(ctx.network, ctx.networks)]
    arrived = announcements.arrivals(ctx.db, ctx.network.slug, ctx.now)
    made = announcements.made_by(ctx.db, ctx.network.slug, limit=LISTED)
    reached = {each.announcement.id for each in arrived}
    parents = tuple(each.slug for each in above)
    passing = announcements.passing(ctx.db, parents, children, ctx.now)
    verbs = (
        *((card.announce_verb(),) if children else ()),
        *card.reading_menu(arrived, made),
        *((card.choices_menu(), card.answers_menu()) if above else ()),
    )
    return ctx.reply(
        "reseau/announcements.md.j2",
        *verbs,
        choice=choosing.choice_of(ctx),
        answers=undecided_becomes(ctx),
        fresh=bool(choice or answers),
        above=above[0].spoken if above else "",
        announces=bool(children),
        arrived=[(card.source(ctx, each.announcement), each) for each in arrived[:LISTED]],
        made=[(each, card.counts(ctx, each)) for each in made],
        passing=[(card.source(ctx, each), each) for each in passing if each.id not in reached],
    )


def show(command: Command, ctx: Context) -> Reply:
    """Show an announcement: made here, with who carried it, or come from above, to be chosen of."""
    made = announcements.made_here(ctx.db, ctx.network.slug, command.number)
    if made is not None:
        return card.own(ctx, made)
    arrival = announcements.arrival(ctx.db, ctx.network.slug, command.number)
    return card.shown(ctx, arrival)


def choose(become: Callable[[Context, int], Arrival], command: Command, ctx: Context) -> Reply:
    """Choose what becomes of an announcement from above: the channel, the letter, or nothing."""
    return card.shown(ctx, become(ctx, command.number))


def adapt(_command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Publish an announcement from above in the network's own words."""
    return card.shown(ctx, choosing.adapt(ctx, typed.number, typed.text))


def edit(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Give an announcement other words, wherever it was published."""
    draft = AnnouncementDraft(text=typed.text, end=command.fields.get("fin", ""))
    return card.own(ctx, announcing.edit(ctx, typed.number, draft))


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take an announcement back."""
    return card.own(ctx, announcing.withdraw(ctx, command.number))


def choices(command: Command, ctx: Context) -> tuple[Option, ...]:
    """Return what a coordinator finds under the network's year, with levels above or below."""
    children = tree.children_of(ctx.network, ctx.networks)
    linked = children or tree.parent_of(ctx.network, ctx.networks)
    chooses = ctx.allows(Act.CHOOSE_ANNOUNCEMENT, command.caller)
    return (Option("Annonces", card.LIST),) if linked and chooses else ()


def door(command: Command, ctx: Context) -> tuple[Button, ...]:
    """Return the button by which a coordinator writes to the networks below, if there are any."""
    children = tree.children_of(ctx.network, ctx.networks)
    announces = children and ctx.allows(Act.ANNOUNCE, command.caller)
    return (Button("annoncer", "Annoncer…", card.ANNOUNCE),) if announces else ()


def _sent(ctx: Context, made: Announcement, aimed: Sequence[Network]) -> Reply:
    follow = Button("suivre", "Qui l'a reprise", card.SHOW, str(made.number))
    shown = (*card.own_verbs(made), follow)
    reply = ctx.reply("reseau/announced.md.j2", *shown, announcement=made, aimed=aimed)
    back = taking_back(card.WITHDRAW, str(made.number))
    return replace(reply, did=f"Annonce n° {made.number} : envoyée", undo=back)


def original(command: Command, ctx: Context) -> Reply:
    """Show an announcement of the channel as it was made above."""
    arrival = announcements.arrival(ctx.db, ctx.network.slug, command.number)
    if arrival.copy.status is not CopyStatus.PUBLISHED:
        raise UNKNOWN_ANNOUNCEMENT(number=command.number)
    announcement = arrival.announcement
    source = card.source(ctx, announcement)
    return ctx.reply("reseau/announcement_original.md.j2", announcement=announcement, source=source)


def _above(ctx: Context) -> Iterator[Network]:
    """Yield the networks above, the nearest first."""
    above = tree.parent_of(ctx.network, ctx.networks)
    while above is not None:
        yield above
        above = tree.parent_of(above, ctx.networks)


_TEXT = words_field(
    label="Votre annonce",
    placeholder="Les inscriptions aux rencontres nationales sont ouvertes.",
    help="Brève : elle se lit sur un téléphone. Un lien, à la fin, mène au détail.",
    limit=ANNOUNCEMENT_LIMIT + LINK_LIMIT,
)
_END = optional_field(
    name="fin",
    label="Jusqu'à quand",
    help="Passée cette date, elle n'est plus publiée nulle part. Vide : trois mois.",
)


def _ending(ctx: Context) -> Field:
    """Return the entry of an announcement's end, with an example from today."""
    return replace(_END, placeholder=day(ctx.now + timedelta(weeks=3), ctx.network.timezone))


def _form(_command: Command, ctx: Context) -> Dialog:
    below = announcing.below(ctx)
    count = len(below)
    scales = [scale for scale in reversed(Scale) if any(each.scale is scale for each in below)]
    everyone = f"Tous les réseaux rattachés ({count})" if count > 1 else sentence(below[0].spoken)
    aimed = Field(
        name="pour",
        label="Pour qui",
        default=aiming.ALL,
        choices=(
            Choice(label=everyone, value=aiming.ALL),
            *(Choice(label=f"Seulement {scale.plural}", value=scale.plural) for scale in scales),
        ),
    )
    named = optional_field(
        name="territoires",
        label="Ou à ces territoires",
        placeholder=", ".join(each.spoken for each in below[:2])[:_HINT],
        help="Leurs noms, séparés par des virgules ; ils comptent seuls.",
        limit=LINK_LIMIT,
    )
    return Dialog(
        title="Annoncer",
        submit="Annoncer",
        fields=(_TEXT, _ending(ctx), aimed, named),
        introduction="Chaque réseau a choisi ce qu'il fait de votre annonce : la publier "
        "aussitôt, en décider, ou la mettre dans sa lettre.",
    )


def _editing(command: Command, ctx: Context) -> Dialog:
    made = announcements.get(ctx.db, ctx.network.slug, command.number)
    end = ctx.render("reseau/announcement_end.md.j2", announcement=made) if made.dated else ""
    text = f"{made.text} {made.link}".rstrip()
    return Dialog(
        title=f"Annonce n°\u00a0{made.number}",
        submit="Changer",
        fields=(
            replace(_TEXT, default=text, help="Elle change partout où elle a été publiée."),
            replace(_ending(ctx), default=end),
        ),
    )


def _adapting(command: Command, ctx: Context) -> Dialog:
    arrival = announcements.arrival(ctx.db, ctx.network.slug, command.number)
    text = replace(_TEXT, default=arrival.words, help=_ADAPTING)
    return Dialog(title="Adapter l'annonce", submit="Publier", fields=(text,))


_ADAPTING = "Il se lit comme adapté par votre réseau\u00a0; l'annonce d'origine reste à lire."

_announces = partial(Route, Act.ANNOUNCE)
_chooses = partial(Route, Act.CHOOSE_ANNOUNCEMENT)

_JOINING = Dialog(
    title="Ce projet m'intéresse",
    submit="Envoyer",
    fields=(
        words_field(
            label="Un mot de vous",
            placeholder="J'anime déjà des ateliers sur ce sujet, à Valence.",
            limit=offering.JOINING_LIMIT,
        ),
        Field(
            name="contact",
            label="Votre nom, un contact",
            placeholder="Votre prénom, votre adresse professionnelle",
            help="Lu par la seule personne qui porte le projet, dans l'autre réseau. Ce mot ne "
            "se rappelle pas ; je n'en garde rien au-delà d'un mois.",
        ),
    ),
)

ROUTES = (
    _announces(
        card.ANNOUNCE,
        reading(_read, announce),
        limit=LINK_LIMIT + ANNOUNCEMENT_LIMIT,
        care=DEPOSITED,
        form=_form,
    ),
    _chooses(card.LIST, list_them),
    Route(Act.READ_QUESTIONS, f"{card.ORIGINAL} : <n°>", original),
    _chooses(f"{card.SHOW} : <n°>", show),
    _chooses(f"{card.PUBLISH} : <n°>", partial(choose, choosing.publish)),
    _chooses(
        f"{card.ADAPT} : <n°> <texte>", reading(numbered, adapt), care=DEPOSITED, form=_adapting
    ),
    _chooses(f"{card.KEEP} : <n°>", partial(choose, choosing.keep)),
    _chooses(f"{card.DISCARD} : <n°>", partial(choose, choosing.discard)),
    _announces(
        f"{card.EDIT} : <n°> <texte>",
        reading(numbered, edit),
        limit=LINK_LIMIT + ANNOUNCEMENT_LIMIT,
        care=DEPOSITED,
        form=_editing,
    ),
    _announces(f"{card.WITHDRAW} : <n°>", withdraw),
    _announces(OFFER, offer),
    Route(Act.READ_IDEAS, f"{offering.SHARE} : <n°>", partial(share, agreed=True)),
    Route(Act.READ_IDEAS, f"{UNSHARE} : <n°>", partial(share, agreed=False)),
    Route(
        Act.SUPPORT_IDEA,
        f"{card.JOIN} : <n°> <texte>",
        reading(numbered, join),
        form=_JOINING,
    ),
)
