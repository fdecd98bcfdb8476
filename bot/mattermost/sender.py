"""Says the outbox's messages on one server.

Names are looked up, buttons signed or replaced by reactions, files uploaded before their post.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog

from bot.core.card_keys import PILE
from bot.core.errors import ServerAwayError
from bot.core.message import (
    Button,
    ClaimedMessage,
    File,
    FileKind,
    Message,
    MessageKind,
    NotMadeError,
    NotSaidError,
    RecipientLeftError,
    TooLateError,
)
from bot.mattermost.client import Mattermost
from bot.mattermost.errors import (
    ForbiddenError,
    MalformedError,
    MattermostError,
    NotFoundError,
    TokenRefusedError,
    TransientError,
    UnreachableError,
    pause_after,
)
from bot.mattermost.fitting import fitting
from bot.mattermost.picture import to_png
from bot.mattermost.roster import Roster
from bot.mattermost.signing import Signer, Ticket
from bot.mattermost.wire import calls, cards, objects
from bot.talk.markdown import name_marks, person, quote_marks, typeset, with_names, with_quotes
from bot.talk.reply import Dialog, Field, Reply
from bot.talk.verbs import as_typed

log = structlog.get_logger(__name__)

BUTTON_LIFE = timedelta(days=400)
"""How long a card's buttons work: longer than any question waits."""

DIALOG_LIFE = timedelta(hours=12)
"""How long someone may leave a form open: a working day, interrupted."""

FILE_TRIES = 5
"""Tries to send a file where the server is in trouble; then its message goes without."""

NEW_CHANNEL_WAIT = 1.0
"""Seconds after which a server that has just made a direct channel knows that we may write there:
until then it may refuse files, for it remembers rights for a moment."""

REPLY_LIFE = timedelta(hours=12)
"""How long the buttons of a private reply work; the window forgets it sooner, on a reload."""

_OUR_NAME = "@courroie"
_TITLE_LIMIT = 24
_NOTE_LIMIT = 150
_LINE_LIMIT = 150
_TEXT_LIMIT = 3_000
"""Characters of a form's one line and of its larger box: Mattermost's."""

_ARCHIVED = frozenset(
    {
        "api.post.create_post.can_not_post_to_deleted.error",
        "api.post.patch_post.can_not_update_post_in_deleted.error",
        "api.post.update_post.can_not_update_post_in_deleted.error",
        "api.reaction.save.archived_channel.app_error",
    }
)
"""Mattermost's ids of errors that say: this channel is archived."""

_INVALID = 400
_HOPELESS: Mapping[MessageKind, tuple[type[MattermostError], ...]] = {
    MessageKind.POST: (),
    MessageKind.EDIT: (NotFoundError,),
    MessageKind.REMOVE: (),
    MessageKind.REACTION: (NotFoundError, ForbiddenError),
}
"""What the server answers that no other try will change; TokenRefusedError is not among them."""

_LEFT_OUT = typeset(
    "_Le fichier n'a pas pu être joint. Redemandez-le plus tard ; si cela dure, dites-le à qui "
    "administre le robot._"
)


