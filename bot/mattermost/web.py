"""What Mattermost calls: commands, clicks, dialogs. Every answer is 200 and JSON.

A slash command proves itself by its token; clicks and dialogs by the ticket that we signed. Then
all of them become a Command.
"""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import structlog
from aiohttp import web

from bot.core import command_tokens
from bot.core.database import DatabaseAwayError
from bot.core.measures import Measures
from bot.dispatch import AWAY, IN_PRIVATE, Dispatch
from bot.mattermost.errors import (
    ForbiddenError,
    MalformedError,
    MattermostError,
    NotFoundError,
    UnreachableError,
)
from bot.mattermost.sender import MattermostSender
from bot.mattermost.signing import ExpiredError, ForgedError, Signer, Ticket, UnheldError
from bot.mattermost.wire import calls, cards
from bot.mattermost.wire.fields import JsonObject, written
from bot.talk.command import Caller, Command, Via
from bot.talk.markdown import typeset, with_names
from bot.talk.reply import TICKED, Reply
from bot.talk.verbs import UMBRELLA

log = structlog.get_logger(__name__)

BODY_LIMIT = 256 * 1024
"""Bytes of one call: a post's 16,383 characters, encoded, many times over."""

STARTS = 10.0
"""Seconds that a call waits, at our start, until its server has said who is who.

Mattermost gives up after thirty.
"""

_STARTING = typeset("Je démarre et Mattermost ne me répond pas encore. Réessayez dans une minute.")
_REFUSED = typeset(
    "Je ne reconnais pas l'origine de cette commande. Prévenez la personne qui s'occupe de moi."
)
_STALE = typeset(
    "Ce bouton ne sert plus, et je n'ai rien fait. Écrivez-moi « aide » en message direct : je "
    "vous en montre de nouveaux."
)
_UNHELD = typeset(
    "Ce bouton date d'avant une restauration de mes données, ou d'une installation précédente : ce "
    "qu'il désigne n'existe plus ici, et je n'ai rien fait. Si c'était votre question, reposez-la."
)
_TOO_LATE = typeset(
    "Ce formulaire est resté ouvert trop longtemps, et je n'ai rien enregistré. Je vous renvoie "
    "votre texte en message direct."
)
_GIVEN_BACK = typeset(
    "Voici ce que vous aviez écrit dans un formulaire resté trop longtemps ouvert :"
)
_FAILED = typeset("Quelque chose a cassé de mon côté. Réessayez dans un moment.")
_SHUT_OUT = typeset(
    "Je ne suis pas dans le canal de ce réseau, et je ne peux rien y faire. Invitez-moi dans ce "
    "canal avec `/invite`, puis réessayez."
)
_NOT_OPENED = typeset("Le formulaire n'a pas pu s'ouvrir. Réessayez dans un moment.")
_BROKEN = typeset("Je n'ai pas compris ce que Mattermost m'a envoyé. Réessayez dans un moment.")


_TROUBLES: Sequence[tuple[type[Exception], str, str]] = (
    (MalformedError, "malformed_call", _BROKEN),
    (web.HTTPRequestEntityTooLarge, "malformed_call", _BROKEN),
    (ForgedError, "forged_call", _STALE),
    (ExpiredError, "expired_call", _STALE),
    (UnheldError, "call_from_before_a_restore", _UNHELD),
    (ForbiddenError, "not_in_channel", _SHUT_OUT),
    (MattermostError, "server_out_of_reach", _STARTING),
    (DatabaseAwayError, "database_away", AWAY),
    (ConnectionError, "caller_gone", _FAILED),
)
"""What may go wrong with a call, the log's word for it, what is said to the person who waits."""


def _told(error: Exception, path: str) -> str:
    for kind, event, words in _TROUBLES:
        if isinstance(error, kind):
            log.warning(event, path=path, reason=str(error))
            return words
    log.error("call_broke_us", path=path, exc_info=error)
    return _FAILED


