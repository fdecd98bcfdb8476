"""Announcements to the networks below; what comes from those above, and what becomes of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial

from bot.core.message import Button
from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.french.text import require_impersonal
from bot.network import tree
from bot.network.network import Network, Scale
from bot.network.rights import Act
from bot.relay.announcing import announcing, card, choosing, offering
from bot.relay.announcing import store as announcements
from bot.relay.announcing.announcing import AnnouncementDraft
from bot.relay.announcing.rules import (
    ANNOUNCEMENT_LIMIT,
    NO_ANNOUNCEMENT_NUMBER,
    NOTHING_TO_OFFER,
    UNKNOWN_ANNOUNCEMENT,
    Announcement,
    AnnouncementOrigin,
    CopyStatus,
)
from bot.talk.arguments import certified_first, without_thanks
from bot.talk.care import DEPOSITED
from bot.talk.command import Command, Via
from bot.talk.context import Context
from bot.talk.handler import Situation, reading
from bot.talk.offering import OFFER
from bot.talk.reply import Choice, Dialog, Field, Reply
from bot.talk.routing import Route, Takes
from bot.veille.proposal import LINK_LIMIT
from commands.texts import Numbered, numbered

LISTED = 5
"""Announcements of each sort that the list tells; its menu has the others."""

_ORIGINS = {
    "article": AnnouncementOrigin.ARTICLE,
    "echeance": AnnouncementOrigin.DEADLINE,
    "rencontre": AnnouncementOrigin.MEETING,
}
_OFFERED = lazy_pattern(r"(article|echeance|rencontre)s?\s+(?:n[°o]?\s*)?(\d{1,9})\b")
_EVERYONE = "tous"
_HINT = 100
"""Characters of a hint in an entry that a phone shows."""


def _read(command: Command, _situation: Situation) -> AnnouncementDraft:
    """Read what is announced, or the message answered to. Raises PersonalDataError."""
    certified, text = certified_first(command.text)
    refers = command.refers
    if not text.strip() and refers is not None and not refers.author.bot:
        text = refers.text
    fields = command.fields
    for words in (text, fields.get("lien", "")):
        require_impersonal(words, certified=certified)
    named = fields.get("territoires", "").strip()
    return AnnouncementDraft(
        text=text,
        link=fields.get("lien", ""),
        end=fields.get("fin", ""),
        to=named or fields.get("pour", ""),
        in_form=command.via is Via.DIALOG,
    )


def announce(command: Command, ctx: Context, draft: AnnouncementDraft) -> Reply:
    """Announce something to the networks aimed at."""
    made, aimed = announcing.announce(ctx, draft, command.caller)
    return _sent(ctx, made, aimed)


def offer(command: Command, ctx: Context) -> Reply:
    """Offer an article, a deadline or a meeting to the networks below."""
    found = NOTHING_TO_OFFER.unless(_OFFERED.search(fold(command.text)))
    made, aimed = offering.offer(ctx, _ORIGINS[found[1]], int(found[2]), command.caller)
    return _sent(ctx, made, aimed)


def list_them(command: Command, ctx: Context) -> Reply:
    """Show what comes from above and what was announced below; change what becomes of it."""
    fresh = None
    if words := without_thanks(command.text).strip():
        fresh = choosing.choose(ctx, words)
    parents = tuple(above.slug for above in _above(ctx))
    children = [each.slug for each in tree.below(ctx.network, ctx.networks)]
    arrived = announcements.arrivals(ctx.db, ctx.network.slug, ctx.now)
    made = announcements.made_by(ctx.db, ctx.network.slug, limit=LISTED)
    reached = {each.announcement.id for each in arrived}
    passing = announcements.passing(ctx.db, parents, children, ctx.now)
    verbs = (
        *((card.announce_verb(primary=True),) if children else ()),
        *card.reading_menu(arrived, made),
        *((card.choices_menu(),) if parents else ()),
    )
    return ctx.reply(
        "reseau/announcements.md.j2",
        *verbs,
        choice=choosing.choice_of(ctx),
        fresh=fresh,
        receives=bool(parents),
        announces=bool(children),
        arrived=[(card.source(ctx, each.announcement), each) for each in arrived[:LISTED]],
        made=[(each, card.counts(ctx, each)) for each in made],
        passing=[(card.source(ctx, each), each) for each in passing if each.id not in reached],
        now=ctx.now,
    )


def show(command: Command, ctx: Context) -> Reply:
    """Show an announcement: made here, with who carried it, or come from above, to be chosen of."""
    made = announcements.made_here(ctx.db, ctx.network.slug, command.number)
    if made is not None:
        return card.own(ctx, made)
    arrival = announcements.arrival(ctx.db, ctx.network.slug, command.number)
    return card.shown(ctx, arrival)


def publish(command: Command, ctx: Context) -> Reply:
    """Publish what comes from above in the channel."""
    return card.shown(ctx, choosing.publish(ctx, command.number))


def adapt(_command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Publish an announcement from above in the network's own words."""
    return card.shown(ctx, choosing.adapt(ctx, typed.number, typed.text))