@dataclass(eq=False)
class MattermostSender:
    """Posts to one server.

    `callback` is the address that Mattermost calls us at (no final slash); without it,
    buttons become reactions that we add first. `may_post` is asked just before a post is made.
    """

    client: Mattermost
    roster: Roster
    signer: Signer
    callback: str | None
    clock: Callable[[], datetime]
    may_post: Callable[[], bool] = lambda: True

    async def say(self, claimed: ClaimedMessage, posted: Callable[[str], Awaitable[None]]) -> str:
        """Say a message and return its post's id.

        In doubt, look first whether it was said already.
        `posted` is told of a post on which people may react, before we add reactions to it.
        Raises NotSaidError; RecipientLeftError for what only a member of the network may read,
        TooLateError for what was not said in time.
        """
        message = claimed.message
        try:
            if (
                message.user is not None
                and message.network is not None
                and not await self.roster.may_be_told(message.network, message.user)
            ):
                raise RecipientLeftError
            return await self._say(claimed, posted)
        except MattermostError as error:
            closed = self._is_closed(message, error)
            hopeless = error.status == _INVALID or isinstance(error, _HOPELESS[message.kind])
            raise NotSaidError(
                str(error),
                doubt=error.in_doubt or (claimed.doubt and (closed or error.status != _INVALID)),
                hopeless=hopeless and not closed,
                away=isinstance(error, ServerAwayError | TransientError),
                closed=closed,
                pause=pause_after(error),
            ) from error
        except MalformedError as error:  # done perhaps, and told in a way we cannot read
            raise NotSaidError(str(error), doubt=True) from error
        except ValueError as error:
            raise NotSaidError(str(error), hopeless=True) from error

    def _is_closed(self, message: Message, error: MattermostError) -> bool:
        """Tell whether it is the channel that refuses us, whatever we say there.

        It is archived, as the error's own id says, or we were removed from a network's channel.
        """
        if error.error_id in _ARCHIVED:
            return True
        if message.user is not None or not isinstance(error, ForbiddenError | NotFoundError):
            return False
        network = message.network
        if message.channel is not None:
            network = self.roster.network_at(message.channel)
        return network in self.roster.networks and not self.roster.is_open(network)

    async def _say(self, claimed: ClaimedMessage, posted: Callable[[str], Awaitable[None]]) -> str:
        message, thread, edits = claimed.message, claimed.thread, claimed.edits
        if message.kind is MessageKind.REACTION:
            if thread is None:
                raise ValueError(f"message {message.id} reacts to no post")
            await self.client.add_reaction(thread, message.text)
            return thread
        text, props = await self._laid_out(message)
        if message.kind in (MessageKind.EDIT, MessageKind.REMOVE):
            if edits is None:
                raise ValueError(f"message {message.id} edits no post")
            if message.kind is MessageKind.REMOVE:
                return await self._remove(edits, text, props)
            edited = await self._edit(edits, text, props)
            if self.callback is None:  # what the card tells now is a tap away, as at first
                await self._react(edited.id, message)
            return edited.id
        channel = await self._channel(message)
        post = await self._found(channel, message) if claimed.doubt else None
        if post is None:
            if claimed.late:
                raise TooLateError
            # Unique on the whole server: it would give us the post of another Courroie otherwise.
            pending = f"courroie:{channel}:{message.made_at.timestamp()}:{message.key}"
            files = await self._upload(channel, message, claimed.made)
            if not self.may_post():
                raise NotSaidError("another process leads", doubt=claimed.doubt)
            create = partial(
                self.client.create_post,
                channel,
                text if files or message.file is None else f"{text}\n\n{_LEFT_OUT}",
                props=props,
                pending_post_id=pending,
                file_ids=files,
            )
            post = await _in_thread(create, thread or "")
        await self._finish(post.id, message, posted)
        return post.id

    async def _laid_out(self, message: Message) -> tuple[str, cards.PostProps]:
        """Return what a post says, and what it bears: under a head, the text too."""
        text = await self.named(message.text)
        labelled = replace(message, buttons=await self._labelled(message.buttons))
        if message.head and self.callback is not None:
            return typeset(message.head), self._props(labelled, text)
        return text, self._props(labelled)

    async def take_back(self, post: str) -> None:
        """Delete a post that another process has said too; what fails is logged."""
        try:
            await self.client.delete_post(post)
        except (MattermostError, MalformedError) as error:
            log.warning("double_left", post=post, reason=str(error))

    async def _found(self, channel: str, message: Message) -> objects.Post | None:
        """Return the post that says a message already; of several, the first: others go."""
        posts = await self.client.find_posts(channel, message.key, message.made_at)
        for double in posts[1:]:
            log.warning("message_said_twice", key=message.key)
            await self.take_back(double.id)
        return posts[0] if posts else None

    async def _finish(
        self, post: str, message: Message, posted: Callable[[str], Awaitable[None]]
    ) -> None:
        """Do to a new post what cannot be said with it."""
        reacts = self.callback is None and any(button.emoji for button in message.buttons)
        if reacts:
            await posted(post)
        if message.pinned:
            await self._pin(post, message)
        if reacts:
            await self._react(post, message)

    async def _pin(self, post: str, message: Message) -> None:
        """Pin a post; a server that forbids it, or is in trouble, leaves it unpinned."""
        try:
            await self.client.pin_post(post)
        except MattermostError as error:
            log.warning("not_pinned", key=message.key, reason=str(error))

    async def _react(self, post: str, message: Message) -> None:
        """Add first the reactions that stand for buttons; a server that forbids them goes without.

        Otherwise the post is there already: NotSaidError `doubt`, so that it is not said twice.
        """
        for button in message.buttons:
            if button.emoji:
                try:
                    await self.client.add_reaction(post, button.emoji)
                except (ForbiddenError, NotFoundError) as error:
                    log.warning("reaction_refused", key=message.key, reason=str(error))
                except MattermostError as error:
                    raise NotSaidError(
                        str(error), doubt=True, away=True, pause=pause_after(error)
                    ) from error

    async def _upload(self, channel: str, message: Message, made: bytes | None) -> tuple[str, ...]:
        """Upload what goes with a message; nothing where it cannot be: words matter more.

        Refused in a direct channel, which may be new, it is tried once more.
        """
        file = message.file
        if file is None:
            return ()
        try:
            content = await _content(file, made)
            try:
                return (await self.client.upload_file(channel, file.name, content),)
            except ForbiddenError:
                if message.user is None:
                    raise
            await asyncio.sleep(NEW_CHANNEL_WAIT)
            return (await self.client.upload_file(channel, file.name, content),)
        except TokenRefusedError:
            raise
        except (UnreachableError, TransientError) as error:
            if message.attempts < FILE_TRIES:
                raise
            reason = str(error)
        except (MattermostError, MalformedError, NotMadeError) as error:
            reason = str(error)
        log.warning("file_left_out", key=message.key, reason=reason)
        return ()

    async def _edit(self, post: str, text: str, props: cards.PostProps) -> objects.Post:
        """Rewrite a post; NotFoundError when it was deleted, which the server calls forbidden."""
        try:
            return await self.client.update_post(post, text, props)
        except ForbiddenError:
            await self.client.post(post)
            raise

    async def _remove(self, post: str, text: str, props: cards.PostProps) -> str:
        """Delete a post, or rewrite it where someone replied; it may be gone already."""
        try:
            thread = await self.client.thread(post)
        except NotFoundError:
            return post
        if any(each.id != post and not each.deleted for each in thread):
            await self._edit(post, text, props)
        else:
            await self.client.delete_post(post)
        return post

    async def named(self, text: str) -> str:
        """Set a text, and write people's names, ours, and commands as they are typed here.

        Then what it quotes of the channel, in its words of now.

        Other people's words never hold our name: their `@` is defused.
        """
        text = typeset(text)
        if self.roster.me is not None:
            name = self.roster.me.username
            triggers = self.roster.triggers if self.callback is not None else ()
            text = as_typed(text, name=name, triggers=triggers).replace(_OUR_NAME, f"@{name}")
        marks = name_marks(text)
        text = with_names(text, await self.roster.names(marks)) if marks else text
        posts = quote_marks(text)
        return with_quotes(text, await self._words_of(posts)) if posts else text

    async def _words_of(self, posts: Iterable[str]) -> Mapping[str, str]:
        """Return the words of posts as they are now; of none that is gone, nor of who has left."""
        read = [await self.roster.message(each, network=None) for each in sorted(posts)]
        found = [each for each in read if each is not None and each.author.is_member]
        return {each.post: each.text for each in found}

    async def beneath(self, reply: Reply, user: str, hook: str) -> tuple[cards.Attachment, ...]:
        """Return the buttons of a private reply, which its reader alone may press.

        What they answer may be shown by the same `hook` as the reply.
        """
        right = self._right(reply.network, self.clock(), REPLY_LIFE, user)
        try:
            buttons = await self._labelled(reply.buttons)
        except MattermostError as error:  # what was asked is done, and said
            log.warning("buttons_left_out", reason=str(error))
            return ()
        return self._card(buttons, replace(right, hook=hook))

    async def _labelled(self, buttons: Sequence[Button]) -> tuple[Button, ...]:
        """Write people's names on buttons and in menus."""
        labels = {each.label for each in buttons}
        labels |= {option.label for each in buttons for option in each.options}
        named = {each: await self.named(each) for each in labels if name_marks(each)}
        if not named:
            return tuple(buttons)
        return tuple(
            replace(
                each,
                label=named.get(each.label, each.label),
                options=tuple(
                    replace(option, label=named.get(option.label, option.label))
                    for option in each.options
                ),
            )
            for each in buttons
        )

    async def open_dialog(  # noqa: PLR0913  for whom, about what
        self,
        trigger: str,
        dialog: Dialog,
        *,
        user: str,
        network: str,
        refers: str = "",
        hook: str = "",
        pile: str = "",
    ) -> None:
        """Open a form for one person, about the message `refers` if any.

        What it answers may be shown by `hook`; it was asked for on the post of a `pile`. The
        trigger lives three seconds. Raises MattermostError; ValueError for what could not come
        back to us.
        """
        if self.callback is None:
            raise ValueError("no dialog without a callback address")
        right = self._right(network, self.clock(), DIALOG_LIFE, user)
        ticket = replace(
            right,
            route=dialog.route,
            argument=dialog.argument,
            refers=refers,
            hook=hook,
            pile=pile,
        )
        state = self.signer.sign(ticket)
        if len(state) > calls.LONGEST_SIGNED:
            raise ValueError(f"a form for {dialog.route} carries too much")
        form = cards.WireDialog(
            callback_id=dialog.fields[0].name,
            title=dialog.title[:_TITLE_LIMIT],
            introduction=await self.named(dialog.introduction),
            submit_label=dialog.submit,
            state=state,
            elements=tuple([_element(await self._filled_in(each)) for each in dialog.fields]),
        )
        await self.client.open_dialog(trigger, f"{self.callback}/mattermost/dialog", form)

    async def _filled_in(self, field: Field) -> Field:
        """Write people's accounts in what an entry holds already, as they are typed back."""
        default, marks = field.default, name_marks(field.default)
        for user, name in (await self.roster.accounts(marks)).items() if marks else ():
            default = default.replace(person(user), name)
        return replace(field, default=default)

    async def _channel(self, message: Message) -> str:
        if message.user is not None:
            return (await self.client.direct_channel(message.user)).id
        channel = message.channel or self.roster.channel_of(message.network or "")
        if channel is None and not self.roster.ready:
            raise UnreachableError(method="POST", path="/posts", error_id="places not known yet")
        if channel is None:
            raise NotFoundError(method="POST", path="/posts", status=404, error_id="no channel")
        return channel

    def _props(self, message: Message, text: str = "") -> cards.PostProps:
        """Return what a message's post bears: a text, and what it has room for of the buttons."""
        key = message.key if message.edits is None else message.edits
        right = self._right(message.network or "", message.made_at, BUTTON_LIFE, message.user or "")
        right = replace(right, pile=key if key.startswith(PILE) else "")

        def bearing(buttons: Sequence[Button]) -> cards.PostProps:
            return cards.PostProps(
                key=key,
                mark=str(self.signer.generations.mark(message.made_at)),
                attachments=self._card(buttons, right, text) or None,
            )

        def fits(buttons: Sequence[Button]) -> bool:
            return bearing(buttons).fits and all(self._fits(each, right) for each in buttons)

        shown = fitting(message.buttons, fits)
        if shown != message.buttons:
            log.info("buttons_shortened", key=message.key, shown=len(shown))
        return bearing(shown)

    def _right(self, network: str, made: datetime, life: timedelta, user: str) -> Ticket:
        """Return what a button or a form may do, but for its own route and argument."""
        return Ticket(
            server=self.roster.server,
            network=network,
            route="",
            argument="",
            made=made,
            expires=made + life,
            user=user,
        )

    def _card(
        self, every: Sequence[Button], right: Ticket, text: str = ""
    ) -> tuple[cards.Attachment, ...]:
        """Return buttons that each carry this right for their own route and argument, with a text.

        Without one that would carry more than we read back: the text says what to type.
        """
        if self.callback is None:
            return ()
        buttons = [each for each in every if not each.in_thread]
        signed = [(button, self.signer.sign(_for(button, right))) for button in buttons]
        shown = [each for each in signed if len(each[1]) <= calls.LONGEST_SIGNED]
        if len(shown) < len(signed):
            log.warning("buttons_left_out", routes=[button.route for button in buttons])
        if not shown and not text:
            return ()
        labels = " · ".join(button.label for button, _ in shown)
        actions = tuple(self._action(*each) for each in shown)
        return (cards.Attachment(fallback=labels, text=text, actions=actions),)

    def _fits(self, button: Button, right: Ticket) -> bool:
        return len(self.signer.sign(_for(button, right))) <= calls.LONGEST_SIGNED

    def _action(self, button: Button, ticket: str) -> cards.WireButton:
        integration = cards.Integration(
            url=f"{self.callback}/mattermost/action", context={"ticket": ticket}
        )
        shown = cards.WireButton(
            id=button.id,
            label=button.label,
            integration=integration,
            style=cards.ButtonStyle.PRIMARY if button.primary else cards.ButtonStyle.DEFAULT,
        )
        if not button.options:
            return shown
        options = tuple(
            cards.WireOption(text=each.label, value=str(rank))
            for rank, each in enumerate(button.options)
        )
        return replace(shown, type="select", style=None, options=options)


