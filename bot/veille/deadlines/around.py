"""What stands around a date in a folded text, where its words are not weighed but read."""

from __future__ import annotations

from bot.core.patterns import lazy_pattern
from bot.french.dates.mentions.written import WEEKDAY

ENDLESS = lazy_pattern(
    r"\b(?:au fil de l'eau|(?:sans|pas de|aucune) date (?:limite|butoir|de cloture|de fin)"
    r"|(?:sans|pas d'|aucune) ?echeance|(?:depots?|guichets?|dispositif) permanents?"
    r"|appels?(?: a \w{1,15})? permanents?|(?:tout au long de|toute) l'annee|a tout moment"
    r"|en continu|(?:ouverte?|acceptee?|recue?|possible)s? en permanence"
    r"|quand (?:vous voulez|on veut)|a toute epoque|n'importe quand|au fur et a mesure"
    r"|a n'importe quel moment)\b"
)
"""What says that there is no end."""

RANGE_STARTS = lazy_pattern(
    r"(?:\b(?:depots?|candidatures?|inscriptions?|periode|saisie|campagne) ?[(:]?"
    r"|\b(?:du|de ce)|\bentre(?: le)?|\ba partir du|\ba compter du|\bdes le"
    r"|\bdepuis le|:|[(]| -|^) ?$"
)
RANGE_JOINS = lazy_pattern(
    r" ?\)?,? ?(?:inclus )?(?:et )?(?:au|jusqu'au|le|->?|>|\u2192)(?: (?:au|le))? ?(?:soir )?$"
)
"""What stands before the first day of a range, and between its days."""

MOVES = lazy_pattern(
    r"(?:\b(?:prolong|report|repouss|decal|gliss|recul|avanc)\w{0,9}|(?<!s')\beten[dt]\w{0,4})"
    r"[^.!?;\d]{0,40}$|\bpass\w{1,3} du $"
)
"""Before what looks like a range: an end goes from its first day to its last."""

OPENS = lazy_pattern(
    r"\b(?:ouvert\w{0,5}|ouvr\w{1,6}|reouv\w{2,6}|a partir d|a compter d|des le|debut\w{0,5}"
    r"|lance\w{0,5}|accessible|en ligne depuis|retirer|open_?date|start_?date)[^.!?;\d]{0,60}$"
)
"""Words before an opening date, in the sentence that tells the end."""

UNREAD = lazy_pattern(
    r"\b\d{1,2} ?(?:h|heures?|:\d\d)\b|\b(?:midi|minuit|heures)\b"
    r"|\b(?:jours?|semaines?|mois) avant\b|\bveille\b|\bsuivant\b|\bprecedent\b"
)
"""Beside a date: an hour, or a day counted from it. It may be the end's: nothing is certain."""

BEFORE = lazy_pattern(rf"\bavant (?:le |ce )?(?:(?:{WEEKDAY}) )?$")
"""« Avant le 12 », which is the eve for some."""
