"""`courroie demo --scenario`, as a reader of the README runs it."""

from __future__ import annotations

from sandbox.scenario import play


async def test_each_step_of_the_month_happens() -> None:
    told: list[str] = []

    status = await play(told.append)

    text = "\n".join(told)
    assert status == 0, text[-2_000:]
    for moment in ("Les questions du mois", "La rencontre se prépare", "Avec du retard"):
        assert moment in text