def keep(command: Command, ctx: Context) -> Reply:
    """Keep an announcement from above for the next letter."""
    return card.shown(ctx, choosing.keep(ctx, command.number))


def discard(command: Command, ctx: Context) -> Reply:
    """Set an announcement from above aside."""
    return card.shown(ctx, choosing.discard(ctx, command.number))


def edit(command: Command, ctx: Context, typed: Numbered) -> Reply:
    """Give an announcement other words, wherever it was published."""
    fields = command.fields
    draft = AnnouncementDraft(
        text=typed.text,
        link=fields.get("lien", ""),
        end=fields.get("fin", ""),
        in_form=command.via is Via.DIALOG,
    )
    return card.own(ctx, announcing.edit(ctx, typed.number, draft))


def withdraw(command: Command, ctx: Context) -> Reply:
    """Take an announcement back."""
    return card.own(ctx, announcing.withdraw(ctx, command.number))


def verbs(command: Command, ctx: Context) -> tuple[Button, ...]:
    """Return what a coordinator finds in the network's hall, where levels are above or below."""
    if not ctx.allows(Act.CHOOSE_ANNOUNCEMENT, command.caller):
        return ()
    children = tree.children_of(ctx.network, ctx.networks)
    above = tree.parent_of(ctx.network, ctx.networks)
    announces = (card.announce_verb(),) if children else ()
    return (*announces, card.list_verb()) if children or above else ()


def _sent(ctx: Context, made: Announcement, aimed: Sequence[Network]) -> Reply:
    follow = Button("suivre", "Qui l'a reprise", card.SHOW, str(made.number))
    shown = (*card.own_verbs(made), follow)
    return ctx.reply("reseau/announced.md.j2", *shown, announcement=made, aimed=aimed)


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


_TEXT = Field(
    name="texte",
    label="Votre annonce",
    placeholder="Les inscriptions aux rencontres nationales sont ouvertes.",
    help="Brève : elle se lit sur un téléphone. Le détail peut être au bout d'un lien.",
    multiline=True,
    limit=ANNOUNCEMENT_LIMIT,
)
_LINK = Field(
    name="lien",
    label="Lien",
    placeholder="https://www.exemple.fr/page",
    limit=LINK_LIMIT,
    optional=True,
)
_END = Field(
    name="fin",
    label="Jusqu'à quand",
    placeholder="15 janvier 2027",
    help="Passée cette date, elle n'est plus publiée nulle part. Vide : trois mois.",
    optional=True,
)


