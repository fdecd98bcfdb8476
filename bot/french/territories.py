"""How people say the name of a territory: « la Loire », « l'Ain », « la CC du Pays de Gex »."""

from __future__ import annotations

from collections.abc import Mapping

from bot.french.folding import fold

_NAMES = {
    "la ": """Charente, Charente-Maritime, Corrèze, Corse, Corse-du-Sud, Haute-Corse, Côte-d'Or,
        Creuse, Dordogne, Drôme, Gironde, Guadeloupe, Guyane, Haute-Garonne, Haute-Loire,
        Haute-Marne, Haute-Saône, Haute-Savoie, Haute-Vienne, Loire, Loire-Atlantique, Lozère,
        Manche, Marne, Martinique, Mayenne, Meurthe-et-Moselle, Meuse, Moselle, Nièvre,
        Saône-et-Loire, Sarthe, Savoie, Seine-et-Marne, Seine-Maritime, Seine-Saint-Denis, Somme,
        Vendée, Vienne""",
    "le ": """Bas-Rhin, Calvados, Cantal, Cher, Doubs, Finistère, Gard, Gers, Haut-Rhin, Jura,
        Loir-et-Cher, Loiret, Lot, Lot-et-Garonne, Maine-et-Loire, Morbihan, Nord, Pas-de-Calais,
        Puy-de-Dôme, Rhône, Tarn, Tarn-et-Garonne, Territoire de Belfort, Val-d'Oise,
        Val-de-Marne, Var, Vaucluse""",
    "les ": """Alpes-de-Haute-Provence, Alpes-Maritimes, Ardennes, Bouches-du-Rhône, Côtes-d'Armor,
        Deux-Sèvres, Hautes-Alpes, Hautes-Pyrénées, Hauts-de-Seine, Landes, Pyrénées-Atlantiques,
        Pyrénées-Orientales, Vosges, Yvelines""",
    "l'": """Ain, Aisne, Allier, Ardèche, Ariège, Aube, Aude, Aveyron, Essonne, Eure, Eure-et-Loir,
        Hérault, Ille-et-Vilaine, Indre, Indre-et-Loire, Isère, Oise, Orne, Yonne""",
    "": "Paris, Mayotte, La Réunion",
}
_ARTICLES: Mapping[str, str] = {
    fold(" ".join(name.split())): article
    for article, names in _NAMES.items()
    for name in names.split(",")
}
"""The article of each département, of Corsica and of what is overseas, by its folded name."""

_COMMON = {
    "réseau": "le ",
    "département": "le ",
    "hub": "le ",
    "région": "la ",
    "métropole": "la ",
    "communauté": "la ",
    "agglomération": "l'",
}
_PROPER = {"CC": "la ", "CA": "la ", "CU": "la ", "Pays": "le ", "Grand": "le "}
"""What the name of an intercommunality begins with, which keeps its capital."""


def spoken_name(name: str, *, region: bool = False) -> str:
    """Return a territory's name as people say it, the name itself where no article is known.

    >>> spoken_name("Haute-Loire"), spoken_name("Bretagne", region=True), spoken_name("Roannais")
    ('la Haute-Loire', 'la région Bretagne', 'Roannais')
    """
    first, space, rest = name.partition(" ")
    if fold(name) == "national":
        return "le réseau national"
    if (article := _ARTICLES.get(fold(name))) is not None:
        return f"{article}{name}"
    if (article := _COMMON.get(first.lower())) is not None:
        return f"{article}{first.lower()}{space}{rest}"
    if region:
        return f"la région {name}"
    return f"{_PROPER.get(first, '')}{name}"


def of(name: str) -> str:
    """Return « de la Loire », « du Rhône », « des Landes », « d'Auvergne »."""
    return _contracted(name, "du ", "des ") or _like(name, "d'" if _elided(name) else "de ") + name


def to(name: str) -> str:
    """Return « à la Loire », « au Rhône », « aux Landes »."""
    return _contracted(name, "au ", "aux ") or _like(name, "à ") + name


def inside(name: str) -> str:
    """Return « dans la Loire », « en Guadeloupe », « à Mayotte »."""
    if name in _ISLANDS:
        return _like(name, "en ") + name.removeprefix("la ")
    return _like(name, "à " if _ARTICLES.get(fold(name)) == "" else "dans ") + name


_ISLANDS = frozenset({"la Corse", "la Guadeloupe", "la Guyane", "la Martinique"})


def _contracted(name: str, one: str, many: str) -> str:
    for article, joined in (("le ", one), ("les ", many)):
        if name.startswith(article):
            return _like(name, joined) + name.removeprefix(article)
    return ""


def _elided(name: str) -> bool:
    return fold(name)[:1] in frozenset("aeiouy")


def _like(name: str, words: str) -> str:
    """Return words of ours as what a name is: in a page, both are markup."""
    return type(name)(words)
