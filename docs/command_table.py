"""The reference of the commands, written from the routes by `python -m docs.command_table`."""

from __future__ import annotations

from pathlib import Path

from bot.network.rights import Act, Role, allows
from bot.talk.routing import Route
from commands import ROUTES

PAGE = Path(__file__).with_name("reference.md")

_INTRODUCTION = """\
# Toutes les commandes

`/aide` les rappelle dans Mattermost, selon vos droits. Chacune s'écrit aussi en mention
(`@courroie besoin …`) ou en message direct, avec ou sans accents ; sans bouton, les réactions font
de même. Ce qui est entre « < > » est à remplacer.
"""


def reference() -> str:
    """Return the page: a table a door, a line a command."""
    told = [route for route in ROUTES if route.summary]
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
    return f"| `{typed}` | {_for_whom(route.told.act)} | {route.summary} |"


def _for_whom(act: Act) -> str:
    """Say who may, by the table of rights; what a tie to the thing gives is told by the refusal."""
    if allows(act, Role.STRANGER):
        return "toute personne"
    return "membres" if allows(act, Role.MEMBER) else "coordination"


if __name__ == "__main__":
    PAGE.write_text(reference(), encoding="utf-8")
