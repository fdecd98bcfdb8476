"""Who receives the letter by mail: asked for, confirmed by the address's owner, ended at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import Enum
from secrets import token_bytes

from bot.core.errors import Refusal
from bot.letter.mail import store as mails
from bot.letter.mail import subscriber_store as subscribers
from bot.letter.mail.address_list import AddressList
from bot.letter.mail.rules import ASK_AGAIN, ASKED_A_DAY, AddressStatus, Reason, Subscriber
from bot.letter.mail.settings import HANDLE_BYTES, MailSettings, new_handle
from bot.talk import say
from bot.talk.context import Context

NO_MAIL = Refusal(
    "no mail server",
    reply="Ici, la lettre ne part pas encore par courriel : elle paraît dans le canal, et la "
    "coordination en reçoit un fichier à envoyer elle-même. Pour que je l'envoie, la personne qui "
    "m'a installé peut régler `[mail]`.",
)

ASKED_TODAY = Refusal(
    "confirmation asked today",
    reply="Un courriel de confirmation est déjà parti vers cette adresse. Ouvrez-le pour confirmer "
    "(peut-être est-il dans les indésirables) ; demain, je pourrai vous en envoyer un autre.",
)

ASKED_TOO_MUCH = Refusal(
    "too many confirmations",
    reply="J'ai déjà envoyé {most} confirmations pour vous en un jour : revenez demain. La "
    "coordination peut aussi importer une liste.",
)

ADDRESS_NOT_LISTED = Refusal(
    "address not in the list",
    reply="Cette adresse n'est pas dans la liste de la lettre. Peut-être s'écrit-elle autrement : "
    "relisez-la, puis recommencez.",
)


class Joined(Enum):
    """What asking to receive the letter came to."""

    CONFIRMED = "confirmed"
    ALREADY = "already"
    ASKED = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAddresses:
    """What a list came to, in addresses: received at once, asked, known already, left before."""

    confirmed: int
    asked: int
    known: int
    left: int
    listed: AddressList


def join(ctx: Context, address: str, user: str) -> Joined:
    """Have the letter sent to an address that a member gives, once its owner confirms.

    One of the network's own structures is trusted, unless its owner once left: only a confirmation
    brings an address back. Raises NO_MAIL, ASKED_TOO_MUCH.
    """
    require_office(ctx)
    network = ctx.network.slug
    known = subscribers.at(ctx.db, network, address)
    if known is not None and known.standing is AddressStatus.CONFIRMED:
        return Joined.ALREADY
    left = _kept(ctx, address) in subscribers.suppressed(ctx.db, network)
    asked = _asked(ctx, address, user, known)
    if ctx.settings.of(MailSettings).trusts(address) and not left:
        _confirm(ctx, asked)
        return Joined.CONFIRMED
    _require_patience(ctx, known, user)
    subscribers.save(ctx.db, asked)
    mails.queue_confirmations(ctx.db, network, [asked.handle], ctx.now, by=user)
    return Joined.ASKED


def leave(ctx: Context, user: str) -> Sequence[str]:
    """End what a member asked for, for all of their addresses; return those ended.

    One that nobody confirmed is only forgotten: it may be someone else's, for whom nobody answers.
    """
    ended = subscribers.of_user(ctx.db, ctx.network.slug, user)
    for each in ended:
        if each.standing is AddressStatus.WAITING:
            subscribers.remove(ctx.db, each)
        else:
            _end(ctx, each, Reason.UNSUBSCRIBED)
    return [each.address for each in ended]


def remove(ctx: Context, address: str) -> None:
    """Take an address out of the list for good. Raises ADDRESS_NOT_LISTED."""
    known = ADDRESS_NOT_LISTED.unless(subscribers.at(ctx.db, ctx.network.slug, address))
    _end(ctx, known, Reason.REMOVED)


def take_in(ctx: Context, listed: AddressList) -> ImportedAddresses:
    """Add a list: the network's own structures at once, the others once they confirm.

    Whoever left stays away. Raises NO_MAIL.
    """
    require_office(ctx)
    network, settings = ctx.network.slug, ctx.settings.of(MailSettings)
    known = subscribers.addresses(ctx.db, network)
    gone = subscribers.suppressed(ctx.db, network)
    fresh = [each for each in listed.addresses if each not in known]
    wanted = [each for each in fresh if settings.suppressed(network, each) not in gone]
    new = [_asked(ctx, each, "") for each in wanted]
    confirmed = [_confirmed(ctx, each) for each in new if settings.trusts(each.address)]
    asked = [each for each in new if not settings.trusts(each.address)]
    subscribers.add_all(ctx.db, [*confirmed, *asked])
    mails.queue_confirmations(ctx.db, network, [each.handle for each in asked], ctx.now)
    return ImportedAddresses(
        confirmed=len(confirmed),
        asked=len(asked),
        known=len(listed.addresses) - len(fresh),
        left=len(fresh) - len(wanted),
        listed=listed,
    )


def confirm(ctx: Context, handle: str) -> bool:
    """Note that the owner of an address confirms; False when it was forgotten meanwhile."""
    known = subscribers.by_handle(ctx.db, handle)
    if known is None:
        return False
    if known.standing is not AddressStatus.CONFIRMED:
        _confirm(ctx, known)
    return True


def unsubscribe(ctx: Context, handle: str) -> str:
    """End what a link is about; return the address, "" when it was ended already."""
    known = subscribers.by_handle(ctx.db, handle)
    if known is None:
        return ""
    _end(ctx, known, Reason.UNSUBSCRIBED)
    return known.address


def come_back(ctx: Context, address: str) -> None:
    """Have someone who just left receive the letter again: their own link says so."""
    known = subscribers.at(ctx.db, ctx.network.slug, address)
    _confirm(ctx, known or _asked(ctx, address, ""))


def bounced(ctx: Context, known: Subscriber, reason: str, *, hard: bool) -> None:
    """Note that a mail came back; for good, the address is not written to any more."""
    if hard:
        mails.came_back(ctx.db, known, reason)
        unreachable(ctx, known, reason)
    else:
        subscribers.save(ctx.db, replace(known, failures=known.failures + 1, trouble=reason))


def unreachable(ctx: Context, known: Subscriber, reason: str) -> None:
    """Write no more to an address that nothing reaches; the member who gave it is told."""
    _end(ctx, known, Reason.BOUNCED)
    if known.user:
        text = ctx.render("lettre/unreachable.md.j2", address=known.address, reason=reason)
        say.to_user(ctx, f"mail:unreachable:{known.handle}", known.user, text)


def require_office(ctx: Context) -> None:
    """Raise NO_MAIL where no letter leaves by mail."""
    if not ctx.settings.of(MailSettings).sends:
        raise NO_MAIL()


def _require_patience(ctx: Context, known: Subscriber | None, user: str) -> None:
    if known is not None and ctx.now - known.asked_at < ASK_AGAIN:
        raise ASKED_TODAY()
    if mails.asked_since(ctx.db, user, ctx.now - timedelta(days=1)) >= ASKED_A_DAY:
        raise ASKED_TOO_MUCH(most=ASKED_A_DAY)


def _kept(ctx: Context, address: str) -> str:
    return ctx.settings.of(MailSettings).suppressed(ctx.network.slug, address)


def _end(ctx: Context, known: Subscriber, reason: Reason) -> None:
    subscribers.suppress(ctx.db, ctx.network.slug, _kept(ctx, known.address), reason, ctx.now)
    subscribers.remove(ctx.db, known)


def _confirm(ctx: Context, known: Subscriber) -> None:
    subscribers.allow(ctx.db, ctx.network.slug, _kept(ctx, known.address))
    subscribers.save(ctx.db, _confirmed(ctx, known))


def _asked(ctx: Context, address: str, user: str, known: Subscriber | None = None) -> Subscriber:
    """Return who is asked now to confirm: a new subscriber, or one that is known already."""
    if known is not None:
        return replace(known, user=user, asked_at=ctx.now)
    return Subscriber(
        network=ctx.network.slug,
        address=address,
        handle=new_handle(token_bytes(HANDLE_BYTES)),
        user=user,
        asked_at=ctx.now,
    )


def _confirmed(ctx: Context, known: Subscriber) -> Subscriber:
    return replace(known, standing=AddressStatus.CONFIRMED, confirmed_at=ctx.now)
