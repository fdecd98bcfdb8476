"""Mails handed to a real SMTP server: secured, logged in, refused at each stage, cut, too slow."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import dataclass

import pytest

from bot.letter.mail.rules import Blame, NotSentError
from bot.letter.mail.smtp import SmtpSender
from tests.letter.mail.server import Post, server, smtp_server, trust
from tests.ports import held_port
from tests.waiting import PATIENCE

MAIL = b"Subject: Bonjour\r\n\r\nVoici.\r\n.\r\nFin.\r\n"


async def carry(carrier: SmtpSender, to: str = "zoe@exemple.fr") -> None:
    await carrier.carry(MAIL, sender="retour@exemple.fr", to=to)


async def test_a_message_arrives_as_it_was_written() -> None:
    post = Post()
    async with smtp_server(post) as port:
        carrier = SmtpSender(server(port))
        await carry(carrier)
        await carrier.close()

    (kept,) = post.kept
    assert (kept.mail_from, kept.rcpt_tos) == ("retour@exemple.fr", ["zoe@exemple.fr"])
    assert kept.content == MAIL


async def test_one_connection_serves_for_all_and_is_made_anew_after_leaving() -> None:
    post = Post()
    async with smtp_server(post) as port:
        carrier = SmtpSender(server(port))
        for number in range(3):
            await carry(carrier, f"p{number}@exemple.fr")
        assert post.connections == 1
        await carrier.close()
        await carrier.close()
        await carry(carrier)
        await carrier.close()

    assert post.connections == 2
    assert len(post.kept) == 4


@pytest.mark.parametrize(
    ("security", "served"), [("tls", {"tls": True}), ("starttls", {"starttls": True})]
)
async def test_the_way_is_secured_before_one_logs_in(
    security: str, served: dict[str, bool]
) -> None:
    post = Post()
    async with smtp_server(post, auth=True, **served) as port:
        known = server(port, security=security, username="courroie", password="secret")
        carrier = SmtpSender(known, trust=trust)
        await carry(carrier)
        step = await SmtpSender(known, trust=trust).try_out()
        await carrier.close()

    assert len(post.kept) == 1
    assert not step.trouble
    assert step.name.endswith("connexion chiffrée, identifiant accepté")


@dataclass
class Case:
    """What a server does at a stage, and whom that is to be blamed on."""

    stage: str
    answer: str
    blame: Blame
    reason: str


CASES = [
    Case("mail", "550 5.7.1 not you", Blame.SERVER, "le serveur refuse notre adresse"),
    Case("mail", "451 4.3.0 later", Blame.SERVER, "le serveur refuse notre adresse"),
    Case("rcpt", "550 5.1.1 no such user", Blame.ADDRESS, "adresse inconnue"),
    Case("rcpt", "550 no such user", Blame.ADDRESS, "adresse inconnue"),
    Case("rcpt", "550 5.7.1 spam", Blame.MAIL, "refusé comme indésirable"),
    Case("rcpt", "552 5.2.2 over quota", Blame.MAIL, "boîte pleine"),
    Case("rcpt", "450 4.2.2 mailbox full", Blame.LATER, "boîte pleine"),
    Case("rcpt", "450 later", Blame.LATER, "boîte injoignable"),
    Case("rcpt", "421 4.3.2 closing", Blame.LATER, "boîte injoignable"),
    Case("data", "554 5.7.1 spam", Blame.MAIL, "refusé comme indésirable"),
    Case("data", "550 5.1.1 after all", Blame.MAIL, "adresse inconnue"),
    Case("data", "554 no", Blame.MAIL, "refusé par le serveur"),
    Case("data", "452 4.3.1 full", Blame.LATER, "boîte injoignable"),
    Case("data", "cut", Blame.LATER, "le serveur a coupé"),
    Case("rcpt", "cut", Blame.LATER, "le serveur a coupé"),
    Case("data", "wait", Blame.LATER, "le serveur a coupé"),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.stage} {case.answer}")
async def test_each_refusal_is_blamed_on_whom_it_is_due_to(case: Case) -> None:
    def once(_address: str) -> str | None:
        return answers.pop() if answers else None

    answers = [case.answer]
    post = Post()
    setattr(post, f"at_{case.stage}", once)
    async with smtp_server(post) as port:
        limit = 0.5 if case.answer == "wait" else PATIENCE
        carrier = SmtpSender(server(port), time_limit=limit)
        with pytest.raises(NotSentError) as refused:
            await carry(carrier)
        carrier._time_limit = PATIENCE
        await carry(carrier, "louis@exemple.fr")  # the next one leaves
        await carrier.close()

    assert refused.value.blame is case.blame
    assert refused.value.reason.startswith(case.reason)
    assert "zoe" not in str(refused.value)
    assert [kept.rcpt_tos for kept in post.kept] == [["louis@exemple.fr"]]


async def trouble(port: int, **keys: object) -> str:
    carrier = SmtpSender(server(port, **keys), trust=trust, time_limit=PATIENCE)
    with pytest.raises(NotSentError) as refused:
        await carry(carrier)
    assert refused.value.blame is Blame.SERVER
    step = await carrier.try_out()
    assert step.trouble == refused.value.reason
    return step.trouble


async def test_a_server_that_is_not_there_is_said_to_be_so() -> None:
    with held_port() as port:
        assert await trouble(port) == "il ne répond pas (vérifiez mail.host et mail.port)"


async def test_a_wrong_password_is_said_to_be_so() -> None:
    async with smtp_server(Post(), starttls=True, auth=True) as port:
        told = await trouble(port, security="starttls", username="courroie", password="oubli")

    assert told.startswith("il refuse l'identifiant")


async def test_a_server_without_starttls_or_without_accounts_is_said_to_be_so() -> None:
    async with smtp_server(Post()) as port:
        assert (await trouble(port, security="starttls")).startswith("il n'offre pas STARTTLS")
        told = await trouble(port, username="courroie", password="secret")

    assert told.startswith("il n'accepte aucun identifiant")


async def test_tls_on_a_plain_port_is_said_to_be_so() -> None:
    async with smtp_server(Post()) as port:
        told = await trouble(port, security="tls")

    assert told.startswith(("il ne parle pas TLS", "il ne répond pas"))


async def test_an_unknown_certificate_is_refused() -> None:
    async with smtp_server(Post(), tls=True) as port:
        carrier = SmtpSender(server(port, security="tls"), trust=ssl.create_default_context)
        with pytest.raises(NotSentError) as refused:
            await carry(carrier)

    assert "certificat" in refused.value.reason


async def test_a_server_that_says_nothing_is_waited_for_no_longer_than_its_limit() -> None:
    taken: list[asyncio.StreamWriter] = []

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        taken.append(writer)

    silence = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = silence.sockets[0].getsockname()[1]
    carrier = SmtpSender(server(port), time_limit=0.2)
    with pytest.raises(NotSentError) as refused:
        await carry(carrier)
    silence.close()
    for each in taken:
        each.transport.abort()
    await asyncio.sleep(0)

    assert refused.value.reason == "il ne répond pas à temps"
