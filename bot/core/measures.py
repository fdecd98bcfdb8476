"""What this process has done since its start, in figures for `/metrics`; nothing of people."""

from __future__ import annotations

from enum import StrEnum

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, disable_created_metrics

ANSWER_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)
"""Mattermost waits three seconds for what opens a form, thirty for a command."""

ROUND_SECONDS = (1, 5, 15, 60, 300, 900, 3600)


class DeliveryOutcome(StrEnum):
    """What became of one try to say a message."""

    SAID = "said"
    AWAY = "away"
    REFUSED = "refused"
    GIVEN_UP = "given_up"
    DROPPED = "dropped"


class FeedOutcome(StrEnum):
    """What became of one reading of a feed; `BROKEN` by us."""

    READ = "read"
    UNCHANGED = "unchanged"
    FAILED = "failed"
    BROKEN = "broken"


class MailOutcome(StrEnum):
    """What became of one try to send a mail; `AWAY`: nobody's would leave now."""

    SENT = "sent"
    AWAY = "away"
    REFUSED = "refused"
    FAILED = "failed"


class Measures:
    """The figures of one process: made by the app, handed to what works, shown by `/metrics`.

    Each is what prometheus_client makes of it: `measures.mails.labels(outcome).inc()`.

    What is counted by outcome is shown from the start, at 0: a first failure must be seen to rise.
    """

    def __init__(self) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call]  # nobody reads them
        self.registry = CollectorRegistry()
        self.commands = Counter(
            "courroie_commands", "commands answered", ["via", "outcome"], registry=self.registry
        )
        self.answers = Histogram(
            "courroie_answer_seconds",
            "from the arrival of a call, or of what was heard, to its answer",
            ["via"],
            buckets=ANSWER_SECONDS,
            registry=self.registry,
        )
        self.deliveries = Counter(
            "courroie_deliveries",
            "tries to say a message",
            ["server", "outcome"],
            registry=self.registry,
        )
        self.feeds = Counter(
            "courroie_feeds_collected", "readings of a feed", ["outcome"], registry=self.registry
        )
        self.rounds = Histogram(
            "courroie_collection_seconds",
            "a round of the feeds that were due",
            buckets=ROUND_SECONDS,
            registry=self.registry,
        )
        self.collected_at = Gauge(
            "courroie_collection_timestamp_seconds",
            "when this process last looked for feeds to read, 0 if it never did",
            registry=self.registry,
        )
        self.mails = Counter(
            "courroie_mails", "tries to send a mail", ["outcome"], registry=self.registry
        )
        self.job_seconds = Gauge(
            "courroie_job_seconds", "what a job last took", ["job", "of"], registry=self.registry
        )
        self.job_ended_at = Gauge(
            "courroie_job_timestamp_seconds",
            "when a job last ended",
            ["job", "of"],
            registry=self.registry,
        )
        for feed in FeedOutcome:
            self.feeds.labels(feed)
        for mail in MailOutcome:
            self.mails.labels(mail)

    def delivers_to(self, server: str) -> None:
        """Show a server's deliveries before the first one."""
        for outcome in DeliveryOutcome:
            self.deliveries.labels(server, outcome)
