"""The reference of the commands, written from the routes by `python -m docs.command_table`."""

from __future__ import annotations

from pathlib import Path

from bot.network.rights import Act, Role, allows
from bot.talk.routing import COMMANDS, Route
from commands import ROUTES

PAGE = Path(__file__).with_name("reference.md")

_INTRODUCTION = """\
# Ce qui s'écrit

Tout le reste se choisit : sur les cartes, dans leur menu « Plus… », et dans ce que je vous montre
quand vous écrivez `/aide`. Chaque commande s'écrit aussi en mention (`@courroie besoin …`) ou en
message direct, avec ou sans accents. Le nom de ce que vous voulez voir suffit aussi : « le bilan
de l'année », « la mémoire », « les échéances ». Là où il n'y a pas de bouton, on répond dans le fil
de la carte par le numéro de ce que l'on choisit, et ses mots : « 1 La Manufacture, le mardi ». Ce
qui est entre « < > » est à remplacer.
"""


def reference() -> str:
    """Return the page: a table a door, a line a command."""
    told = [route for route in ROUTES if route.path in COMMANDS]
    roots = dict.fromkeys(route.root for route in told)
    tables = [
        "\n".join(
            (
                f"## `/{root}`",
                "",
                "| commande | pour | ce qu'elle fait |",
                "| --- | --- | --- |",
                *(_line(route) for route in told if route.root == root),
                "",
            )
        )
        for root in roots
    ]
    return "\n".join((_INTRODUCTION, *tables))


def _line(route: Route) -> str:
    typed = route.line.replace("|", "\\|")
    return f"| `{typed}` | {_for_whom(route.told_to)} | {route.summary} |"


def _for_whom(act: Act) -> str:
    """Say who may, by the table of rights; what a tie to the thing gives is told by the refusal."""
    if allows(act, Role.STRANGER):
        return "toute personne"
    return "membres" if allows(act, Role.MEMBER) else "coordination"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
