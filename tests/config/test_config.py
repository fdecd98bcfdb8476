"""The configuration: what is wrong names its file, its key and its mend, in French."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import get_args

import pytest
from pydantic import BaseModel

from bot.config.errors import unreadable
from bot.config.models import Config, ConfigError, example, load_config
from bot.network.network import DEFAULT_LETTERS, DEFAULT_MEETINGS, Scale
from bot.network.rhythm import parse_rhythm
from bot.network.tree import parent_of
from tests import program

EXAMPLE = example()
WHOLE = re.sub(r"^#(?=\S|  )(?!tools)", "", EXAMPLE, flags=re.MULTILINE)
"""The example, what it shows as optional written; but for a file of one's own."""
SECRET = "0123456789abcdef" * 2
TOKEN = "jeton-du-robot"
ENVIRONMENT = {
    **dict.fromkeys(re.findall(r"env:(COURROIE_\w+)", WHOLE), "un-autre-secret"),
    "COURROIE_SECRET": SECRET,
    "COURROIE_TOKEN": TOKEN,
    "COURROIE_DISCORD": "https://discord.com/api/webhooks/12/jeton-discord-secret",
}
LISTEN = 'listen = "127.0.0.1:8066"'
URL = 'url = "https://mattermost.example.org"'
LOIRE = 'slug = "loire"'
RULE = '"le 2e jeudi, un mois sur deux, 9 h 30"'
ADDRESS = (
    "ce n'est pas une adresse web ; écrivez-la en entier, par exemple "
    "« https://mattermost.example.org »"
)
SLUG = (
    "cette valeur n'a pas la forme attendue ; écrivez des minuscules sans accent, des chiffres "
    "et des tirets, par exemple « loire »"
)


def test_a_first_file_has_eight_lines_at_most_and_no_network(tmp_path: Path) -> None:
    lines = [line for line in EXAMPLE.splitlines() if line and not line.startswith("#")]

    config = _load(tmp_path, "\n".join(lines))

    assert len(lines) <= 8
    assert EXAMPLE.index(lines[-1]) < EXAMPLE.index("\n#database")
    assert (config.networks, config.servers[0].name) == ((), "mattermost")
    assert config == _load(tmp_path, EXAMPLE)


def test_each_key_is_shown_and_what_is_shown_is_accepted(tmp_path: Path) -> None:
    _load(tmp_path, WHOLE)

    shown = set(re.findall(r"\b(\w+) = ", EXAMPLE))
    assert [name for name in _keys(Config) if name not in shown] == []


def test_the_command_prints_the_example_that_stands_beside_the_readme(tmp_path: Path) -> None:
    printed = program.run("config", said=tmp_path / "config.toml")

    assert printed == (0, EXAMPLE)
    assert (Path(__file__).parents[2] / "config.example.toml").read_text("utf-8") == EXAMPLE


def test_the_example_loads(tmp_path: Path) -> None:
    config = _load(tmp_path, WHOLE)

    assert [network.slug for network in config.networks] == [
        "national",
        "loire",
        "drome",
        "valence",
    ]
    assert (config.bot.host, config.bot.port) == ("127.0.0.1", 8066)
    assert config.bot.secret.get_secret_value() == SECRET
    assert config.servers[0].token.get_secret_value() == TOKEN
    loire = config.networks[1].network
    assert (loire.name, loire.parent, loire.scale) == ("42 - Loire", "national", Scale.DEPARTEMENT)
    assert loire.place == ("mattermost", "conseillers", "loire")
    assert loire.feeds[0].name == "Localtis"
    assert config.bot.advisers == "conseillères et conseillers numériques"


def test_each_edge_of_the_example_is_agreed(tmp_path: Path) -> None:
    config = _load(tmp_path, WHOLE)

    networks = {each.slug: each.network for each in config.networks}
    above = {slug: parent_of(each, networks) for slug, each in networks.items()}
    assert {slug: parent and parent.slug for slug, parent in above.items()} == {
        "national": None,
        "loire": "national",
        "drome": "national",
        "valence": "drome",
    }
    assert {networks[slug].server for slug in ("loire", "drome")} == {"mattermost", "drome"}
    assert networks["drome"].agreement == "convention du 3 mars 2026"


