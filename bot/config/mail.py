"""The `[mail]` table: by which server the letter leaves, in whose name, how fast; what is read."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, field_validator, model_validator

from bot.config.values import LAST_PORT, Frozen, Secret, Some
from bot.letter.mail.address import BadMailAddressError, mail_address, mail_domain
from bot.letter.mail.settings import ImapServer, Security, SmtpServer
from bot.veille.link import literal

_IMAPS = 993
_LONGEST_NAME = 31
"""Characters of a name that a tag may follow within the 64 of RFC 5321."""

_PORTS = {Security.TLS: 465, Security.STARTTLS: 587, Security.NONE: 25}


def _address(value: str) -> str:
    try:
        return mail_address(value)
    except BadMailAddressError as error:
        raise ValueError(error.reply) from None


def _domain(value: str) -> str:
    try:
        return mail_domain(value.strip().lstrip("@"))
    except BadMailAddressError:
        raise ValueError(
            f"« {value} » n'est pas un nom de domaine ; écrivez par exemple « loire.example.org »"
        ) from None


MailAddress = Annotated[str, AfterValidator(_address)]
MailDomain = Annotated[str, AfterValidator(_domain)]


class ImapConfig(Frozen):
    """`[mail.imap]`: the mailbox of the service, which takes `address` and `address` with a +tag.

    It is read over TLS, in clear at another port of this machine only; its `username` is the
    address by default.
    """

    host: Some
    port: Annotated[int, Field(ge=1, le=LAST_PORT)] = _IMAPS
    address: MailAddress
    username: str = ""
    password: Secret

    @model_validator(mode="after")
    def _sound(self) -> ImapConfig:
        if not self.username.isprintable() or {'"', "\\"} & {*self.username}:
            raise ValueError("username : cet identifiant ne peut contenir ni guillemet ni « \\ »")
        if len(self.address.partition("@")[0]) > _LONGEST_NAME:
            raise ValueError(
                f"address : il faut au plus {_LONGEST_NAME} caractères avant le @, pour que "
                "« +… » puisse les suivre"
            )
        return self

    @property
    def server(self) -> ImapServer:
        """The server itself."""
        return ImapServer(
            host=self.host,
            port=self.port,
            username=f'"{self.username or self.address}"',
            password=self.password.get_secret_value(),
            tls=self.port == _IMAPS or not _is_loopback(self.host),
        )


class MailConfig(Frozen):
    """`[mail]`; without it letters are handed to the coordinators as files.

    `pace` is in mails a minute. `imap` is the mailbox where what comes back is read.
    Addresses of `trusted_domains` need not confirm.
    """

    host: Some
    port: Annotated[int, Field(ge=1, le=LAST_PORT)] | None = None
    security: Security = Security.STARTTLS
    username: str = ""
    password: Secret | None = None
    sender: MailAddress
    sender_name: Annotated[str, Field(max_length=60)] = ""
    imap: ImapConfig | None = None
    trusted_domains: tuple[MailDomain, ...] = ()
    pace: Annotated[int, Field(ge=1, le=10_000)] = 60

    @field_validator("sender_name")
    @classmethod
    def _one_line(cls, value: str) -> str:
        if not value.isprintable():
            raise ValueError("ce nom s'écrit sur une ligne, sans caractère invisible")
        return value.strip()

    @model_validator(mode="after")
    def _sound(self) -> MailConfig:
        if bool(self.username) != (self.password is not None):
            raise ValueError("username et password vont ensemble ; donnez les deux, ou aucun")
        if self.username and self.security is Security.NONE and not _is_loopback(self.host):
            raise ValueError(
                "security : « aucune » enverrait le mot de passe en clair ; écrivez « starttls » "
                "ou « tls »"
            )
        return self

    @property
    def server(self) -> SmtpServer:
        """The server itself, at the usual port of its security unless one is given."""
        return SmtpServer(
            host=self.host,
            port=self.port or _PORTS[self.security],
            security=self.security,
            username=self.username,
            password=self.password.get_secret_value() if self.password else "",
        )


def _is_loopback(host: str) -> bool:
    address = literal(host)
    return host == "localhost" if address is None else address.is_loopback
