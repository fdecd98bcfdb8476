"""What the templates of copies for other tools are rendered with, in every case."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from bot.outside.card import CopiesReport, ToldCopy, ToldTool
from bot.outside.rules import OutsideError, OutsideFault, OutsideTool, ToolState

_NOW = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
_WELL = ToolState(network="loire", tool=OutsideTool.GRIST, target="", access="")
_AWAY = _WELL.failed(OutsideError(OutsideFault.AWAY, "il ne répond pas"), _NOW)
_STOPPED = _WELL.failed(OutsideError(OutsideFault.ACCESS, "il refuse notre clé"), _NOW)
_COPY = ToldCopy(what="rencontre n°\u00a03", where="Discord")
_HELD = ToldCopy(what="question n°\u00a012", where="Grist", why="le nom d'une personne")


def _report(*tools: ToolState, **copies: list[ToldCopy]) -> CopiesReport:
    told = [ToldTool(state=each, standing=12) for each in tools]
    return CopiesReport(
        tools=told,
        doubtful=copies.get("doubtful", []),
        held=copies.get("held", []),
        refused=copies.get("refused", []),
    )


CASES: dict[str, list[object]] = {}
OWN: dict[str, dict[str, list[object]]] = {
    "reseau/copied.md.j2": {"places": [[], ["Grist"], ["Grist", "YesWiki"]]},
    "reseau/copies.md.j2": {
        "again": [False, True],
        "checked": [0, 1, 2],
        "most": [2],
        "report": [
            _report(_AWAY, _STOPPED, doubtful=[_COPY], held=[_HELD], refused=[_HELD] * 10),
            _report(_WELL),
            replace(_report(_WELL), places=["Grist", "YesWiki"]),
            _report(),
        ],
    },
}