def test_an_agreement_of_spaces_is_none(tmp_path: Path) -> None:
    text = _with('"Le Département de la Loire" ', '" Le hub "').replace("convention du 12", " ")
    config = _load(tmp_path, re.sub('agreement = " .*"', 'agreement = " "', text))

    loire = config.networks[1].network
    assert (loire.organisation, loire.agreement) == ("Le hub", "")


def test_what_may_be_left_out_has_a_default(tmp_path: Path) -> None:
    config = _load(tmp_path, WHOLE.replace(f", meeting = {RULE}", ""))

    loire = config.networks[1]
    assert loire.network.meeting.text == DEFAULT_MEETINGS[Scale.DEPARTEMENT]
    assert loire.timezone == "Europe/Paris"


def test_a_network_may_have_no_letter_or_a_rule_for_it(tmp_path: Path) -> None:
    default = _load(tmp_path, WHOLE).networks[1].network
    never = _load(tmp_path, WHOLE.replace(f"meeting = {RULE}", 'letter = "jamais"'))
    own = _load(tmp_path, WHOLE.replace(f"meeting = {RULE}", 'letter = "le 3 à 9 h"'))

    assert default.letter is not None
    assert default.letter.text == DEFAULT_LETTERS[Scale.DEPARTEMENT]
    assert never.networks[1].network.letter is None
    assert own.networks[1].network.letter == parse_rhythm("le 3 à 9 h")


@pytest.mark.parametrize(
    ("listen", "host", "port"), [("localhost:1", "localhost", 1), ("[::1]:65535", "::1", 65_535)]
)
def test_the_bot_listens_where_it_is_told(
    tmp_path: Path, listen: str, host: str, port: int
) -> None:
    config = _load(tmp_path, WHOLE.replace("127.0.0.1:8066", listen))

    assert (config.bot.host, config.bot.port) == (host, port)


def test_a_secret_may_be_in_a_file_beside_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "jeton").write_text(f"{TOKEN}\n", encoding="utf-8")

    config = _load(tmp_path, EXAMPLE.replace("env:COURROIE_TOKEN", "file:jeton"))

    assert config.servers[0].token.get_secret_value() == TOKEN


def test_secrets_are_not_shown(tmp_path: Path) -> None:
    text = WHOLE.replace("sqlite:///courroie.db", "env:BASE")
    environment = {
        **ENVIRONMENT,
        "COURROIE_COMMAND_TOKEN": "jeton-de-commande",
        "BASE": "postgresql+psycopg://courroie:motdepasse@localhost/courroie",
    }

    config = _load(tmp_path, text, environment)

    assert config.bot.database.endswith("motdepasse@localhost/courroie")
    shown = f"{config!r} {config} {config.bot!r} {config.servers!s}"
    for secret in (SECRET, TOKEN, "jeton-de-commande", "motdepasse"):
        assert secret not in shown


