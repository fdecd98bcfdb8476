"""The `[mail]` table: by which server the letter leaves, in whose name, how fast."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field, field_validator, model_validator

from bot.config.values import LAST_PORT, Frozen, Secret, Some
from bot.letter.mail.address import BadMailAddressError, mail_address, mail_domain
from bot.letter.mail.settings import Security, SmtpServer
from bot.veille.link import literal

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


class MailConfig(Frozen):
    """`[mail]`; without it letters are handed to the coordinators as files.

    `pace` is in mails a minute. `bounce` receives what comes back, if anyone reads it by
    `courroie rebonds`. Addresses of `trusted_domains` need not confirm.
    """

    host: Some
    port: Annotated[int, Field(ge=1, le=LAST_PORT)] | None = None
    security: Security = Security.STARTTLS
    username: str = ""
    password: Secret | None = None
    sender: MailAddress
    sender_name: Annotated[str, Field(max_length=60)] = ""
    bounce: MailAddress | None = None
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