async def _in_thread(create: Callable[..., Awaitable[objects.Post]], root: str) -> objects.Post:
    """Post, and if someone deleted the thread's root meanwhile, outside of any thread."""
    try:
        return await create(root_id=root)
    except MattermostError as error:
        if not root or "root_id" not in error.error_id:
            raise
        return await create()


async def _content(file: File, made: bytes | None) -> bytes:
    """Return the bytes of a file, or those `made` already. Raises NotMadeError."""
    match file.kind:
        case FileKind.DRAWING:
            return await to_png(file.content)
        case FileKind.MEMORY:
            if made is None:
                raise NotMadeError(f"no memory of {file.content}")
            return made
        case FileKind.TEXT:
            return file.content.encode()


def _for(button: Button, right: Ticket) -> Ticket:
    choices = tuple((each.route, each.argument, each.network) for each in button.options)
    return replace(
        right,
        route=button.route,
        argument=button.argument,
        refers=button.refers,
        network=button.network or right.network,
        choices=choices,
    )


def _default(field: Field) -> str:
    return str(bool(field.default)).lower() if field.box and field.default else field.default


def _element(field: Field) -> cards.DialogElement:
    """Write one entry of a form, cut to what Mattermost shows."""
    if field.box:
        kind, limit = cards.ElementKind.BOX, 0
    elif field.choices:
        kind, limit = cards.ElementKind.SELECT, 0
    elif field.multiline:
        kind, limit = cards.ElementKind.TEXTAREA, min(field.limit, _TEXT_LIMIT)
    else:
        kind, limit = cards.ElementKind.TEXT, min(field.limit, _LINE_LIMIT)
    return cards.DialogElement(
        name=field.name,
        label=field.label[:_TITLE_LIMIT],
        kind=kind,
        optional=field.optional,
        default=_default(field)[:limit] if limit else _default(field),
        help=field.help[:_NOTE_LIMIT],
        placeholder=field.placeholder[:_NOTE_LIMIT],
        max_length=limit or None,
        options=tuple(cards.WireOption(text=each.label, value=each.value) for each in field.choices)
        or None,
    )