FAULTS = [
    (
        LISTEN,
        'lissen = "127.0.0.1:8066"',
        "bot.lissen : clé inconnue ; vouliez-vous dire « listen » ?",
    ),
    (LISTEN, "zzz = 1", "bot.zzz : clé inconnue ; retirez-la"),
    (
        'advisers = "',
        'advizers = "',
        "bot.advizers : clé inconnue ; vouliez-vous dire « advisers » ?",
    ),
    (
        LOIRE,
        f'{LOIRE}\nchanel = "x"',
        "networks[2].chanel : clé inconnue ; vouliez-vous dire « channel » ?",
    ),
    (
        '{ url = "https://framablog',
        '{ ulr = 1, url = "https://framablog',
        "networks[1].feeds[2].ulr : clé inconnue ; vouliez-vous dire « url » ?",
    ),
    (
        'token = "env:COURROIE_TOKEN"',
        "",
        "servers[1].token : cette clé manque ; ajoutez-la (`courroie config` la montre)",
    ),
    (
        "env:COURROIE_TOKEN",
        "env:ABSENTE",
        "servers[1].token : la variable d'environnement ABSENTE n'est pas définie ; définissez-la",
    ),
    (
        "env:COURROIE_SECRET",
        "trop court",
        (
            "bot.secret : le secret est trop court, il lui faut 32 caractères ; faites-en un par "
            "« openssl rand -hex 32 »"
        ),
    ),
    (
        "env:COURROIE_TOKEN",
        "",
        "servers[1].token : le secret est vide ; écrivez-le, ou « env:NOM », ou « file:CHEMIN »",
    ),
    ('"env:COURROIE_TOKEN"', "12", "servers[1].token : écrivez un texte, entre guillemets"),
    (URL, 'url = "mattermost.example.org"', f"servers[1].url : {ADDRESS}"),
    (URL, 'url = "ftp://mattermost.example.org"', f"servers[1].url : {ADDRESS}"),
    (URL, 'url = ""', f"servers[1].url : {ADDRESS}"),
    (URL, "url = 12", f"servers[1].url : {ADDRESS}"),
    ('"https://courroie.example.org"', '"courroie"', f"bot.public_url : {ADDRESS}"),
    ('"https://framablog.org/feed/"', '"framablog"', f"networks[1].feeds[2].url : {ADDRESS}"),
    (
        LISTEN,
        'listen = "8066"',
        (
            "bot.listen : cette valeur n'a pas la forme attendue ; écrivez « hôte:port », "
            "par exemple « 127.0.0.1:8066 »"
        ),
    ),
    (LISTEN, 'listen = "127.0.0.1:65536"', "bot.listen : un port va de 0 à 65535"),
    (
        "sqlite:///courroie.db",
        "mysql://courroie",
        (
            "bot.database : cette valeur n'a pas la forme attendue ; écrivez par exemple "
            "« sqlite:///courroie.db » ou « postgresql+psycopg://courroie@localhost/courroie »"
        ),
    ),
    (LOIRE, 'slug = "Loire"', f"networks[2].slug : {SLUG}"),
    ('parent = "national"', 'parent = "Loire !"', f"networks[2].parent : {SLUG}"),
    (
        'parent = "national"',
        'parent = "region"',
        (
            "networks, « loire », parent : « region » n'est pas l'un de vos réseaux "
            "(national, loire, drome, valence)"
        ),
    ),
    (
        'parent = "national"',
        'parent = "loire"',
        (
            "networks, « loire », parent : la chaîne tourne en rond (loire → loire) ; le réseau le "
            "plus large n'a pas de parent"
        ),
    ),
    (
        'scale = "national" ',
        'parent = "loire"\nscale = "national" ',
        (
            "networks, « national », parent : la chaîne tourne en rond "
            "(national → loire → national) ; le réseau le plus large n'a pas de parent"
        ),
    ),
    (
        LOIRE,
        'slug = "national"',
        "networks.slug : « national » est donné deux fois ; gardez-en un seul",
    ),
    (
        LOIRE,
        f'{LOIRE}\nchannel = "national"',
        (
            "networks, « national », channel : deux réseaux ne peuvent pas partager le canal "
            "« national » ; donnez à chacun le sien"
        ),
    ),
    (
        'server = "mattermost"',
        'server = "principal"',
        (
            "networks, « national », server : « principal » n'est pas l'un de vos serveurs "
            "(mattermost, drome)"
        ),
    ),
    (
        'timezone = "Europe/Paris"',
        'timezone = "Paris"',
        (
            "networks[1].timezone : « Paris » n'est pas un fuseau horaire ; écrivez par exemple "
            "« Europe/Paris », « Indian/Reunion » ou « America/Guadeloupe »"
        ),
    ),
    (
        'timezone = "Europe/Paris"',
        'video = "http://visio.example.org/reseau"',
        "networks[1].video : écrivez une adresse https entière",
    ),
    (
        'timezone = "Europe/Paris"',
        'timezone = ""',
        "networks[1].timezone : «  » n'est pas un fuseau",
    ),
    (
        '"département"',
        '"departement"',
        "networks[2].scale : écrivez « epci », « département », « région » ou « national »",
    ),
    (
        RULE,
        '"le 5e jeudi, 9 h 30"',
        (
            "networks[2].rhythm.meeting : Je ne comprends pas le rythme « le 5e jeudi, 9 h 30 » : "
            "il n'y a pas toujours de 5e jeudi ; écrivez « le dernier jeudi ». Par exemple :"
        ),
    ),
    (
        RULE,
        "9",
        (
            "networks[2].rhythm.meeting : écrivez une règle entre guillemets, par exemple « le 1er "
            "mardi à 9 h »"
        ),
    ),
    (
        f"meeting = {RULE}",
        'letter = "le 3e jeudi"',
        (
            "networks[2].rhythm.letter : Je ne comprends pas le rythme « le 3e jeudi » : "
            "il manque l'heure."
        ),
    ),
    (
        f"meeting = {RULE}",
        'meeting = "jamais"',
        "networks[2].rhythm.meeting : Je ne comprends pas le rythme « jamais » : seule la lettre",
    ),
    (
        f'{{ digest = "le 1er mardi à 9 h", meeting = {RULE} }}',
        RULE,
        "networks[2].rhythm : écrivez une table, entre accolades (`courroie config` la montre)",
    ),
    (
        'coordinators = ["amina"]',
        f'coordinators = ["amina", "amina:{"a" * 26}"]',
        "networks[1].coordinators : « amina » y est deux fois ; gardez-le une seule fois",
    ),
    (
        'coordinators = ["amina"]',
        "coordinators = []",
        "networks[1].coordinators : il en faut au moins un",
    ),
    (
        'coordinators = ["amina"]',
        'coordinators = "amina"',
        'networks[1].coordinators : écrivez une liste, entre crochets : ["…", "…"]',
    ),
    (
        'coordinators = ["amina"]',
        'coordinators = ["@Amina"]',
        (
            "networks[1].coordinators[1] : cette valeur n'a pas la forme attendue ; écrivez un nom "
            "d'utilisateur sans @ ni majuscule, par exemple « amina »"
        ),
    ),
    ('name = "42 - Loire"', 'name = ""', "networks[2].name : cette valeur est vide ; complétez-la"),
    (
        'name = "42 - Loire"',
        f'name = "{"a" * 61}"',
        "networks[2].name : cette valeur est trop longue : 60 caractères au plus",
    ),
    (
        LOIRE,
        f'{LOIRE}\nchannel = ""',
        "networks[2].channel : cette valeur est vide ; complétez-la",
    ),
    (LOIRE, f"{LOIRE}\nhold = 10", "networks[2].hold : clé inconnue ; sa place est sous [bot]"),
    ("\n[bot]\n", "\n[[bot]]\n", "bot : écrivez [bot], avec un seul crochet"),
    ("hold = 30", "hold = 700", "bot.hold : ce nombre est trop grand : 600 au plus"),
    ("meaning = true", 'meaning = "oui"', "bot.meaning : écrivez true ou false, sans guillemets"),
    (
        "sqlite:///courroie.db",
        "sqlite://courroie.db",
        "bot.database : cette valeur n'a pas la forme",
    ),
    (
        'allowed_feed_hosts = ["intranet.example.org"]',
        'allowed_feed_hosts = ["10.1.2.0/24", "https://intranet/"]',
        "bot.allowed_feed_hosts[2] : cette valeur n'a pas la forme attendue ; écrivez un nom",
    ),
    (
        'administrators = ["sophie"]',
        'administrators = ["@Sophie"]',
        "servers[1].administrators[1] : cette valeur n'a pas la forme attendue ; écrivez un nom",
    ),
    (
        '"env:COURROIE_TOKEN"',
        '"Bearer abc"',
        "servers[1].token : un jeton n'a ni espace ni accent ; copiez-le de nouveau",
    ),
    (
        'school_zone = "A"',
        'school_zone = "D"',
        "networks[2].school_zone : écrivez « A », « B », « C » ou « Corse »",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "line"), FAULTS)
