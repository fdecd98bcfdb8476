"""How the tables of this package tell a theme by what is said of it.

Written as people write, between commas; several words are a saying, found side by side. What
people write without accents, in the plural or roughly as it sounds need not be repeated, nor
the words that carry nothing: « code de la route » is read as « code route ».
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sayings:
    """What is said of one theme, in three strengths, for words do not tell as much.

    *sure* names a service or a thing of that theme; *likely* is mostly said of it, and enough
    alone; a *hint* needs another. `=livre` is that word alone, not those that share its stem, as
    « livrer ».
    """

    sure: str
    likely: str = ""
    hint: str = ""


NEUTRAL = """
machine à café, café offert, coup de main, mise en place, carte de visite, salle d'attente, pas à
pas, code barre, en tout cas, à la main, main d'œuvre, faire le point, prise de contact, mode
d'emploi, libre service, temps libre, à la carte, prendre en charge, maison de retraite, bus
numérique, en cours, adresse postale, code couleur, code promo, jeu de cartes, numéro de
téléphone
"""
"""Sayings whose words tell nothing once together: « mode d'emploi » is no employment."""
