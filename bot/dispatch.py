"""From a command to its reply: find the route and the network, check the right, answer.

The one place where errors become sentences.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from secrets import token_hex

import structlog
from sqlalchemy import Connection

from bot.core import message_store as messages
from bot.core import sources
from bot.core.database import Database, DatabaseAwayError
from bot.core.errors import UserError
from bot.core.measures import Measures
from bot.core.message import Message
from bot.core.traffic import Traffic
from bot.edits import following
from bot.french.folding import fold
from bot.french.intents import Intent, read_intent
from bot.french.text import PersonalDataError, TooLongError
from bot.network.network import Network, visited
from bot.network.rights import ENTERING, PERSONAL, Act, allows, require
from bot.pile import pressing
from bot.talk import answering, routing, say
from bot.talk.arguments import channel_first, first_word, number_first, text_first
from bot.talk.bot import Bot
from bot.talk.care import Care
from bot.talk.command import Caller, Command, MessageChange, Referred, Via
from bot.talk.context import Context
from bot.talk.deposits import DepositLimit, TooManyDepositsError
from bot.talk.errors import (
    GONE_NETWORK,
    NO_NETWORK,
    NOT_THAT_NETWORK,
    WhichNetworkError,
    which_network,
)
from bot.talk.gestures import service as gestures
from bot.talk.handler import Situation, Work, prepared
from bot.talk.markdown import POST_LIMIT, typeset
from bot.talk.personal import as_ticked, names_told, refused
from bot.talk.reply import Reply
from bot.talk.routing import READING, Route, RouteMatch
from bot.talk.signature import read_discretion
from bot.talk.undecided import service as undecided
from bot.talk.undecided import store as undecided_texts
from bot.talk.understanding import IN_A_THREAD, UNDERSTAND, WHETHER, is_no_question

log = structlog.get_logger()

AWAY = typeset(
    "Je ne peux rien enregistrer en ce moment, et rien n'a été changé. Ce que vous demandez n'est "
    "pas gardé : réessayez dans un moment."
)
"""What is said, while the database is away, to those who wait for a reply."""

IN_PRIVATE = "La suite est en message direct\u00a0: je viens de vous l'écrire."
"""What is said where no more can be shown with its buttons."""


Quote = Callable[[str, str], Awaitable[Referred | None]]
"""Reads a message of a network's channel as it is now, by its post; None when it is gone."""


