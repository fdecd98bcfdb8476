"""What is wrong with a configuration, in French: the key, the fault, what would be right.

No sentence repeats a secret.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

_ACCOUNT = (
    "écrivez un nom d'utilisateur sans @ ni majuscule, par exemple « amina » ; "
    "avec l'identifiant que dit `courroie check` s'il faut confirmer son compte"
)
_SHAPES = {
    "listen": "écrivez « hôte:port », par exemple « 127.0.0.1:8066 »",
    "database": "écrivez par exemple « sqlite:///courroie.db » ou "
    "« postgresql+psycopg://courroie@localhost/courroie »",
    "doc": "copiez l'identifiant du document, dans son adresse",
    "list": "copiez l'identifiant de la liste Trello, 24 signes (voir docs/outils.md)",
    "text": "écrivez le nom du champ, par exemple « bf_description »",
    "date": "écrivez le nom du champ, par exemple « bf_date_debut_evenement »",
    "coordinators": _ACCOUNT,
    "administrators": _ACCOUNT,
    "themes": "écrivez-le sur une ligne, sans #",
    "allowed_feed_hosts": "écrivez un nom d'hôte seul, par exemple « intranet.example.org »",
}
_SLUG_SHAPE = (
    "écrivez des minuscules sans accent, des chiffres et des tirets, par exemple « loire »"
)

_PLAIN = {
    "missing": "cette clé manque ; ajoutez-la (`courroie config` la montre)",
    "string_type": "écrivez un texte, entre guillemets",
    "bool_type": "écrivez true ou false, sans guillemets",
    "bool_parsing": "écrivez true ou false, sans guillemets",
    "int_type": "écrivez un nombre entier, sans guillemets",
    "greater_than_equal": "ce nombre est trop petit : {ge} au moins",
    "less_than_equal": "ce nombre est trop grand : {le} au plus",
    "int_from_float": "écrivez un nombre entier, sans virgule",
    "int_parsing": "écrivez un nombre entier, sans guillemets",
    "greater_than": "écrivez un nombre plus grand que zéro",
    "string_too_short": "cette valeur est vide ; complétez-la",
    "model_type": "écrivez une table, entre accolades (`courroie config` la montre)",
    "too_short": "il en faut au moins un",
}


def sentences(error: ValidationError, model: type[BaseModel]) -> Iterator[str]:
    """Yield one line for each thing that is wrong in the file that `model` describes."""
    for each in wrong_in(error):
        key = _key(each["loc"])
        yield f"{key} : {_fault(each, model)}" if key else _fault(each, model)


def wrong_in(error: ValidationError) -> Iterator[ErrorDetails]:
    """Yield each thing that is wrong: a list whose only item is wrong is not also too short."""
    found = error.errors(include_url=False, include_input=False)
    places = [each["loc"] for each in found]
    for each in found:
        place = each["loc"]
        inside = any(other[: len(place)] == place and other != place for other in places)
        if not (each["type"] == "too_short" and inside):
            yield each


def not_toml(error: tomllib.TOMLDecodeError) -> str:
    """Say where a file stops being TOML."""
    place = re.search(r"at line (\d+), column (\d+)", str(error))
    where = f"ligne {place[1]}, colonne {place[2]}" if place else "à la fin"
    return (
        f"ce n'est pas du TOML valide, {where} ; voyez s'il y manque un guillemet droit (\"), un "
        "crochet ou une virgule, ou si une clé y est en double"
    )


def unreadable(error: OSError | UnicodeDecodeError) -> str:
    """Say why a file could not be read."""
    match error:
        case FileNotFoundError():
            return "n'existe pas"
        case PermissionError():
            return "n'est pas lisible par le robot : vérifiez ses droits"
        case IsADirectoryError():
            return "est un dossier"
        case UnicodeDecodeError():
            return "n'est pas du texte en UTF-8"
        case _:
            return f"ne peut pas être lu ({error.strerror})"


def _fault(found: ErrorDetails, model: type[BaseModel]) -> str:
    kind, context = found["type"], found.get("ctx", {})
    place = found["loc"]
    name = next((step for step in reversed(place) if isinstance(step, str)), "")
    match kind:
        case "extra_forbidden":
            fault = f"clé inconnue ; {_instead(model, place[:-1], name)}"
        case "value_error":
            fault = str(context["error"])
        case "enum" | "literal_error":
            values = re.findall(r"'(\w[^']*)'", str(context.get("expected", "")))
            fault = (
                f"écrivez {', '.join(f'« {value} »' for value in values[:-1])} ou « {values[-1]} »"
            )
        case "string_pattern_mismatch":
            fault = f"cette valeur n'a pas la forme attendue ; {_SHAPES.get(name, _SLUG_SHAPE)}"
        case "string_too_long":
            fault = f"cette valeur est trop longue : {context['max_length']} caractères au plus"
        case "tuple_type" if len(place) == 1:
            fault = f"écrivez [[{name}]], avec deux crochets"
        case "model_type" if len(place) == 1:
            fault = f"écrivez [{name}], avec un seul crochet"
        case "tuple_type":
            fault = 'écrivez une liste, entre crochets : ["…", "…"]'
        case _ if kind.startswith("url_"):
            fault = (
                "ce n'est pas une adresse web ; écrivez-la en entier, par exemple "
                "« https://mattermost.example.org »"
            )
        case _:
            fault = _PLAIN.get(kind, f"cette valeur n'est pas comprise ({kind})").format(**context)
    return fault


def _instead(model: type[BaseModel], place: Iterable[int | str], name: str) -> str:
    """Return what to do of an unknown key: those of `[bot]` are often added below another table."""
    if "bot" in model.model_fields and name in _keys_at(model, ["bot"]):
        return "sa place est sous [bot]"
    near = difflib.get_close_matches(name, _keys_at(model, place), n=1)
    return f"vouliez-vous dire « {near[0]} » ?" if near and near[0] != name else "retirez-la"


def _keys_at(model: type[BaseModel], place: Iterable[int | str]) -> list[str]:
    """Return the keys that may stand in one table of the file."""
    for step in place:
        if step in model.model_fields:
            model = next(_models_in(model.model_fields[str(step)].annotation))
    return list(model.model_fields)


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for part in get_args(annotation):
        yield from _models_in(part)


def _key(location: Iterable[int | str]) -> str:
    """Write `("networks", 1, "slug")` as people count: `networks[2].slug`."""
    words = ""
    for step in location:
        words += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
    return words.removeprefix(".")
