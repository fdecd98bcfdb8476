"""The `[mail]` table: read with sense, refused with the key and the mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config.mail import MailConfig
from bot.config.models import ConfigError, load_config
from bot.letter.mail.settings import Security

CONFIG = """
[bot]
database = "sqlite:///courroie.db"
{public}
secret = "0123456789abcdef0123456789abcdef"
{mail}
[[servers]]
name = "test"
url = "https://mattermost.example.org"
token = "jeton"
[[networks]]
slug = "loire"
name = "42 - Loire"
scale = "département"
server = "test"
team = "t"
channel = "loire"
coordinators = ["amina"]
"""
PUBLIC = 'public_url = "https://bot.example.org"'


def loaded(tmp_path: Path, mail: str, public: str = PUBLIC) -> MailConfig:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(mail=f"[mail]\n{mail}", public=public), encoding="utf-8")
    found = load_config(path, {"SMTP": "secret"}).mail
    assert found is not None
    return found


def test_the_usual_settings_go_without_saying(tmp_path: Path) -> None:
    mail = loaded(tmp_path, 'host = "smtp.example.org"\nsender = "Lettre@Example.org"')

    assert (mail.security, mail.server.port, mail.pace) == (Security.STARTTLS, 587, 60)
    assert mail.sender == "lettre@example.org"
    assert not mail.trusted_domains


@pytest.mark.parametrize(("security", "port"), [("tls", 465), ("starttls", 587), ("aucune", 25)])
def test_each_security_has_its_usual_port(tmp_path: Path, security: str, port: int) -> None:
    mail = loaded(tmp_path, f'host = "h.fr"\nsender = "l@a.fr"\nsecurity = "{security}"')

    assert mail.server.port == port


def test_all_settings_may_be_given(tmp_path: Path) -> None:
    mail = loaded(
        tmp_path,
        'host = "h.fr"\nport = 2525\nsender = "l@a.fr"\nsender_name = "La lettre"\npace = 10\n'
        'username = "u"\npassword = "env:SMTP"\n'
        'trusted_domains = ["@Loire.fr", "été.fr"]',
    )

    assert mail.server.port == 2525
    assert mail.password is not None
    assert mail.password.get_secret_value() == "secret"
    assert mail.trusted_domains == ("loire.fr", "xn--t-9fab.fr")
    assert "secret" not in repr(mail)


IMAP = '[mail.imap]\nhost = "imap.fr"\naddress = "courroie@a.fr"\npassword = "env:SMTP"\n'
GOOD = 'host = "h.fr"\nsender = "l@a.fr"\n'


def test_the_mailbox_is_read_over_tls_as_its_address(tmp_path: Path) -> None:
    box = loaded(tmp_path, GOOD + IMAP).imap

    assert box is not None
    server = box.server
    assert (server.port, server.username, server.tls) == (993, '"courroie@a.fr"', True)
    assert "secret" not in repr(box) + repr(server)


@pytest.mark.parametrize(
    ("host", "port", "tls"),
    [("imap.fr", 143, True), ("localhost", 993, True), ("localhost", 143, False)],
)
def test_the_mailbox_is_read_in_clear_on_ones_own_machine_only(
    tmp_path: Path, host: str, port: int, *, tls: bool
) -> None:
    box = loaded(tmp_path, GOOD + IMAP.replace("imap.fr", host) + f"port = {port}\n").imap

    assert box is not None
    assert box.server.tls is tls


@pytest.mark.parametrize(
    ("mail", "told"),
    [
        ('sender = "l@a.fr"', "mail.host : cette clé manque"),
        ('host = "h.fr"', "mail.sender : cette clé manque"),
        ('host = "h.fr"\nsender = "moi"', "mail.sender : Je ne peux pas écrire à cette adresse"),
        (GOOD + "port = 70000", "mail.port : ce nombre est trop grand"),
        (GOOD + "pace = 0", "mail.pace : ce nombre est trop petit"),
        (GOOD + 'security = "ssl"', "mail.security : écrivez « tls », « starttls » ou « aucune »"),
        (GOOD + 'username = "u"', "mail : username et password vont ensemble"),
        (GOOD + 'password = "p"', "mail : username et password vont ensemble"),
        (
            GOOD + 'username = "u"\npassword = "p"\nsecurity = "aucune"',
            "« aucune » enverrait le mot de passe en clair",
        ),
        (GOOD + 'trusted_domains = ["loire"]', "« loire » n'est pas un nom de domaine"),
        (GOOD + 'sender_name = "a\\nb"', "mail.sender_name : ce nom s'écrit sur une ligne"),
        (GOOD + 'bounce = "r@a.fr"', "mail.bounce : clé inconnue"),
        (GOOD + IMAP.replace("courroie@", "c" * 32 + "@"), "il faut au plus 31 caractères"),
        (GOOD + IMAP + 'security = "aucune"', "mail.imap.security : clé inconnue"),
        (GOOD + IMAP + 'username = "a\\"b"', "ni guillemet ni"),
        (GOOD + 'hots = "h.fr"', "mail.hots : clé inconnue ; vouliez-vous dire « host » ?"),
    ],
)
def test_what_is_wrong_is_said_with_its_key(tmp_path: Path, mail: str, told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        loaded(tmp_path, mail)

    assert told in str(refused.value)


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1"])
def test_on_ones_own_machine_a_password_may_go_in_clear(tmp_path: Path, host: str) -> None:
    mail = loaded(
        tmp_path,
        f'host = "{host}"\nsender = "l@a.fr"\nusername = "u"\npassword = "p"\nsecurity = "aucune"',
    )

    assert mail.username == "u"


def test_without_a_public_address_nobody_could_unsubscribe(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as refused:
        loaded(tmp_path, GOOD, public="")

    assert "bot.public_url : la lettre par courriel en a besoin" in str(refused.value)


def test_links_of_old_mails_still_work_where_no_mail_leaves_any_more(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(mail=f"[mail]\n{GOOD}", public=PUBLIC), encoding="utf-8")
    before = load_config(path).mail_settings
    path.write_text(CONFIG.format(mail="", public=PUBLIC), encoding="utf-8")
    after = load_config(path).mail_settings

    assert before.sends
    assert not after.sends
    link = before.leave_link("loire", "a" * 16).rpartition("/")[2]
    assert after.to_leave(link).handle == "a" * 16