@dataclass(eq=False)
class Dispatch:
    """Answers commands, one transaction each.

    What they say is read before, outside of it: see `bot.talk.handler`. `spoken` is told when
    something may be to deliver, `to_read` when something may be to read on the web; `traffic` knows
    who waits; `measures` counts each command's way in and outcome; `deposits` knows how much
    each person has given; `understand` has ready what a text means; `reshaped` is told when a
    network's rules have changed; `quote` reads a message of a network's channel again.
    """

    database: Database
    bot: Bot
    spoken: Callable[[], None] = lambda: None
    to_read: Callable[[], None] = lambda: None
    traffic: Traffic = field(default_factory=Traffic)
    measures: Measures = field(default_factory=Measures)
    deposits: DepositLimit = field(default_factory=DepositLimit)
    understand: Callable[[str], Awaitable[None]] | None = None
    reshaped: Callable[[], None] = lambda: None
    quote: Quote | None = None

    def knows(self, text: str) -> bool:
        """Tell whether a text is for us: a command's first word, what is understood, or nothing."""
        understood = not text.strip() or read_intent(text) is not Intent.OTHER
        return understood or routing.starts_one(self.bot.routes, text)

    def takes_file(self, message: Message) -> bool:
        """Tell whether a message of ours asks for a file in its thread."""
        asked = {each.route for each in message.buttons if each.in_thread}
        return any(each.takes_file for each in self.bot.routes if each.path in asked)

    async def answer(self, command: Command) -> Reply:
        """Do what was asked, durably, and return what to say to the caller.

        The reply is empty when there is nothing to say, or when it goes by the outbox because
        the caller's way in does not wait for one. Never raises for what a user may do.
        Raises DatabaseAwayError for what reached us as an event: its listener takes it again. Those
        who wait for the reply are asked to try again.
        """
        if command.caller.bot:
            return Reply()
        start = time.perf_counter()
        try:
            with self.traffic.answering():
                reply = await self._answered(command.storable())
            if reply.fetches:
                self.to_read()
            if reply.reshapes:
                await self._reread()
                self.reshaped()
            return reply
        finally:
            self.spoken()
            if not command.via.waited_for:  # a call is measured from its arrival
                seconds = time.perf_counter() - start
                self.measures.answers.labels(command.via.value).observe(seconds)

    async def _answered(self, command: Command) -> Reply:
        outcome, told = "broken", command
        try:
            if command.change is not None and not await self.database.run(
                lambda db: self._followed(db, command)
            ):
                outcome = "answered"
                return Reply()
            reply = await self._done(await self._prepared(command))
            outcome = "refused" if reply.refused else "answered"
        except UserError as error:
            outcome = "refused"
            log.info("refused", via=command.via.value, reason=error.reason)
            reply = Reply(text=typeset(error.reply), field=error.field)
            if command.pile:
                refusal = replace(reply, refused=True)
                again = partial(self._shown_again, command=command, refusal=refusal)
                reply = replace(reply, seen=await self.database.run(again))
            if isinstance(error, (TooLongError, TooManyDepositsError)):
                reply = _given_back(reply, command)
            elif isinstance(error, WhichNetworkError):
                reply = replace(reply, buttons=(error.which,), network=error.network)
        except DatabaseAwayError as error:
            outcome = "away"
            log.warning("database_away", via=command.via.value, reason=str(error))
            if not command.via.waited_for:
                raise
            reply = Reply(text=AWAY)
        except Exception:
            reference = token_hex(3)
            log.exception("broken", via=command.via.value, reference=reference)
            told, reply = _in_private(command), _broken(reference, command.via)
        else:
            return reply
        finally:
            self.measures.commands.labels(command.via.value, outcome).inc()
        return await self._said(told, reply)

    async def apologise(self, command: Command, reference: str) -> None:
        """Answer someone whose message or reaction broke us before it was a command.

        With a reference.
        Raises DatabaseAwayError.
        """
        try:
            await self._said(_in_private(command), _broken(reference, command.via))
        finally:
            self.spoken()

    async def tell(self, command: Command, reply: Reply) -> None:
        """Say by direct message what could not be shown where it was asked.

        Raises DatabaseAwayError.
        """
        told = replace(command, via=Via.DIRECT, on_the_spot=False, post=None)
        try:
            await self._said(told, reply)
        finally:
            self.spoken()

    async def _reread(self) -> None:
        """Have everyone see a network's changed rules; should it fail, the next start does."""
        try:
            await self.database.run(self.bot.reread)
        except Exception:
            log.exception("networks_not_reread")

    async def _prepared(self, command: Command) -> _Prepared:
        """Find what is asked, check the right to it, and read the texts: all without the database.

        A long text is read on another thread, so that the event loop goes on.
        """
        if answering.may_choose(self.bot, command):
            command = await self.database.run(partial(self._choice, command=command))
        asked, route, situation = self._located(command)
        if route.by_meaning and asked.text and self.understand is not None:
            await self.understand(route.by_meaning(asked.text))
        if route.quotes is not None and self.quote is not None:
            slug = situation.network.slug
            read = {each: await self.quote(slug, each) for each in route.quotes(asked.text)}
            asked = replace(asked, quoted={post: each for post, each in read.items() if each})
        if route.is_long(asked):
            work = await asyncio.to_thread(read_texts, route, asked, situation)
        else:
            work = read_texts(route, asked, situation)
        return _Prepared(command, asked, route, situation.network, work)

    def _located(self, command: Command) -> tuple[Command, Route, Situation]:
        """Return what is asked, once found, allowed and short enough to be read."""
        match, network = self._find(command)
        caller = command.caller
        role, administrates = caller.role_in(network.slug), caller.administrates(network)
        require(match.route.act, role, network, administrator=administrates)
        asked = match.route.asked(command, match.rest)
        situation = Situation(now=self.bot.clock(), network=network, themes=self.bot.themes)
        return asked, match.route, situation

    async def _done(self, asked: _Prepared) -> Reply:
        """Do what is asked, counting it among the person's deposits if it is one and is kept."""
        if asked.route.care is None or not asked.route.care.deposits:
            return await self.database.run(lambda db: self._handle(db, asked))
        caller = asked.command.caller
        person = f"{caller.server}:{caller.id}"
        self.deposits.take(person, self.bot.clock())
        stored = False
        try:
            reply = await self.database.run(lambda db: self._handle(db, asked))
            stored = reply.dialog is None and not reply.refused
        finally:
            if not stored:
                self.deposits.give_back(person)
        return reply

    def _followed(self, db: Connection, command: Command) -> bool:
        """Have what a message made follow its change; True if it is to be answered anew."""
        anew = False
        words = self._words(command)
        server, post = command.caller.server, command.post or ""
        deleted = command.change is MessageChange.DELETED  # a thread goes with its first message
        for source in sources.of_post(db, server, post, thread=deleted):
            network = self.bot.networks.get(source.network)
            if network is None or not source.is_news(command.edited_at, deleted=deleted):
                continue
            ctx = self.bot.context(db, network, self.bot.clock(), command)
            given = command.text if source.whole else words
            anew |= following.follow(ctx, command, source, given)
        return anew

    def _words(self, command: Command) -> str:
        """Return the words that a message gives its command; all of them, where it is none."""
        if command.change is not MessageChange.EDITED:
            return command.text
        try:
            asked, route, _ = self._located(command)
        except UserError:
            return command.text
        return text_first(asked.text, numbered=route.numbered).text

    def _is_first(self, ctx: Context, command: Command) -> bool:
        """Tell whether a message is to be acted upon: once, and once more each time it changes."""
        if not command.post:
            return True
        if command.change is not None:
            return following.undo(ctx, command)
        return messages.remember(ctx.db, command.caller.server, command.post, ctx.now)

    def _handle(self, db: Connection, asked: _Prepared) -> Reply:
        now, command = self.bot.clock(), asked.command
        ctx = self.bot.context(db, asked.network, now, command)
        if not self._is_first(ctx, command):
            return Reply()
        pile = pressing.takes(ctx, command) if command.pile else None
        if command.pile and pile is None and not pressing.is_form(command):
            pressing.show_again(ctx, command)
            return Reply()
        reply, again, route = asked.work(ctx), asked.asked, asked.route
        while reply.instead is not None:
            again, route, situation = self._located(reply.instead)
            ctx = self.bot.context(db, situation.network, now, again)
            reply = read_texts(route, again, situation)(ctx)
        reply = gestures.note(ctx, again, route, reply)
        if command.network is None and "~" not in command.text and route.path in READING:
            reply = self._with_other_networks(ctx, again, route, reply)
        if pile is not None:
            reply = pressing.follow(ctx, command, pile, reply)
        elif command.pile:
            pressing.show_again(ctx, command)
        return _hand_over(ctx, command, replace(reply, network=ctx.network.slug))

    def _with_other_networks(
        self, ctx: Context, asked: Command, route: Route, reply: Reply
    ) -> Reply:
        """Say of which network something is read, and lead to the others that one is in."""
        own = self._networks_of(asked.caller)
        others = [each for each in own if each.slug != ctx.network.slug]
        if not others or reply.refused or not reply.text:
            return reply
        which = which_network("Un autre réseau…", others, route.path, asked.text)
        text = f"_Réseau : {ctx.network.spoken}_\n\n{reply.text}"
        return replace(reply, text=typeset(text), buttons=(*reply.buttons, which))

    def _shown_again(self, db: Connection, command: Command, refusal: Reply) -> bool:
        """Show a pile on which something was pressed that is refused: it may have gone.

        So may its network. Return whether the refusal stands there.
        """
        own = self._networks_of(command.caller)
        network = self.bot.networks.get(command.network or "", own[0] if own else None)
        if network is None:
            return False
        ctx = self.bot.context(db, network, self.bot.clock(), command)
        return pressing.show_again(ctx, command, refusal)

    def _choice(self, db: Connection, command: Command) -> Command:
        """Take what is said under a message of ours for the choice that it makes there, if any.

        « sans mon nom », said to us alone and under no such message, may be a choice that a text
        waits for.
        """
        chosen = command
        if command.change is None and command.route in (None, IN_A_THREAD):
            message = answering.card_of(db, command)
            chosen = answering.chosen(self.bot, db, command, message) if message else command
        chosen = pressing.asked_by(db, chosen)
        if chosen is command and command.via is Via.DIRECT:
            return self._decided(db, command)
        return chosen

    def _decided(self, db: Connection, command: Command) -> Command:
        """Take « sans mon nom » for a choice that a text waits for."""
        networks = [each.slug for each in self._networks_of(command.caller)]
        waiting = undecided_texts.of_user(db, networks, command.caller.id)
        if not waiting or command.route is not None:
            return command
        choice = undecided.choice_typed(command.text, waiting[-1], self.bot.clock())
        if choice is None or (waiting[-1].offered and len(networks) > 1):  # « oui », but where?
            return command
        argument = f"{waiting[-1].id} {choice.value}"
        return replace(command, route=undecided.CHOOSE, text=argument, network=waiting[-1].network)

    def _find(self, command: Command) -> tuple[RouteMatch, Network]:
        if command.route is not None:
            match = routing.pressed(self.bot.routes, command.route, command.text)
            return match, self._network(command, match, named=None)
        text = command.text
        slash = command.via is Via.SLASH and routing.starts_one(self.bot.routes, text)
        if command.via.typed and not slash and routing.names_no_command(self.bot.routes, text):
            bare = self._understood(text)
            return bare, self._network(command, bare, named=None)
        match, named = _typed(self.bot.routes, text)
        care, placed = match.route.care, named is not None or command.network is not None
        several = not placed and len(self._networks_of(command.caller)) > 1
        if several and match.rest and care is not None and care.asks:
            match = self._understood(match.rest)  # the question waits for its network
        return match, self._network(command, match, named=named)

    def _understood(self, text: str) -> RouteMatch:
        """Return what answers words that name no command."""
        return RouteMatch(routing.find(self.bot.routes, UNDERSTAND), text)

    def _network(self, command: Command, match: RouteMatch, *, named: str | None) -> Network:
        """Choose the network: the one named, else the channel's, else the caller's only one.

        Help, and what is only read, is of the first of several: see `Caller.networks_among`.

        What is about oneself is about all of them, and may be asked from none.
        """
        route = match.route
        if route.act in ENTERING:
            return self._entering(command)
        if route.act in PERSONAL:
            return self._any_network(command)
        if named is None and command.network is not None:
            return self._configured(command.network)
        own = self._networks_of(command.caller)
        if named is not None:
            for network in own:
                if named in (fold(network.channel), network.slug):
                    return network
            raise NOT_THAT_NETWORK()
        if not own:
            raise NO_NETWORK()
        if route.act.right.tie is None:
            role_in = command.caller.role_in
            allowed = [each for each in own if allows(route.act, role_in(each.slug))]
            own = allowed or own
        if len(own) > 1 and route.act is not Act.READ_HELP and route.path not in READING:
            # What someone writes is kept nowhere, not even on a menu, before it is read.
            raise WhichNetworkError(own, route.path, _number(match) if route.care else match.rest)
        return own[0]

    def _any_network(self, command: Command) -> Network:
        """Return a network to speak for the server: where it is asked, or one of the caller's."""
        if command.network is not None:
            return self._configured(command.network)
        server = command.caller.server
        here = [each for each in self.bot.networks.values() if each.server == server]
        return next(iter((*self._networks_of(command.caller), *here)), visited(server))

    def _entering(self, command: Command) -> Network:
        """Return the network that enters, or what stands for one that is not known yet."""
        slug = command.network
        if slug is None:
            return visited(command.caller.server)
        return self.bot.entering(slug) or self._configured(slug)

    def _configured(self, slug: str) -> Network:
        """Return a network that a place or a button names. Raises GONE_NETWORK."""
        return GONE_NETWORK.unless(self.bot.networks.get(slug), slug=slug)

    def _networks_of(self, caller: Caller) -> Sequence[Network]:
        return caller.networks_among(self.bot.networks.values())

    async def _said(self, command: Command, reply: Reply) -> Reply:
        """Hand a refusal over to the outbox, where the caller's way in does not wait for it."""
        if command.via.silent:
            return Reply(refused=True)
        if command.via.waited_for:
            return replace(reply, refused=True)
        networks = self.bot.networks.values()
        server = command.caller.server
        any_here = next((each for each in networks if each.server == server), visited(server))
        here = self.bot.networks.get(reply.network, any_here)

        def say_it(db: Connection) -> Reply:
            ctx = self.bot.context(db, here, self.bot.clock())
            if not self._is_first(ctx, command):
                return Reply()
            return _hand_over(ctx, command, reply)

        return await self.database.run(say_it)


