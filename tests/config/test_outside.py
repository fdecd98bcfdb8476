"""The tools that get copies: the example loads, faults are told in French, secrets never are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.config.models import Config, ConfigError, load_config, load_without_secrets
from bot.config.values import ABSENT
from bot.outside.rules import OutsideTool
from bot.outside_lines import outside_lines
from tests.config.test_config import ENVIRONMENT, EXAMPLE, WHOLE

SECRETS = {
    "COURROIE_GRIST": "cle-grist-secrete",
    "COURROIE_YESWIKI": "cle-wiki-secrete",
    "COURROIE_TRELLO_CLE": "cle-trello-secrete",
    "COURROIE_TRELLO_JETON": "jeton-trello-secret",
    "COURROIE_DISCORD": "https://discord.com/api/webhooks/12/jeton-discord-secret",
}


def load(folder: Path, text: str, **secrets: str) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, {**ENVIRONMENT, **SECRETS, **secrets})


def test_the_example_of_the_tools_loads(tmp_path: Path) -> None:
    lines = outside_lines(load(tmp_path, WHOLE))

    assert [each.tool for each in lines] == list(OutsideTool)
    assert {each.network for each in lines} == {"loire"}
    assert outside_lines(load(tmp_path, EXAMPLE)) == []


def test_no_secret_is_shown_by_a_line_nor_told_by_what_is_kept_of_it(tmp_path: Path) -> None:
    config = load(tmp_path, WHOLE)
    shown = f"{config!r} {outside_lines(config)!r} "
    shown += repr([each.sender for each in outside_lines(config)])

    assert [each for each in SECRETS.values() if each.split("/")[-1] in shown] == []


def test_another_secret_is_another_access_to_the_same_target(tmp_path: Path) -> None:
    before = outside_lines(load(tmp_path, WHOLE))[0]
    after = outside_lines(load(tmp_path, WHOLE, COURROIE_GRIST="une-autre"))[0]

    assert before.target == after.target
    assert before.access != after.access


def test_the_whole_is_read_without_any_secret_and_each_is_told(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WHOLE, encoding="utf-8")

    config, absent = load_without_secrets(path, {})

    assert outside_lines(config) == []
    assert config.mail is not None
    assert {config.bot.secret, config.mail.password, config.servers[0].token} == {ABSENT}
    assert len(absent) == len(set(re.findall(r'"env:(\w+)"', WHOLE)))
    assert all("n'est pas définie" in line for line in absent)


@pytest.mark.parametrize(
    ("right", "wrong", "told"),
    [
        (
            "https://grist.numerique.gouv.fr",
            "http://grist.numerique.gouv.fr",
            ("grist.url : le secret y passerait en clair ; écrivez une adresse en https://"),
        ),
        (
            "https://wiki.example.org",
            "https://wiki.example.org/?PagePrincipale",
            ("yeswiki.url : écrivez l'adresse seule, sans paramètre ni mot de passe"),
        ),
        (
            "identifiantDuDocument",
            "mon document",
            (
                "grist.doc : cette valeur n'a pas la forme attendue ; copiez "
                "l'identifiant du document, dans son adresse"
            ),
        ),
        (
            '"veille", "lettre", "rencontres"',
            '"besoins"',
            ("discord.what[1] : écrivez « veille », « lettre » ou « rencontres »"),
        ),
        (
            "env:COURROIE_DISCORD",
            "https://discord.com/channels/12/34",
            ("discord.webhook : ce n'est pas l'adresse d'un webhook Discord (…/api/webhooks/…/…)"),
        ),
        (
            "env:COURROIE_DISCORD",
            "jeton-discord",
            ("discord.webhook : ce n'est pas l'adresse https:// d'un webhook, seule"),
        ),
        (
            "minutes = {",
            "minuits = {",
            "yeswiki.minuits : clé inconnue ; vouliez-vous dire « minutes » ?",
        ),
    ],
)
def test_a_fault_is_told_with_its_mend(tmp_path: Path, right: str, wrong: str, told: str) -> None:
    with pytest.raises(ConfigError) as refused:
        load(tmp_path, WHOLE.replace(right, wrong))

    lines = [line.partition(" : ")[2] for line in str(refused.value).splitlines()]
    assert f"outside.loire.{told}" in lines
    assert "secret" not in str(refused.value).replace("le secret", "")


def test_a_wiki_gets_something(tmp_path: Path) -> None:
    lines = [
        line
        for line in WHOLE.splitlines()
        if not line.startswith(("minutes =", "letter =", "answers ="))
    ]

    with pytest.raises(ConfigError, match="donnez au moins un formulaire"):
        load(tmp_path, "\n".join(lines))
