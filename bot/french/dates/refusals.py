"""Why a text is no date: what is missing or wrong, said in French with an example to imitate."""

from __future__ import annotations

from enum import Enum

from bot.core.errors import UserError

_EXAMPLES = "Par exemple : « jeudi 3 décembre 14 h », « le 15/12 de 9 h 30 à 12 h »."


class RefusalReason(Enum):
    """What stands in the way, for the log, then for the person; {} takes the words concerned."""

    NOTHING = ("no date", "Il me manque le jour et l'heure.")
    NO_DAY = ("no day", "Il me manque le jour.")
    NO_HOUR = ("no hour", "Il me manque l'heure, pour le {}.")
    NO_HOUR_IN_PART = (
        "part of a day",
        "Il me manque l'heure, pour le {} : le matin ou l'après-midi, c'est encore large.",
    )
    WHICH_DAY_OF_WEEK = ("a whole week", "Il me manque le jour de la semaine.")
    WHICH_DAY_OF_MONTH = ("a whole month", "Il me manque le jour du mois, de 1 à 31.")
    WHICH_MONTH = (
        "the month is missing",
        "Il me manque le mois : « le 1er jeudi de décembre à 14 h ».",
    )
    VAGUE = ("a vague period", "Il me faut un jour précis, pas une période.")
    VAGUE_HOUR = ("a vague hour", "Il me faut une heure précise, pas « avant » ni « après ».")
    NAMED_DAY = (
        "a feast in a name",
        "Je ne sais pas si la fête que vous nommez est le jour de la rencontre : donnez sa date.",
    )
    GONE = ("a past day", "Ce jour est déjà passé : donnez une date à venir.")
    DOUBTFUL = ("doubtful", "{}")
    EVERY = ("a rhythm", "Je lis ici une seule date, pas un rythme : donnez le jour de celle-ci.")
    SEVERAL_DAYS = ("several days", "Je ne sais noter qu'un jour à la fois : donnez le premier.")
    TWO_DAYS = ("two dates", "Je lis deux jours : donnez une seule date à la fois.")
    TWO_HOURS = (
        "two hours",
        "Je lis deux heures : écrivez « de 14 h à 16 h 30 », ou bien « 14 h, durée 2 h 30 ».",
    )
    TWO_LENGTHS = ("two lengths", "Je lis deux durées : gardez-en une.")
    MONTH_FIRST = ("month first", "Écrivez le jour, puis le mois : « 15/12 » pour le 15 décembre.")
    NO_SUCH_MONTH = ("no such month", "Il n'y a que douze mois : écrivez le jour, puis le mois.")
    NO_SUCH_YEAR = (
        "no such year",
        "Je ne lis pas cette année : elle est passée, ou trop loin d'ici.",
    )
    NO_SUCH_WEEK = ("no such week", "Cette semaine n'existe pas : {}.")
    NO_SUCH_DAY = ("no such day", "Cette date n'existe pas : {}.")
    NO_SUCH_HOUR = ("no such hour", "Cette heure n'existe pas : écrivez-la de 0 h à 23 h 59.")
    CUT_HOUR = (
        "minutes of one figure",
        "Écrivez les minutes sur deux chiffres : « 14 h 05 », ou « 14 h 30 ».",
    )
    NOT_IN_PART = (
        "hour against part of day",
        "L'heure et le moment de la journée ne vont pas ensemble : écrivez l'heure de 0 à 23.",
    )
    END_FIRST = ("end before start", "La fin vient avant le début : vérifiez les deux heures.")
    TOO_LONG = ("too long", "C'est trop long pour une rencontre : une journée au plus.")
    OTHER_CLOCK = ("another zone", "Ici, je compte les heures à l'{} : donnez-la ainsi.")
    NO_LENGTH = (
        "no length",
        "Je ne lis pas cette durée. Écrivez « 2 h 30 », « 90 min » ou « une demi-journée ».",
    )


class WhenError(UserError):
    """A date, an hour or a length that cannot be read, or that cannot be taken for sure.

    `first` is what is to be said before the reason: a day that is doubtful, and lacks its hour.
    """

    def __init__(self, why: RefusalReason, concerned: str = "", *, first: str = "") -> None:
        english, french = why.value
        said = f"{first} {french.format(concerned)}".strip()
        example = "" if why in _SHOWS_ITS_OWN else f" {_EXAMPLES}"
        super().__init__(f"unreadable moment: {english}", reply=f"{said}{example}")
        self.why = why


_SHOWS_ITS_OWN = frozenset(
    (
        RefusalReason.NO_LENGTH,
        RefusalReason.TWO_HOURS,
        RefusalReason.WHICH_MONTH,
        RefusalReason.DOUBTFUL,
    )
)