def _number(match: RouteMatch) -> str:
    """Return what names the thing that a command is about, without a word of its text."""
    found = number_first(match.rest) if match.route.numbered else None
    return str(found[0]) if found else ""


@dataclass(frozen=True, slots=True)
class _Prepared:
    """A command, and what it asks of a route in a network, whose texts were read."""

    command: Command
    asked: Command
    route: Route
    network: Network
    work: Work


def _given_back(reply: Reply, command: Command) -> Reply:
    """Return a refusal with the text that it refuses, where the chat has kept it nowhere.

    A message stays, a form stays open: only what follows a slash command is gone once sent.
    """
    if command.via is not Via.SLASH or len(command.text) > _GIVEN_BACK:
        return reply
    again = command.text.replace("```", "``")
    return replace(reply, text=f"{reply.text} Le voici\u00a0:\n```\n/{again}\n```")


_GIVEN_BACK = POST_LIMIT - 1_000


def read_texts(route: Route, command: Command, situation: Situation) -> Work:
    """Read what a command asks for its writer, then its texts; return what is left to do.

    In doubt its writer is asked, and nothing else is done.
    """
    if route.lacks_text(command):
        return partial(route.opened, command)
    if route.care is None:
        return prepared(route.handler, command, situation)
    command = as_ticked(command, numbered=route.numbered)
    command, asked = _asked_first(route, route.care, command)
    if asked is not None:
        return asked
    told = partial(_told, command=command, route=route)
    names = names_told(command, route)
    try:
        work = prepared(route.handler, command, situation)
    except PersonalDataError as error:
        return partial(told, error.naming(names))
    return partial(told, PersonalDataError(names=names)) if names else partial(_careful, work, told)