@dataclass(eq=False)
class CallbackServer:
    """The three addresses that Mattermost calls.

    `senders` are the servers', by name. `known_tokens` reads the (server, SHA-256) of the slash
    commands; it is asked again for a token that is not among them, since `courroie setup` may
    have just made one. `measures` notes how long each call waited for its answer.
    """

    dispatch: Dispatch
    signer: Signer
    senders: Mapping[str, MattermostSender]
    known_tokens: Callable[[], Awaitable[Sequence[tuple[str, str]]]]
    clock: Callable[[], datetime]
    measures: Measures = field(default_factory=Measures)
    _tokens: Sequence[tuple[str, str]] = field(default=(), init=False)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes, below the public address."""
        return [
            web.post("/mattermost/command", self._answering(Via.SLASH, self._command, _slash)),
            web.post("/mattermost/action", self._answering(Via.BUTTON, self._action, _action)),
            web.post("/mattermost/dialog", self._answering(Via.DIALOG, self._dialog, _dialog)),
        ]

    def _answering(
        self,
        via: Via,
        call: Callable[[bytes, str], Awaitable[JsonObject]],
        told: Callable[[str], JsonObject],
    ) -> Callable[[web.Request], Awaitable[web.Response]]:
        """Turn whatever goes wrong into a sentence for the person who waits."""

        async def answer(request: web.Request) -> web.Response:
            start = time.perf_counter()
            try:
                body = await request.read()
                found = await call(body, request.headers.get("Authorization", ""))
            except Exception as error:  # noqa: BLE001  logged, and told to the person who waits
                found = told(_told(error, request.path))
            self.measures.answers.labels(via.value).observe(time.perf_counter() - start)
            return web.json_response(found)

        return answer

    async def _command(self, body: bytes, authorization: str) -> JsonObject:
        call = calls.parse_slash(body)
        server = await self._server_of(authorization.removeprefix("Token ").strip() or call.token)
        if server is None:
            log.warning("unknown_command_token", team=call.team_domain)
            return _slash(_REFUSED)
        sender = self.senders[server]
        if not await sender.roster.is_ready_within(STARTS):
            return _slash(_STARTING)
        network = sender.roster.network_at(call.channel_id)
        elsewhere = network is None or "~" in call.text
        caller = await sender.roster.caller(
            call.user_id, call.user_name, network=None if elsewhere else network
        )
        text = _typed(call)
        command = Command(
            text=text,
            caller=caller,
            via=Via.SLASH,
            channel=call.channel_id,
            network=network,
            people=await sender.roster.people(text, caller=caller, network=network),
        )
        reply = await self._answer(sender, command, call.trigger_id, call.hook)
        text = await _named(sender, reply.text)
        return _slash(text, await sender.beneath(reply, caller.id, call.hook))

    async def _action(self, body: bytes, _authorization: str) -> JsonObject:
        call = calls.parse_action(body)
        ticket = await self._ticket(call.context.get("ticket", ""), call.user_id)
        sender = self.senders[ticket.server]
        ticket = ticket.choosing(call.context.get("selected_option", ""))
        roster, network, text = sender.roster, ticket.network, ticket.argument
        caller = await _presser(sender, call.user_id, call.user_name, network)
        refers = await roster.post(ticket.refers) if ticket.refers else None
        command = Command(
            text=text,
            caller=caller,
            via=Via.BUTTON,
            channel=call.channel_id,
            network=network or None,
            route=ticket.route,
            refers=await roster.referred(refers, network=network) if refers else None,
            people=await roster.people(text, caller=caller, network=network or None),
            on_the_spot=bool(ticket.hook),
            direct=not ticket.hook and sender.roster.network_at(call.channel_id) is None,
            pile=ticket.pile,
        )
        reply = await self._answer(sender, command, call.trigger_id, ticket.hook)
        if reply.refused and reply.seen:
            return _action("")
        if not reply.buttons or not ticket.hook:
            return _action(await _named(sender, reply.text))
        if await self._shown(sender, reply, caller.id, ticket.hook):
            return _action("")
        await self.dispatch.tell(command, reply)
        return _action(IN_PRIVATE)

    async def _dialog(self, body: bytes, _authorization: str) -> JsonObject:
        call = calls.parse_dialog(body)
        if call.cancelled:
            return {}
        fields = _filled_in(call)
        try:
            ticket = await self._ticket(call.state, call.user_id)
        except ExpiredError as error:
            if error.ticket.server not in self.senders:
                raise
            await self._give_back(error.ticket, call, fields)
            return _dialog(_TOO_LATE)
        sender = self.senders[ticket.server]
        caller = await _presser(sender, call.user_id, "", ticket.network)
        text = f"{ticket.argument} {fields.get(call.callback_id, '')}".strip()
        command = Command(
            text=text,
            caller=caller,
            via=Via.DIALOG,
            channel=call.channel_id,
            network=ticket.network or None,
            route=ticket.route,
            fields=fields,
            refers=await sender.roster.message(ticket.refers, network=ticket.network),
            people=await sender.roster.people(
                " ".join((text, *fields.values())), caller=caller, network=ticket.network or None
            ),
            on_the_spot=bool(ticket.hook),
            pile=ticket.pile,
        )
        reply = await self.dispatch.answer(command)
        if reply.refused and not reply.leads_on:
            return _dialog(await _named(sender, reply.text), reply.field)
        if reply.text and not await self._shown(sender, reply, caller.id, ticket.hook):
            await self.dispatch.tell(command, reply)
        return {}

    async def _give_back(
        self, ticket: Ticket, call: calls.DialogCall, fields: Mapping[str, str]
    ) -> None:
        """Send someone what they wrote in a form that is no longer taken."""
        log.warning("expired_form", route=ticket.route)
        sender = self.senders[ticket.server]
        caller = await sender.roster.caller(call.user_id, "", network=ticket.network)
        written = "\n".join(value for value in fields.values() if value).replace("```", "``")
        reply = Reply(text=f"{_GIVEN_BACK}\n```\n{written}\n```", erased_once_said=True)
        command = Command(caller=caller, via=Via.DIRECT, channel=call.channel_id)
        await self.dispatch.tell(command, reply)

    async def _shown(self, sender: MattermostSender, reply: Reply, user: str, hook: str) -> bool:
        """Show a reply where it was asked, with its buttons, while the server still lets us.

        It does so five times, for half an hour: then what follows goes on in a direct message.
        """
        if not hook:
            return False
        text = await _named(sender, reply.text)
        answer = cards.SlashAnswer(text=text, attachments=await sender.beneath(reply, user, hook))
        try:
            await sender.client.answer_later(hook, answer)
        except MattermostError as error:
            log.info("not_shown_on_the_spot", reason=str(error))
            return False
        return True

    async def _answer(
        self, sender: MattermostSender, command: Command, trigger: str, hook: str
    ) -> Reply:
        """Dispatch, and open the dialog if the reply is one; say what to type if it cannot open."""
        reply = await self.dispatch.answer(command)
        if reply.dialog is None:
            return reply
        try:
            await sender.open_dialog(
                trigger,
                reply.dialog,
                user=command.caller.id,
                network=reply.network,
                refers=command.refers.post if command.refers else "",
                hook=hook,
                pile=command.pile,
            )
        except (MattermostError, ValueError) as error:
            log.warning("dialog_not_opened", route=reply.dialog.route, reason=str(error))
            return replace(reply, text=_NOT_OPENED)
        return reply

    async def _ticket(self, signed: str, user: str) -> Ticket:
        ticket = self.signer.read(signed, user=user, now=self.clock())
        if ticket.server not in self.senders:
            raise ForgedError("server no longer configured")
        if not await self.senders[ticket.server].roster.is_ready_within(STARTS):
            raise UnreachableError(method="GET", path="/users/me", error_id="places not known yet")
        return ticket

    async def _server_of(self, token: str) -> str | None:
        """Return the server that a token belongs to, if it is one of ours."""
        if not token:
            return None
        server = self._compared(token)
        if server is None:
            self._tokens = await self.known_tokens()
            server = self._compared(token)
        return server

    def _compared(self, token: str) -> str | None:
        """Compare with every known hash, in constant time."""
        given = command_tokens.digest(token)
        found = None
        for server, known in self._tokens:
            if hmac.compare_digest(given, known):
                found = server
        return found if found in self.senders else None


async def _presser(sender: MattermostSender, user: str, name: str, network: str | None) -> Caller:
    """Return who hands in a ticket.

    Raises ForgedError for an account of another server, where the button was copied, and
    MattermostError when the server cannot say.
    """
    try:
        return await sender.roster.caller(user, name, network=network)
    except NotFoundError as error:
        if not error.error_id:  # a proxy's page proves nothing
            raise
        raise ForgedError("from another server") from error


def _typed(call: calls.SlashCall) -> str:
    root = call.command.lstrip("/")
    if root == UMBRELLA:
        return call.text.strip() or "aide"
    return f"{root} {call.text}"


async def _named(sender: MattermostSender, text: str) -> str:
    """Name people; without their names if the server does not tell: what was asked is done."""
    try:
        return await sender.named(text)
    except MattermostError as error:
        log.warning("names_not_told", reason=str(error))
        return with_names(text, {})


def _filled_in(call: calls.DialogCall) -> dict[str, str]:
    """Return a form's texts and choices by name, and its ticked boxes."""
    ticked = {name: TICKED for name, value in call.submission.items() if value is True}
    texts = {name: value for name, value in call.submission.items() if isinstance(value, str)}
    return ticked | {name: value.strip() for name, value in texts.items()}


def _slash(text: str, attachments: tuple[cards.Attachment, ...] = ()) -> JsonObject:
    return written(cards.SlashAnswer(text=text, attachments=attachments)) if text else {}


def _action(text: str) -> JsonObject:
    return written(cards.ActionAnswer(ephemeral_text=text or None))


def _dialog(text: str, field: str = "") -> JsonObject:
    """Return an error that keeps the form open, at an entry where it is about one.

    It is plain text there, without Markdown.
    """
    plain = re.sub(r"`([^`]*)`", "«\u00a0\\1\u00a0»", text).replace("**", "")
    if field:
        return written(cards.DialogAnswer(errors={field: plain}))
    return written(cards.DialogAnswer(error=plain or None))
