"""The bot itself sends copies: two tools side by side, one that never answers, and restarts."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace

from bot.config.outside import OutsideConfig
from tests.outside.fake import SILENT
from tests.outside.lived import AAP
from tests.outside.test_discord import HOOK, Discord
from tests.outside.test_grist import KEY, Grist
from tests.ports import held_port
from tests.waiting import eventually, until
from tests.whole.town import Village


def linked(village: Village, grist: Grist, hook: Discord) -> Village:
    """Return the same place where the Loire has a Grist and a Discord."""
    told = {
        "grist": {"url": grist.url, "doc": "document12", "key": KEY},
        "discord": {"webhook": f"{hook.url}{HOOK}"},
    }
    outside, config = OutsideConfig.model_validate(told), village.stage.config
    hosts = (*config.bot.allowed_feed_hosts, "127.0.0.1")
    bot = config.bot.model_copy(update={"allowed_feed_hosts": hosts})
    config = config.model_copy(update={"outside": {"loire": outside}, "bot": bot})
    return replace(village, stage=replace(village.stage, config=config))


async def test_a_tool_that_never_answers_keeps_no_other_waiting_and_nothing_is_sent_twice(
    village: Village,
) -> None:
    with ExitStack() as held:
        grist = Grist(held.enter_context(held_port()))
        hook = Discord(held.enter_context(held_port()))
        village = linked(village, grist, hook)
        hook.plays = [SILENT]
        async with grist.open(), hook.open():
            async with village.bot():
                await village.types("amina", "/rencontre planifier jeudi 3 juin 2027 14h, mairie")
                await village.does("amina", "rencontre annoncer")
                await until(lambda: hook.asked)
                await village.fills("amina", "veille échéance", **AAP)
                await until(lambda: grist.rows["Echeances"])
            async with village.bot():
                number = next(iter(grist.rows["Echeances"])).rpartition(":")[2]
                await village.does("amina", f"veille écarter-échéance {number}")
                await until(lambda: "retirée" in str(grist.rows["Echeances"]))

                async def in_doubt() -> bool:
                    return "À vérifier" in await village.does("amina", "reseau copies")

                assert await eventually(in_doubt)

    assert len(hook.asked) == 1
    assert len(grist.rows["Echeances"]) == 1