def _asked_first(route: Route, care: Care, typed: Command) -> tuple[Command, Work | None]:
    """Return a command once what it asks for its writer is read, and what they are to be asked."""
    command = typed
    if (signature := care.signature) is not None:
        command = read_discretion(typed, signature, numbered=route.numbered)
        if undecided.must_ask(command):
            return command, lambda ctx: undecided.ask_writer(ctx, command, route, signature)
        if undecided.must_tell(command, signature):
            return command, lambda ctx: undecided.tell_coordinators(ctx, command, signature)
    if care.asks and not command.meant and is_no_question(command.text):
        return command, lambda _ctx: Reply(instead=replace(typed, route=WHETHER))
    return command, None


def _told(error: PersonalDataError, ctx: Context, command: Command, route: Route) -> Reply:
    """Refuse what seems to be someone's data; show it to its writer first, where it may not be."""
    if undecided.must_show(error, command):
        return undecided.show_doubt(error, ctx, command, route)
    return refused(error, ctx, command, route)


def _careful(
    work: Work, told: Callable[[PersonalDataError, Context], Reply], ctx: Context
) -> Reply:
    """Do what is left of a command, unless its text turns out to carry personal data."""
    try:
        return work(ctx)
    except PersonalDataError as error:
        return told(error, ctx)


