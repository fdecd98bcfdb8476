"""`courroie demo --scenario`, as a reader of the README runs it: what happens, how long it reads.

It is played once for both.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

from sandbox.play.scenario import play
from sandbox.play.witness import Seen, Witness
from sandbox.server.sandbox import Sandbox
from tests import browsers

pytestmark = pytest.mark.xdist_group("browser")

_MEASURE = """async (texts) => {
  const { markdown } = await import("/page/markdown.js");
  const { el } = await import("/page/dom.js");
  const words = (text) => el("div", { class: "md" }, markdown(text, { names: new Set() }));
  const rows = texts.map((text) => el("li", { class: "message" },
    el("span", { class: "avatar" }), el("div", { class: "body" }, words(text))));
  document.body.replaceChildren(el("ol", { class: "messages" }, ...rows));
  const lines = (row) => {
    const range = document.createRange();
    range.selectNodeContents(row.querySelector(".md"));
    const middles = [...range.getClientRects()].filter((one) => one.width && one.height < 60)
      .map((one) => one.top + one.height / 2).sort((a, b) => a - b);
    return middles.filter((at, place) => !place || at - middles[place - 1] > 8).length;
  };
  return rows.map(lines);
}"""
"""Writes messages as the sandbox's page does, one below the other, and counts the lines of each."""


@dataclass(frozen=True, slots=True)
class Played:
    """What the scenario told, and all messages that its people saw."""

    text: str
    seen: Sequence[Seen]


@pytest.fixture(scope="module")
def played() -> Played:
    witness = Witness()
    told: list[str] = []

    status = asyncio.run(play(told.append, witness))

    assert status == 0, "\n".join(told[-30:])
    return Played("\n".join(told), list(witness.seen))


def test_each_step_of_the_month_happens(played: Played) -> None:
    for moment in (
        "Ce qui vous attend",
        "Les questions du mois",
        "posée sans nom",
        "Est-ce une question pour le réseau",
        "Je n'ai rien enregistré",
        "Pas tout à fait",
        "Avant que le réseau ne lise",
        "est rouverte",
        "Ces deux questions se ressemblent",
        "choisit « Reporter… »",
        "Un même besoin, dans la Loire et dans la Drôme",
        "Êtes-vous d'accord pour que votre question n° 8 monte",
        "choisit « n° 1 » dans « Joindre à… »",
        "Portée par 2 départements",
        "Portée par 1 région",
        "le serveur de la Drôme ne répond plus",
        "Avec du retard : ce message est",
        "**Du national**",
        "Le réseau national répond à la question n° 8",
        "transmise par le réseau national",
        "réponse publiée dans 2 réseaux sur 2",
        "Courroie réagit par 📰",
        "C'est ajouté",
        "La lettre s'écrit presque seule",
        "ouvre l'aperçu dans son navigateur",
        "La lettre de la Loire, ",
        "ouvre la page de la lettre",
        "Courriel à louis@exemple.fr, « Recevoir la lettre",
        "Courriel à louis@exemple.fr, « La lettre de la Loire, ",
        "se désabonne d'un clic",
        "De nouveau ouverte",
        "Sans vous : il paraît",
        "📌",
        "Dans le fil : les résumés",
        "candidate aussi",
        "Un générateur de cartes-exercices",
        "ouvre la page dans son navigateur",
        "Avec du retard",
        "une image de 760 pixels",
        "Rencontre en préparation",
        "vous venez sur place",
        "vous propose l'animation",
        "Rencontre en cours",
        "Compte rendu publié",
        "Qui sait quoi, dans la Loire",
        "Ce que vous savez et recevez",
        "**La Manufacture** (Roanne) : Personnes sourdes",
        "deux à la fois",
        "C'est noté, pas cette fois. Personne ne le voit.",
        "ce serait parfois les nommer",
        "La suite est en message direct",
        "aimerait qu'elle soit proposée à la région",
        "Un autre territoire pose cette question",
        "La Loire répond à la question n° 2",
        "Une enquête du national, pour les territoires aussi",
        "Elle est alors proposée aussi à 2 territoires",
        "Réponse notée, 1 sur 3",
        "Pas assez de réponses pour en montrer",
        "Le lien entre les personnes et leurs réponses est détruit",
        "8 réponses**, additionnées",
        "avec la région Auvergne-Rhône-Alpes : je garde les questions",
        "je ne sais plus qui vous êtes",
        "Merci de m'avoir invité dans **07 - Ardèche**",
        "demande à faire entrer un réseau : **l'Ardèche**",
        "C'est parti",
        "vos messages passés ne sont ni lus, ni montrés",
        "semblent demander quelque chose",
        " du réseau, dont ",
        ": votre nom y est.",
        "Thibault Roure rejoint la coordination",
        "** dans l'Ardèche",
        "Commandes tapées",
        "piles et",
    ):
        assert moment in played.text.replace("\u00a0", " ")


@pytest.mark.skipif(not browsers.PATH.exists(), reason=f"no browser at {browsers.PATH}")
async def test_no_message_is_a_wall_on_a_phone(tmp_path: Path, played: Played) -> None:
    measured = zip(await _lines(tmp_path, played.seen), played.seen, strict=True)

    walls = [(n, one.place.label, one.start) for n, one in measured if n > one.place.limit]
    assert [f"{n} lines {label}: {start}" for n, label, start in sorted(walls)] == []


async def _lines(folder: Path, seen: Sequence[Seen]) -> list[int]:
    """Return how many lines each message has on a phone."""
    async with Sandbox(data_dir=folder, port=0) as sandbox, browsers.browser() as browser:
        page = await browsers.page_of(browser, browsers.PHONE)
        await page.goto(f"{sandbox.url}/sandbox/mails")
        await page.add_style_tag(url=f"{sandbox.url}/page/messages.css")
        found: list[int] = await page.evaluate(_MEASURE, [each.text for each in seen])
        return found