def _form(_command: Command, ctx: Context) -> Dialog:
    below = announcing.below(ctx)
    count = len(below)
    scales = [scale for scale in reversed(Scale) if any(each.scale is scale for each in below)]
    everyone = f"Tous les réseaux rattachés ({count})" if count > 1 else below[0].name
    aimed = Field(
        name="pour",
        label="Pour qui",
        default=_EVERYONE,
        choices=(
            Choice(label=everyone, value=_EVERYONE),
            *(Choice(label=f"Seulement {scale.plural}", value=scale.plural) for scale in scales),
        ),
    )
    named = Field(
        name="territoires",
        label="Ou à ces territoires",
        placeholder=", ".join(each.name for each in below[:2])[:_HINT],
        help="Leurs noms, séparés par des virgules ; ils comptent seuls.",
        limit=LINK_LIMIT,
        optional=True,
    )
    return Dialog(
        title="Annoncer",
        submit="Annoncer",
        fields=(_TEXT, _LINK, _END, aimed, named),
        introduction="Chaque réseau a choisi ce qu'il en fait : la publier aussitôt, en décider, "
        "ou la mettre dans sa lettre.",
    )


def _editing(command: Command, ctx: Context) -> Dialog:
    made = announcements.get(ctx.db, ctx.network.slug, command.number)
    end = ctx.render("reseau/announcement_end.md.j2", announcement=made) if made.dated else ""
    return Dialog(
        title=f"Annonce n°\u00a0{made.number}",
        submit="Changer",
        fields=(
            replace(_TEXT, default=made.text, help="Elle change partout où elle a été publiée."),
            replace(_LINK, default=made.link),
            replace(_END, default=end),
        ),
    )


def _adapting(command: Command, ctx: Context) -> Dialog:
    arrival = announcements.arrival(ctx.db, ctx.network.slug, command.number)
    text = replace(_TEXT, default=arrival.words, help=_ADAPTING)
    return Dialog(title="Adapter l'annonce", submit="Publier", fields=(text,))


_ADAPTING = "Il se lit comme adapté par votre réseau\u00a0; l'annonce d'origine reste à lire."

_announces = partial(Route, Act.ANNOUNCE)
_chooses = partial(Route, Act.CHOOSE_ANNOUNCEMENT, missing=NO_ANNOUNCEMENT_NUMBER)

ROUTES = (
    _announces(
        f"{card.ANNOUNCE} : <texte>",
        reading(_read, announce),
        "annoncer quelque chose aux réseaux rattachés au vôtre",
        Takes.TEXT,
        limit=LINK_LIMIT + ANNOUNCEMENT_LIMIT,
        care=DEPOSITED,
        form=_form,
    ),
    _chooses(
        f"{card.LIST} : [tout de suite|à choisir|dans la lettre|jamais]",
        list_them,
        "voir les annonces, et choisir ce que deviennent celles qui viennent d'en haut",
    ),
    Route(
        Act.READ_QUESTIONS,
        f"{card.ORIGINAL} : <n°>",
        original,
        "lire telle qu'elle a été faite une annonce qui est adaptée ici",
        missing=NO_ANNOUNCEMENT_NUMBER,
    ),
    _chooses(f"{card.SHOW} : <n°>", show, "voir une annonce, et ce qu'elle est devenue"),
    _chooses(
        f"{card.PUBLISH} : <n°>", publish, "publier dans le canal une annonce venue d'en haut"
    ),
    _chooses(
        f"{card.ADAPT} : <n°> <texte>",
        reading(numbered, adapt),
        "publier une annonce venue d'en haut avec vos mots",
        care=DEPOSITED,
        form=_adapting,
    ),
    _chooses(f"{card.KEEP} : <n°>", keep, "garder une annonce pour la prochaine lettre"),
    _chooses(f"{card.DISCARD} : <n°>", discard, "écarter une annonce venue d'en haut"),
    _announces(
        f"{card.EDIT} : <n°> <texte>",
        reading(numbered, edit),
        "changer une annonce partout où elle a été publiée",
        limit=LINK_LIMIT + ANNOUNCEMENT_LIMIT,
        care=DEPOSITED,
        form=_editing,
        missing=NO_ANNOUNCEMENT_NUMBER,
    ),
    _announces(
        f"{card.WITHDRAW} : <n°>",
        withdraw,
        "retirer une annonce, barrée partout où elle a été publiée",
        missing=NO_ANNOUNCEMENT_NUMBER,
    ),
    _announces(
        f"{OFFER} : (échéance 3, rencontre 2, article 12)",
        offer,
        "proposer une échéance, une rencontre ou un article aux réseaux rattachés",
    ),
)
