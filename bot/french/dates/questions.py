"""The questions that a date may raise before it is taken, each with both readings or what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from types import MappingProxyType


class DoubtKind(Enum):
    """A reason to ask, with the question; {names} stand for the values of the doubt."""

    WEEKDAY = (
        "Vous écrivez « {typed} », mais c'est un {real}. Gardez-vous le {day}, ou pensiez-vous au "
        "{near} ?"
    )
    TWO_READINGS = (
        "Ces mots se comprennent de deux façons : le {day}, ou le {other}. Écrivez en toutes "
        "lettres celle que vous voulez."
    )
    TODAY = (
        "Nous sommes justement ce jour-là. Pensiez-vous à aujourd'hui, {day}, ou au {other} ? "
        "Écrivez « aujourd'hui », ou la date."
    )
    PASSED = (
        "Pour le {other}, c'est déjà passé. Pensiez-vous au {day} ? Écrivez la date avec son mois."
    )
    SHORT_MONTH = (
        "Il n'y a pas de {number} en {month}. Pensiez-vous au {day}, ou au {other} ? Écrivez la "
        "date avec son mois."
    )
    FIGURES = (
        "Je lis le jour, puis le mois : le {day}. Pensiez-vous au {other} ? Écrivez le mois en "
        "toutes lettres."
    )
    BARE_HOUR = (
        "Je lis {hour} dans ce nombre sans « h ». Confirmez, ou écrivez l'heure : « {hour} »."
    )
    MIDNIGHT = (
        "« Minuit » se comprend de deux façons : quand commence le {day}, ou quand il finit, dans "
        "la nuit vers le {other}. Écrivez « 0 h » avec la date du jour qui commence."
    )
    UNREAD = (
        "Je n'ai pas compris « {typed} », et cela change peut-être la date. Gardez-vous le {day}, "
        "ou l'écrivez-vous autrement ?"
    )
    PAST = (
        "Le {day} à {hour} est déjà passé. {instead}Donnez une date à venir, ou précisez l'année."
    )
    SOON = (
        "C'est dans moins de 24 heures, tout le monde n'aura pas le temps de le voir. Gardez "
        "cette date si tout le monde est prévenu, ou choisissez-en une plus lointaine."
    )
    FAR = "Le {day}, c'est dans {months} mois. Confirmez si c'est bien la bonne année."
    HOLIDAY = (
        "Le {day} est férié : {name}. Gardez cette date si tout le monde est d'accord, ou prenez "
        "le {near}."
    )
    WEEKEND = "Le {day}, c'est le week-end. Gardez cette date si c'est voulu, ou prenez le {near}."
    AUGUST = (
        "En août, beaucoup de collègues sont en congé. Gardez cette date s'il y a assez de "
        "monde, ou attendez septembre."
    )
    SCHOOL = (
        "Le {day} tombe pendant {name} ({zone}). Gardez cette date s'il y a assez de monde, "
        "ou attendez la reprise des cours."
    )
    HOUR = "{hour}, ce n'est pas une heure habituelle. Confirmez-la, ou écrivez-la de 0 à 23."
    NIGHT = (
        "« {hour} » se comprend de deux façons : la nuit, ou {other}. Confirmez, ou écrivez "
        "l'heure de 0 à 23."
    )
    SKIPPED = (
        "Cette nuit-là, {hour} n'existe pas : les horloges avancent. Je note {real} ; choisissez "
        "une autre heure si cela ne convient pas."
    )
    TWICE = (
        "Cette nuit-là, {hour} arrive deux fois : les horloges reculent. Je note la première ; "
        "pour la seconde, ajoutez « heure d'hiver »."
    )


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing to ask about a date, and the French values that the question names.

    `other` is the day that may be meant in place of the one that was read, if there is one.
    """

    kind: DoubtKind
    values: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    other: date | None = None

    @property
    def sentence(self) -> str:
        """The question, in French, with what to do; to be typeset when it is said."""
        return self.kind.value.format_map(self.values)
