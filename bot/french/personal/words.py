"""Words that look like names, and names that look like words. Plain letters, lower case."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from importlib.resources import files
from sys import intern


def lines_of(name: str) -> Sequence[str]:
    """Return the lines of a list that this package keeps, but for its comments."""
    lines = (files(__package__) / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if not line.startswith("#")]


class WordList(Collection[str]):
    """The words of a file of this package, read at the first look, not at the start."""

    def __init__(self, name: str) -> None:
        self._name = name

    @cached_property
    def _words(self) -> frozenset[str]:
        words = " ".join(lines_of(self._name)).replace(",", " ").split()
        return frozenset(map(intern, words))  # most are among the weights and other lists too

    def __contains__(self, word: object) -> bool:
        return word in self._words

    def __iter__(self) -> Iterator[str]:
        return iter(self._words)

    def __len__(self) -> int:
        return len(self._words)


GIVEN_NAMES = WordList("given_names.txt")
"""Given names common in France, of every generation and origin."""

SURNAMES = WordList("surnames.txt")
"""Surnames common in France: of them, some are words or given names too."""

TOWNS = WordList("towns.txt")
"""Words of the names of towns, départements and regions that are no common words."""

ORDINARY = WordList("ordinary_words.txt")
"""Words that French texts write without a capital."""

USUAL = WordList("usual_words.txt")
"""Words that advisers deposit, beside the ordinary ones."""

_PLACES = """
    rue avenue boulevard bd place square quai allee allees impasse chemin cours pont route lycee
    college ecole primaire maternelle elementaire groupe cite campus universite faculte
    mediatheque bibliotheque ludotheque salle espace centre maison residence ehpad hopital
    clinique gymnase stade piscine parc jardin quartier theatre cinema auditorium amphi
    amphitheatre institut fondation fonds prix musee gare station arret metro tour villa foyer
    halle halles esat ime clos saint sainte st ste pole epn csc mjc prive public social culturel
    sportif multimedia numerique general marechal commandant ville port aeroport fort chapelle
    eglise paroisse
"""
PLACES = frozenset(_PLACES.split())
"""Nouns that bear the names of the famous: « le lycée Jean Moulin » names nobody."""

_NOT_NAMES = """
    le la les un une des du de au aux et ou mais donc car ni or il elle ils elles on je tu nous
    vous ce cet cette ces qui que quoi quel quelle quels quelles comment pourquoi quand combien
    est pour par avec sans sous sur dans chez apres avant depuis pendant vers voir merci bonjour
    bonsoir salut coucou hello bravo urgent rappel info infos super ok oui non peut peux avez
    avons a as si pas plus tout tous toute toutes mon ma mes ton ta tes son sa ses notre nos
    votre vos leur leurs question reponse besoin atelier ateliers rencontre reunion veille
    lettre reseau quelqu lundi mardi mercredi jeudi vendredi samedi dimanche janvier fevrier
    mars avril mai juin juillet aout septembre octobre novembre decembre bref enfin sinon voici
    voila suite cordialement monsieur madame mademoiselle messieurs mesdames m mr mme mlle
    docteur dr maitre maire mairesse prefet prefete sous-prefet sous-prefete president
    presidente vice-president vice-presidente directeur directrice proviseur proviseure
    principal principale juge ministre depute deputee senateur senatrice procureur procureure
    secretaire conseiller conseillere adjoint adjointe elu elue responsable referent referente
    coordinateur coordinatrice delegue deleguee chef cheffe commissaire recteur rectrice
    inspecteur inspectrice gendarme professeur prof tout-le-monde toutlemonde michu meteo
    bricolage cuisine propre patate figaro claire-voie untel unetelle arnaque phishing robot
    clavier spam machin chose truc bidule alpha lambda x y z france travail ccp pix orga ants ameli
    anonyme toeic anglais sdf good geek irma ordi nom noms prenom prenoms opus sonnet haiku numero
    caf cpam msa carsat cnav urssaf anct anef apl rsa aah mdph ccas cias epn epci franceconnect
    doctolib google windows linux android apple xiaomi huawei oppo nokia doro alexa siri twitter
    messenger signal telegram skype discord linkedin netflix blablacar uber airbnb numerique
    linky thunderbird iphone ipad samsung facebook instagram whatsapp tiktok snapchat youtube
    gmail orange free sfr bouygues laposte poste vinted leboncoin amazon paypal parcoursup
    educonnect pronote ent cned crous pole emploi mission locale services service coop mednum
    hub hubs aidants connect internet wifi ubuntu primtux emmabuntus libreoffice firefox chrome
    word excel microsoft office teams zoom jitsi mattermost mastodon courroie chatgpt ia pc usb
    sms pdf cv pin cnil rgpd dpo ddets drac adil cidff unaf udaf apf cnfs cnas fse ess qpv zrr
    cdlt cdt dgfip impots tresor banque edf gdf engie sncf ratp link match antipolis claire house
    code codes galaxy pixel studio media lab fab club bourse sport loisirs solidarite emmaus
"""
NOT_NAMES = frozenset(_NOT_NAMES.split())
"""What may follow a title or a given name without being a surname."""

_PEOPLE = """
    mr mme mmes mlle melle monsieur madame mademoiselle dame dames usager usagers usagere usageres
    beneficiaire beneficiaires allocataire allocataires participant participante personne patient
    patiente assure assuree jeune jeunes fils fille soeur sour frere mere pere mari femme epoux
    epouse enfant enfants petit petite couple voisin voisine locataire famille jumeaux jumelles
    bebe gamin gamine neveu niece ami amie eleve demandeuse demandeur papi papis papy papys mamie
    mamies mamy pepe gars copain copine gosse minot veuve veuf conjoint conjointe compagne
    compagnon resident residente titulaire retraite retraitee etudiant etudiante stagiaire
    apprenant apprenante defunt defunte maman papa tata tonton tante oncle parents
"""
PEOPLE = frozenset(_PEOPLE.split())
"""Words for a member of the public."""

_BODIES = """
    mairie caf cpam msa carsat cnav urssaf prefecture pref cdad ddets dreets sdjes accueil standard
    ligne plateforme service services guichet secretariat association associations asso
    mediatheque bibliotheque ludotheque hotline assistance adil mdph ccas cias epn epci
    departement region conseil centre maison structure ressourcerie college lycee ecole hub hopital
    agence banque permanence support federation office bailleur commune maternelle cabinet
    entreprise clinique pharmacie mds udaf pmi cidff mfs ehpad foyer communaute espace salle
    gymnase residence anct pimms magasin boutique atelier reunion rencontre formation cafe syndicat
    tribunal gendarmerie commissariat
"""
BODIES = frozenset(_BODIES.split())
"""Words for a place or a body."""

FAMOUS = WordList("famous_names.txt")
"""Words of the names of those whom everybody speaks of."""
