from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.veille.feeds.rules import (
    INTERVAL,
    LONGEST_BACKOFF,
    LONGEST_WAIT,
    MOVE_AFTER,
    Ailment,
    Collected,
    Failed,
    Feed,
    Gone,
    Trouble,
    Unchanged,
)

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
FEED = Feed(id=1, url="https://mediatheque.example/flux")
REFUSED = Failed(trouble=Trouble(ailment=Ailment.HTTP, status=403))


def _wait(feed: Feed) -> timedelta:
    assert feed.next_at is not None
    return feed.next_at - NOW


def test_a_feed_never_collected_is_due_and_new() -> None:
    assert FEED.due(NOW)
    assert FEED.new


def test_a_collection_keeps_title_and_validators_verbatim() -> None:
    outcome = Collected(articles=(), title="Flux", etag='W/"a"', last_modified="hier, 8 h")

    after = FEED.after(outcome, NOW)

    assert (after.title, after.etag, after.last_modified) == ("Flux", 'W/"a"', "hier, 8 h")
    assert after.succeeded_at == after.fetched_at == NOW
    assert not after.new
    assert not after.due(NOW + INTERVAL * 0.8)
    assert after.due(NOW + INTERVAL)


def test_a_collection_without_validators_forgets_the_old_ones() -> None:
    before = FEED.after(Collected(articles=(), title="Flux", etag='"a"'), NOW)

    after = before.after(Collected(articles=()), NOW)

    assert after.etag is None
    assert after.title == "Flux"


def test_an_unchanged_feed_keeps_its_validators() -> None:
    before = FEED.after(Collected(articles=(), etag='"a"', last_modified="hier"), NOW)

    after = before.after(Unchanged(etag='"b"'), NOW)

    assert (after.etag, after.last_modified) == ('"b"', "hier")


def test_feeds_do_not_all_wake_together() -> None:
    waits = {
        _wait(Feed(id=n, url=f"https://{n}.example/").after(Unchanged(), NOW)) for n in range(20)
    }

    assert len(waits) > 15
    assert all(INTERVAL * 0.9 <= wait <= INTERVAL for wait in waits)


def test_what_the_publisher_asks_is_obeyed_up_to_a_month() -> None:
    a_day = FEED.after(Unchanged(fresh_for=timedelta(days=1)), NOW)
    a_year = FEED.after(Unchanged(fresh_for=timedelta(days=365)), NOW)
    busy = FEED.after(Failed(trouble=REFUSED.trouble, retry_after=timedelta(days=2)), NOW)
    for_ever = FEED.after(Failed(trouble=REFUSED.trouble, retry_after=timedelta(days=99)), NOW)

    assert _wait(a_day) == timedelta(days=1)
    assert _wait(a_year) == _wait(for_ever) == LONGEST_WAIT
    assert _wait(busy) == timedelta(days=2)


def test_a_feed_that_its_host_holds_back_waits_and_is_not_ailing() -> None:
    told = replace(REFUSED, retry_after=timedelta(hours=5), asked=False)

    held = FEED.after(told, NOW)

    assert held == replace(
        FEED, next_at=NOW + timedelta(hours=5), held_until=NOW + timedelta(hours=5)
    )


def test_a_negative_freshness_changes_nothing() -> None:
    assert _wait(FEED.after(Unchanged(fresh_for=timedelta(days=-1)), NOW)) <= INTERVAL


def test_a_failing_feed_is_tried_ever_more_rarely_and_never_given_up() -> None:
    feed, waits = FEED, []
    for _ in range(40):
        feed = feed.after(REFUSED, NOW)
        waits.append(_wait(feed))

    assert waits == sorted(waits)
    assert waits[0] > INTERVAL
    assert LONGEST_BACKOFF * 0.9 <= waits[-1] <= LONGEST_BACKOFF
    assert feed.failures == 40
    assert not feed.stopped


def test_the_last_trouble_is_dated_and_a_success_clears_it() -> None:
    later = NOW + timedelta(hours=3)
    failing = FEED.after(REFUSED, NOW).after(REFUSED, later)

    assert failing.trouble is not None
    assert failing.trouble.precise == "le site refuse que je le lise (403)"
    assert (failing.failing_since, failing.fetched_at) == (NOW, later)

    cured = failing.after(Unchanged(), later)

    assert (cured.trouble, cured.failing_since, cured.failures) == (None, None, 0)