def _broken(reference: str, via: Via) -> Reply:
    again = _AGAIN.get(via, "Réessayez dans un moment")
    return Reply(
        text=typeset(
            f"Quelque chose a cassé de mon côté (réf. {reference}), et rien n'a été enregistré. "
            f"{again} ; si cela dure, donnez cette référence à la personne qui s'occupe de moi."
        )
    )


_AGAIN = {
    Via.REACTION: "C'était votre réaction à un message : retirez-la, puis remettez-la dans un "
    "moment",
    Via.HASHTAG: "C'était votre message « #veille » : renvoyez-le dans un moment",
}
"""How what nobody waits for is asked once more; whoever asked it so is told in private."""


def _in_private(command: Command) -> Command:
    """Return a command that broke us as if it had been said to us alone, if it asked something.

    A reply in a thread of ours may be chatter.
    """
    return replace(command, via=Via.DIRECT) if command.via in _AGAIN else command


def _typed(routes: Sequence[Route], text: str) -> tuple[RouteMatch, str | None]:
    """Return what a typed text asks for, and the channel that it names, if any."""
    root, rest = first_word(text)
    found = channel_first(rest)
    match = routing.match(routes, text if found is None else f"{root} {found[1]}")
    return match, found[0] if found else None


def _hand_over(ctx: Context, command: Command, reply: Reply) -> Reply:
    """Return the reply to those who wait for it; put it in the outbox for the others.

    A reaction or a reply under a message of ours is answered by what it changes, not by words.
    """
    form_stays_open = command.via is Via.DIALOG and reply.refused and not reply.leads_on
    pressed = command.via is Via.BUTTON and not command.on_the_spot
    in_channel = pressed and reply.leads_on and not command.direct
    if not pressed or command.direct or in_channel:
        reply = replace(reply, buttons=reply.with_undo)
    in_thread = any(each.in_thread for each in reply.buttons)
    if in_thread or (reply.buttons and (command.direct or in_channel)):  # a click shows only words
        form_stays_open = False
        command = replace(command, via=Via.DIRECT, on_the_spot=False)
    if command.answered_on_the_spot or form_stays_open or not reply.text:
        return reply
    if not command.via.silent and not (reply.seen and command.via is Via.DIALOG):
        say.to_caller(
            ctx,
            command,
            reply.text,
            private=reply.private,
            buttons=reply.buttons,
            erased=reply.erased_once_said,
        )
    cue = IN_PRIVATE if (in_channel or in_thread) and not command.direct and reply.buttons else ""
    return replace(reply, text=cue, buttons=())
