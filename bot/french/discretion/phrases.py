"""How discretion is asked for in French, as patterns over a text in plain spelling.

The words stand on one line, one space apart, without accents (`spelling`); « | » separates
sentences and what is in brackets, « , » is a comma. A pattern that spans words never crosses « | ».
A row says what is asked for, and how sure that is.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from bot.core.patterns import lazy_pattern


class Asked(Enum):
    """What words ask for: no name, not the channel, or one of the two without saying which."""

    ANONYMOUS = "anonymous"
    PRIVATE = "private"
    EITHER = "either"


class Sureness(Enum):
    """Where a pattern is obeyed; elsewhere it is asked about, if the text weighs enough.

    A CLAUSE is a whole request (« ne mettez pas mon nom »), wherever it stands. A PHRASE (« sans
    mon nom ») asks at the beginning, at the end or apart from the sentence; a lone WORD
    (« anonyme ») too, but it ends many an ordinary sentence.
    """

    CLAUSE = "clause"
    PHRASE = "phrase"
    WORD = "word"


@dataclass(frozen=True, slots=True)
class PhraseRow:
    """One way to ask."""

    asked: Asked
    sureness: Sureness
    pattern: re.Pattern[str]


def _words(most: int) -> str:
    """Return the pattern of a few words of the same sentence, none included."""
    return rf"(?: [^ |]+){{0,{most}}}?"


_NAME = r"(?:n[ou]m|non|prenom|blaz\w*|blase|identite|signature|pseudo|patronyme|initiales|name)"
_MY = r"(?:mon|mes|ma|my|notre|nos)"
_MY_NAME = rf"{_MY}(?: vrai| propre)? {_NAME}"
_NOT = r"(?:pas|sans|ni|jamais|aucune?|point|surtout pas|not|dont|don t|without|never|non)"
_HIDE = (
    r"(?:cach|masqu|enlev|retir|supprim|vir|effac|anonymis|flout|tais|tair|omett|omis|ot|gomm|"
    r"oubli|protege|hide|remove)\w*"
)
_PUBLISH = (
    r"(?:publi|post|diffus|affich|partag|transf|transm|ebruit|repet|divulg|circul|relay|reveler|"
    r"communiqu|mettr|mett|propag|share)\w*"
)
_KNOW = r"(?:sach\w*|sav\w*|sait|apprenn\w*|voi\w*|voy\w*|tomb\w*|reconn\w*|devin\w*|identif\w*)"
_NAMED = (
    r"(?:nom+[eé]\w*|cit(?:e|er|ee|es|ez|era\w*)|mention\w*|identifi\w*|reconnu\w*|reconnai\w*|"
    r"reconnaiss\w*|denonc\w*|quote\w*|retrouve\w*)"
)
_BLOWN = r"(?:gril+\w*|balanc\w*|vendez|trahi\w*|expos\w*|cram\w*)"
_BOSS = (
    r"(?:(?:mon|ma|mes|notre|nos|la|le|l|les) )?(?:chef\w*|employeur\w*|mairie|maire|direct\w+|"
    r"patron\w*|hierarchie|responsable\w*|collegues?|manager\w*|superieur\w*|structure|dgs|elue?s?|"
    r"rh|n 1|asso\w*|autres|gens|tout le monde|quelqu un|binome|tuteur|tutrice)"
)
_THEM = (
    r"(?:l |la |le |les |notre |ma |mon )?(?:coordo|coordination|coordinatrice|coordinateur|"
    r"animatrice|animateur|personne qui|celle qui|celui qui|interessee?|auteur|autrice)"
)
_YOU = r"(?:toi|vous|tes yeux|vos yeux)"
_ONLY = (
    r"(?:seul|seule|seulement|uniquement|unique|exclusivement|exclusive|exclusif|juste|que|"
    r"strictement|reservee?|only|rien que|et personne|et pas)"
)
_TO = r"(?:pour|a|avec|entre|par|de|dans|destine\w*|reserve\w*|adressee? a|attention|for)"
_PLACE = (
    r"(?:canal|canaux|fil|place publique|channel|salon|mur|forum|reseau general|groupe general|"
    r"chat|discussion generale|fil general)"
)
_EVERYBODY = (
    r"(?:tout le monde|tous|en public|publiquement|aux collegues|les collegues|mes collegues|"
    r"aux autres|les autres|le groupe|l equipe|le public|du public|au grand jour|ailleurs|"
    r"au reseau|le reseau)"
)
_MINE = (
    r"(?:questions?|demande\w*|message\w*|msg|reponse\w*|post|publication|contribution\w*|mot|"
    r"note|temoignage|remarque|avis|proposition\w*|idee|echange|conversation|sujet|depot|besoin)"
)
_WANT = (
    r"(?:je|j|on)(?: ne| n)? (?:veux|voudrais|souhaite\w*|prefere\w*|aimerai\w*|tiens|desire\w*|"
    r"demande|compte|dois|reste|resterai|peux|voulais|souhaiterai\w*|want)"
)
_GUARD = r"(?:gard\w*|laiss\w*|rest\w*|mett\w*|traite\w*|conserv\w*|pass\w*|keep|stay)"
_ANONYMOUS_WORD = r"(?:anonymes?|anonymement|anonymat|anonymous|incognito)"
_PRIVATE_WORD = r"(?:prive|privee|mp|pv|aparte|interne|perso)"
_SOMEBODY = r"(?:la |le |l )?(?!la |les |des |le |un |une |mon |ma |mes |nos )\w+"
_SHOUTED = r"(?:seule?|seulement|uniquement|exclusivement|only)"
_FRESH = (
    r"(?:(?<=[|,] )|(?<=^ )|(?<=mais )|(?<=donc )|(?<=svp )|(?<=merci )|(?<=hein )|(?<=alors )|"
    r"(?<=surtout ))"
)
"""Where a verb without a subject is an order."""
_EDGE = r"(?= (?:\||,|svp|merci|hein|$))"


def _row(asked: Asked, sureness: Sureness, pattern: str) -> PhraseRow:
    return PhraseRow(asked, sureness, lazy_pattern(rf"(?<= )(?:{pattern})(?= )"))


_A, _P, _E = Asked.ANONYMOUS, Asked.PRIVATE, Asked.EITHER
_CLAUSE, _PHRASE, _WORD = (
    Sureness.CLAUSE,
    Sureness.PHRASE,
    Sureness.WORD,
)

ROWS: Sequence[PhraseRow] = (
    # My name, my identity, and a refusal near it.
    _row(_A, _CLAUSE, rf"{_NOT}{_words(5)} {_MY_NAME}"),
    _row(_A, _CLAUSE, rf"{_HIDE}{_words(3)} {_MY_NAME}"),
    _row(_A, _CLAUSE, rf"{_MY_NAME}{_words(3)} (?:pas|nulle part|jamais|a personne|aucun\w*)"),
    _row(_A, _CLAUSE, rf"{_MY_NAME}(?: ,)?{_words(4)} {_HIDE}"),
    _row(_A, _PHRASE, rf"sans{_words(2)} {_NAME}s?(?: ni \w+)?"),
    _row(_A, _PHRASE, rf"(?:pas|aucun|point|zero|no) (?:de |d |un |le )?{_NAME}s?"),
    _row(
        _A,
        _PHRASE,
        rf"{_NAME}s? (?:masque|cache|anonyme|retire|secrete?|non affiche|a masquer|"
        r"a cacher|a retirer|a enlever)",
    ),
    _row(_A, _PHRASE, r"(?:sans|ne pas|ni|pas de) (?:la |le |me |de |rien )?sign\w+"),
    _row(_A, _PHRASE, r"(?:je )?(?:ne )?(?:signe|signerai|signez|signes) (?:pas|rien)"),
    _row(
        _A,
        _PHRASE,
        r"(?:sous|avec un) (?:pseudo\w*|couvert d anonymat|x|un faux nom|"
        r"un autre nom|faux nom|nom d emprunt)",
    ),
    _row(_A, _CLAUSE, rf"(?:a la place de|au lieu de|remplac\w*|chang\w*) {_MY_NAME}"),
    _row(_A, _CLAUSE, rf"{_HIDE} moi"),
    # Who I am, that it is me, where it comes from.
    _row(
        _A,
        _CLAUSE,
        rf"(?:ne|pas|jamais|sans|ni|evit\w*){_words(4)} (?:qui|ki) "
        r"(?:c est|je suis|demande|pose|parle|ecrit|a pose|a ecrit|a demande|l a \w+|est a|vous|"
        r"repond|a repondu|propose|c)",
    ),
    _row(
        _A,
        _CLAUSE,
        rf"(?:ne|pas|jamais|sans|ni|evit\w*|n){_words(6)} "
        r"(?:c est|que c|que ca vient|que [cs]a vient|vient|venir|provien\w*|emane) (?:de )?moi",
    ),
    _row(
        _A,
        _CLAUSE,
        rf"(?:{_NOT}){_words(6)} (?:remont\w*|identif\w*|reconn\w*|retrouv\w*){_words(3)}"
        r" (?:moi|me)",
    ),
    _row(
        _A,
        _CLAUSE,
        r"(?:sans|ne pas|evit\w+ de) (?:preciser|dire|indiquer) (?:le quel|lequel|"
        r"laquelle|qui|d ou|ou j)",
    ),
    _row(_A, _CLAUSE, rf"(?:ne|pas|jamais|sans|ni)(?: ne)?{_words(2)} me {_NAMED}"),
    _row(_A, _CLAUSE, r"(?:nom+ez|cit\w*|mention\w*|identifi\w*) (?:moi )?pas"),
    _row(
        _A,
        _CLAUSE,
        rf"(?:{_WANT}|je){_words(3)} pas{_words(2)} (?:etre|que l on me|qu on me|"
        rf"que vous me|apparaitre|figurer)(?: \w+)?(?: {_NAMED})?",
    ),
    _row(
        _A,
        _CLAUSE,
        rf"(?:{_MINE}|{_NAME})?{_words(4)} ?(?:quelqu un|personne|membre|collegue|"
        rf"conseill\w+|conum) qui{_words(1)} (?:veut|souhaite|voudrait|prefere|desire|tient)"
        rf"{_words(2)} (?:etre {_NAMED}|(?:rester |garder )?(?:l )?{_ANONYMOUS_WORD})",
    ),
    _row(
        _E, _CLAUSE, rf"(?:ne|pas|sans|jamais|n){_words(3)} (?:me |m |etre |sois |suis )?{_BLOWN}"
    ),
    # Anonymous, in so many words.
    _row(
        _A,
        _CLAUSE,
        rf"(?:{_WANT}|{_GUARD}|merci de|veuillez)(?: a| de| d)?(?: moi| me| ca| "
        rf"rester| garder| etre| que ca reste| conserver| mon| l| poser| la| ma| cette| question|"
        rf" demeurer| preserver| le){{0,5}} {_ANONYMOUS_WORD}",
    ),
    _row(_A, _WORD, rf"{_ANONYMOUS_WORD}"),
    _row(_A, _PHRASE, r"(?:ni vu ni connu|de la part de personne)"),
    # For the coordination, for you.
    _row(
        _P,
        _CLAUSE,
        rf"{_ONLY}{_words(1)} {_TO}{_words(1)} (?:{_THEM}|{_YOU}|elle|lui)"
        r"(?: seule?| et personne| uniquement| seulement)?",
    ),
    _row(
        _P,
        _CLAUSE,
        rf"{_TO} (?:{_THEM}|{_YOU}|elle|lui)(?: \w+| ,){{0,2}} "
        r"(?:seule?s?|seulement|uniquement|exclusivement|exclusif|strictement|et personne|only|"
        r"et pas|et rien|et a personne|et c est tout)",
    ),
    _row(_P, _CLAUSE, rf"{_ONLY}{_words(2)} {_THEM}"),
    _row(_P, _CLAUSE, r"(?:entre) (?:toi et moi|vous et moi|moi et toi|moi et vous|nous deux)"),
    _row(_P, _PHRASE, rf"(?:pour|a|c est pour|direction|vers) {_THEM}"),
    _row(_P, _PHRASE, rf"(?:pour|(?<=^ )a) {_SOMEBODY} {_SHOUTED}{_EDGE}"),
    _row(_P, _PHRASE, rf"(?<=^ ){_SOMEBODY} {_SHOUTED}{_EDGE}"),
    # Not here, not before everybody.
    _row(
        _P,
        _CLAUSE,
        rf"(?:{_NOT}|rien|hors|loin|a l abri|evit\w*|plutot que|rather than|dehors|ailleurs que|"
        rf"en dehors){_words(5)} {_PLACE}",
    ),
    _row(
        _P,
        _CLAUSE,
        rf"{_NOT}{_words(2)} (?:{_PUBLISH}|parl\w*|dit|dites|dire|dis|ecri\w*|mis|"
        rf"devant|etal\w*|passer?|racont\w*){_words(4)} {_EVERYBODY}",
    ),
    _row(
        _P,
        _PHRASE,
        rf"(?:pas|rien|jamais|aucun\w*)(?: de| pour| a| avec| devant| en| d)? "
        rf"(?:{_EVERYBODY}|public|publique|publication\w*|diffusion|partage)",
    ),
    # Not to be published, repeated, shown.
    _row(
        _P,
        _CLAUSE,
        rf"(?:n est pas|a ne pas|ne pas|merci de ne pas|ceci n est pas a|"
        rf"veuillez ne pas|svp ne pas|ne surtout pas|surtout pas|ne jamais|do not|dont|don t) "
        rf"(?:le |la |les |l |a )?(?:{_PUBLISH}|mettre en ligne|rendre public\w*|faire suivre)",
    ),
    _row(
        _P,
        _CLAUSE,
        rf"{_FRESH}(?:ne|n)(?: le| la| les| l| en)? {_PUBLISH} (?:ceci |ca |cela |surtout )?"
        r"(?:pas|rien|jamais)",
    ),
    _row(
        _E,
        _CLAUSE,
        rf"(?:sans|pas|faut pas|evit\w*|gaffe?|attention){_words(3)} que (?:ca|cela|ceci|"
        r"sa|ce message|ma question)(?: ne| n)? "
        r"(?:se (?:sache|voi\w*|voy\w*|repete|dise)|sorte|fasse|paraiss\w*|apparai\w*|aille|"
        r"s ebruit\w*|circule|soit|me retombe|remonte|s affich\w*|tombe|arrive)",
    ),
    _row(
        _P,
        _CLAUSE,
        r"que (?:ca|cela|ceci|sa|ce message|ma question)(?: ne| n)?(?: s| se)? "
        r"(?:paraisse|apparaisse|sorte|affiche|ebruite|repete|sache|voi\w*|voy\w*|aille|"
        r"soit publi\w*) pas",
    ),
    _row(
        _P,
        _PHRASE,
        r"(?:non|pas) (?:publiee?|publiable|diffusable|public|publique|visible|"
        r"diffuse\w*)",
    ),
    _row(
        _E,
        _CLAUSE,
        rf"(?:sans|pas|faut pas|ne faut pas|evit\w*|crain\w*|ne veux pas|peur)"
        rf"{_words(2)} que? {_BOSS}{_words(2)} (?:l |le |la |me |s )?(?:{_KNOW}|lis\w*|lir\w*)",
    ),
    # Between us, secret, discreet.
    _row(
        _P,
        _CLAUSE,
        r"gard\w*(?: moi)?(?: ca| cela| ceci| sa| le| la| l| tout| bien| ce message)* "
        r"(?:rien que |rien qu |que |seulement )?(?:pour|pou) (?:toi|vous|ou|soi|moi)",
    ),
    _row(_P, _CLAUSE, r"(?:tete a tete|seul a seul|en aparte|huis clos)"),
    _row(
        _E,
        _CLAUSE,
        r"(?:soy\w*|sois|rest\w*|faut etre|demande d etre) (?:tres |vraiment |svp )?"
        r"(?:discrets?|discrete)",
    ),
    _row(
        _E,
        _PHRASE,
        r"(?:entre nous|top secret|motus|bouche cousue?|chut|chuut|chuuut|secret defense|"
        r"sous le manteau|en catimini|en cachette|en douce|a voix basse|en off|off the record|"
        r"hors micro|"
        r"between us|hush|sous le sceau d\w*(?: l| la)?(?: secret| confidence)?|sous embargo|"
        r"pas un mot|sceau du secret|en secret|en toute discretion|discretion absolue|"
        r"en toute confidentialite|en confidence|bouche fermee|en sous marin|sous cape)",
    ),
    _row(
        _E,
        _PHRASE,
        rf"(?:de (?:facon|maniere)|a titre|en mode|mode|en|en toute|toute|avec|ma|une|"
        rf"cette|la)? ?(?:{_MINE} )?(?:tres |strictement |absolument |hyper |totalement |plutot )?"
        r"(?:confidentiel|confidentielle|confidentiellement|discretement|secretement|"
        r"confidence)",
    ),
    _row(
        _E,
        _WORD,
        r"(?:confidentialite|discretion|discrets?|discretes?|secrets?|secretes?|off|"
        r"confidentiels|confidentielles)",
    ),
    # In private, in so many words.
    _row(
        _P,
        _PHRASE,
        r"(?:en mode|mode|en|a titre|de facon|de maniere|par|en message|message|"
        r"par message|en conversation|en version|version|reponse en|en canal|uniquement en|"
        rf"option|statut|plutot en|mettre en|in|de|strictement) {_PRIVATE_WORD}",
    ),
    _row(_P, _WORD, r"(?:prives?|privees?|mp|perso|aparte)"),
    # Faces that ask for silence.
    _row(_E, _PHRASE, "(?:🤫|🤐|🙊|🕵|🥷)(?: (?:🤫|🤐|🙊|🕵|🥷))*"),
)