def test_a_fault_names_its_file_its_key_and_its_mend(
    tmp_path: Path, right: str, wrong: str, line: str
) -> None:
    error = _refused(tmp_path, _with(right, wrong))

    assert error.startswith(f"{tmp_path / 'config.toml'} : {line}")
    assert len(error.splitlines()) == 1
    assert SECRET not in error
    assert TOKEN not in error


def test_no_fault_is_told_in_english(tmp_path: Path) -> None:
    english = ("input", "should", "valid ", "string", "invalid", " or ", "expected", "value")
    told = [_refused(tmp_path, _with(right, wrong)).lower() for right, wrong, _ in FAULTS]

    assert [error for error in told if any(word in error for word in english)] == []


def test_a_file_that_a_windows_editor_saved_is_read(tmp_path: Path) -> None:
    assert _load(tmp_path, f"\ufeff{EXAMPLE}").servers


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    text = _with(LISTEN, "lissen = 1").replace(LOIRE, 'slug = "Loire !"').replace(URL, "")

    keys = [line.split(" : ")[1] for line in _refused(tmp_path, text).splitlines()]

    assert keys == ["bot.lissen", "servers[1].url", "networks[2].slug"]


def test_two_servers_do_not_share_a_name(tmp_path: Path) -> None:
    twice = _refused(
        tmp_path, EXAMPLE + '[[servers]]\nurl = "https://b.example.org"\ntoken = "t"\n'
    )

    assert "servers.name : « mattermost » est donné deux fois" in twice


