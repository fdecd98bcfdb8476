"""From the configuration to what the core needs to know of the mail."""

from __future__ import annotations

from bot.config.models import Config
from bot.letter.mail.post_office import MailSettings


def post_office(config: Config) -> MailSettings:
    """Return the mail's settings; it does not send where none are given.

    Its keys are there even so: links of mails that left before still work.
    """
    mail = config.mail
    key = config.bot.secret.get_secret_value().encode()
    public = str(config.bot.public_url or "").rstrip("/")
    if mail is None:
        return MailSettings(key=key, public=public)
    return MailSettings(
        key=key,
        sends=True,
        public=public,
        sender=mail.sender,
        sender_name=mail.sender_name,
        bounce=mail.bounce or "",
        trusted=frozenset(mail.trusted_domains),
    )