def test_a_failure_keeps_the_validators() -> None:
    before = FEED.after(Collected(articles=(), etag='"a"'), NOW)

    assert before.after(REFUSED, NOW).etag == '"a"'


def test_gone_stops_the_feed_and_says_so() -> None:
    gone = FEED.after(Gone(), NOW)

    assert gone.stopped
    assert not gone.due(NOW + timedelta(days=400))
    assert gone.trouble is not None
    assert gone.trouble.sentence == "le site a arrêté ce flux"
    assert gone.resumed().due(NOW)


def test_what_a_publisher_asked_is_obeyed_even_when_a_person_asks() -> None:
    busy = FEED.after(Failed(trouble=REFUSED.trouble, retry_after=timedelta(days=2)), NOW)
    broken = FEED.after(REFUSED, NOW)

    assert busy.held(NOW)
    assert not busy.resumed().due(NOW)
    assert busy.resumed().due(NOW + timedelta(days=2))
    assert not broken.held(NOW)
    assert broken.resumed().due(NOW)
    assert not busy.after(Unchanged(), NOW).held(NOW)


def test_a_permanent_redirect_rewrites_the_address_after_days_only() -> None:
    moved = Unchanged(moved_to="https://nouveau.example/flux")

    first = FEED.after(moved, NOW)
    second = first.after(moved, NOW + MOVE_AFTER / 2)
    third = second.after(moved, NOW + MOVE_AFTER)

    assert (first.url, first.moved_to, first.moved_since) == (FEED.url, moved.moved_to, NOW)
    assert second.url == FEED.url
    assert (third.url, third.moved_to, third.moved_since) == (moved.moved_to, None, None)


def test_a_captive_portal_does_not_rewrite_the_address() -> None:
    portal = Unchanged(moved_to="https://portail.example/")
    feed = FEED.after(portal, NOW)
    feed = feed.after(Unchanged(), NOW + timedelta(days=1))
    feed = feed.after(portal, NOW + MOVE_AFTER)

    assert feed.url == FEED.url
    assert feed.moved_since == NOW + MOVE_AFTER

    elsewhere = feed.after(Unchanged(moved_to="https://ailleurs.example/"), NOW + 2 * MOVE_AFTER)

    assert elsewhere.url == FEED.url


def test_a_failure_in_between_does_not_restart_the_count_of_days() -> None:
    moved = Unchanged(moved_to="https://nouveau.example/flux")
    feed = FEED.after(moved, NOW).after(REFUSED, NOW + timedelta(days=1))

    assert feed.after(moved, NOW + MOVE_AFTER).url == moved.moved_to


@pytest.mark.parametrize("ailment", list(Ailment))
def test_every_trouble_has_a_sentence_and_a_code_that_is_read_back(ailment: Ailment) -> None:
    trouble = Trouble(ailment=ailment, status=503 if ailment is Ailment.HTTP else None)

    assert Trouble.from_code(trouble.code) == trouble
    assert trouble.sentence
    assert "{" not in trouble.sentence


def test_an_unknown_code_is_refused() -> None:
    with pytest.raises(ValueError, match="grippe"):
        Trouble.from_code("grippe")


PLAIN = Feed(id=2, url="http://mediatheque.example/flux")
SECURE = "https://mediatheque.example/flux"


def test_https_is_asked_before_http_until_one_of_them_is_known_to_do() -> None:
    by_http = PLAIN.after(Collected(articles=()), NOW)
    by_https = PLAIN.after(Collected(articles=(), moved_to=SECURE), NOW)

    assert PLAIN.addresses == (SECURE, PLAIN.url)
    assert PLAIN.after(REFUSED, NOW).addresses == (SECURE, PLAIN.url)
    assert by_http.addresses == (PLAIN.url,)
    assert by_https.addresses == (SECURE, PLAIN.url)
    assert FEED.addresses == (FEED.url,)


def test_https_takes_the_place_of_http_once_it_has_answered_for_days() -> None:
    outcome = Collected(articles=(), moved_to=SECURE)

    after = PLAIN.after(outcome, NOW).after(outcome, NOW + MOVE_AFTER)

    assert after.url == SECURE
    assert after.addresses == (SECURE,)


def test_https_that_stops_answering_within_days_is_forgotten() -> None:
    hesitant = PLAIN.after(Collected(articles=(), moved_to=SECURE), NOW)

    assert hesitant.after(Collected(articles=()), NOW).addresses == (PLAIN.url,)