def test_a_file_without_servers_says_so(tmp_path: Path) -> None:
    assert _refused(tmp_path, f'[bot]\nsecret = "{SECRET}"\n') == (
        f"{tmp_path / 'config.toml'} : servers : cette clé manque ; ajoutez-la "
        "(`courroie config` la montre)"
    )
    assert "servers : il en faut au moins un" in _refused(tmp_path, "servers = []\n")
    single = EXAMPLE.replace("[[servers]]", "[servers]", 1)
    assert "servers : écrivez [[servers]], avec deux crochets" in _refused(tmp_path, single)


@pytest.mark.parametrize(
    ("made", "what"),
    [
        (lambda _path: None, "n'existe pas"),
        (lambda path: path.mkdir(), "est un dossier"),
        (lambda path: path.write_bytes(b"\xff\xfe"), "n'est pas du texte en UTF-8"),
    ],
)
def test_a_secret_file_that_cannot_be_read_is_named(
    tmp_path: Path, made: Callable[[Path], object], what: str
) -> None:
    made(tmp_path / "jeton")

    error = _refused(tmp_path, EXAMPLE.replace("env:COURROIE_TOKEN", "file:jeton"))

    assert f"servers[1].token : le fichier {tmp_path / 'jeton'} {what} ; créez-le" in error


def test_a_configuration_that_is_missing_or_unreadable_is_named(tmp_path: Path) -> None:
    with pytest.raises(
        ConfigError, match=r"absent\.toml : ce fichier n'existe pas ; `courroie config"
    ):
        load_config(tmp_path / "absent.toml", ENVIRONMENT)
    with pytest.raises(ConfigError, match="est un dossier"):
        load_config(tmp_path, ENVIRONMENT)
    (tmp_path / "config.toml").write_bytes(b'\xff = "a"')
    with pytest.raises(ConfigError, match="n'est pas du texte en UTF-8"):
        load_config(tmp_path / "config.toml", ENVIRONMENT)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (PermissionError(13, "Permission denied"), "n'est pas lisible par le robot"),
        (OSError(5, "Input/output error"), "ne peut pas être lu (Input/output error)"),
    ],
)
def test_a_file_that_may_not_be_read_says_what_to_check(error: OSError, sentence: str) -> None:
    assert unreadable(error).startswith(sentence)


@pytest.mark.parametrize(
    ("text", "where"),
    [("[bot\n", "ligne 1, colonne 5"), ("a = 1\na = 2\n", "ligne 2"), ('a = "', "à la fin")],
)
def test_what_is_not_toml_says_where(tmp_path: Path, text: str, where: str) -> None:
    error = _refused(tmp_path, text)

    assert "ce n'est pas du TOML valide" in error
    assert where in error


def test_another_address_to_listen_on_is_read_as_the_file_s_own(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(WHOLE, encoding="utf-8")

    config = load_config(path, ENVIRONMENT, listen="[::1]:8067")

    assert (config.bot.host, config.bot.port) == ("::1", 8067)
    with pytest.raises(ConfigError, match=r"bot\.listen.*hôte:port"):
        load_config(path, ENVIRONMENT, listen="8067")


def test_the_configuration_cannot_be_changed(tmp_path: Path) -> None:
    config = _load(tmp_path, WHOLE)

    with pytest.raises(ValueError, match="frozen"):
        config.bot.listen = "0.0.0.0:1"


def _with(right: str, wrong: str) -> str:
    assert right in WHOLE
    return WHOLE.replace(right, wrong, 1)


def _load(folder: Path, text: str, environment: Mapping[str, str] = ENVIRONMENT) -> Config:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return load_config(path, environment)


def _refused(folder: Path, text: str) -> str:
    with pytest.raises(ConfigError) as refused:
        _load(folder, text)
    return str(refused.value)


def _keys(model: type[BaseModel]) -> Iterator[str]:
    """Yield the keys of a table and of those in it, but for the tables' own."""
    for name, field in model.model_fields.items():
        tables = [each for each in _kinds(field.annotation) if issubclass(each, BaseModel)]
        for each in tables:
            yield from _keys(each)
        if not tables:
            yield name


def _kinds(annotation: object) -> Iterator[type]:
    if isinstance(annotation, type):
        yield annotation
    for part in get_args(annotation):
        yield from _kinds(part)
