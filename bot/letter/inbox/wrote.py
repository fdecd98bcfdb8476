"""What a person wrote in a mail, without the letter that it quotes, signature or device line.

Mail programs mark what they quote in some tens of ways, none of them a rule: an attribution (« Le
2 mars… a écrit : »), a line that separates, a block of headers, `>`. Each is looked for in the text
part; of a mail in HTML only, in the text that its HTML shows. Libraries that do this know few of
the French ones: `bench/mailbox.py` says what they find.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email.message import Message
from email.utils import parseaddr

from bot.core.patterns import lazy_pattern
from bot.french.folding import fold
from bot.letter.inbox.mail_text import decoded, text_of

LONGEST = 20_000
"""Characters of a mail that are looked at."""

_LINE = 1_000
"""Characters of a line that are looked at, when it is told what it is."""

_ATTRIBUTION = lazy_pattern(
    r"(?:le|on|el|am|il)\b.{4,300}?\b(?:a ecrit|ecrivait|wrote|escribio|schrieb)\b.{0,120}:"
)
_DATED = lazy_pattern(r"@|\d{4}|\d{1,2}[:h]\d\d")
_SEPARATOR = lazy_pattern(
    r"[-_*= ]{2,}(?:debut du )?(?:message|mail|courriel|e-mail|courrier|original|reply|forwarded)\b"
    r"[^:]{0,60}[-_*= ]{2,}"
    r"|(?:debut du message (?:transfere|reexpedie)|begin forwarded message) ?:"
    r"|message du ?:? ?\d{1,2}/\d{1,2}/\d{2,4}.*|-{3,}.{3,200} (?:a ecrit|wrote) ?: ?-{3,}"
)
_HEADER = lazy_pattern(
    r"[* ]*(de|from|expediteur|message du|envoye(?: le| par)?|sent|date|a|to|pour|destinataires?|"
    r"objet|sujet|subject|copie a|cc|repondre a|reply-to|importance)[* ]*:(?: |$|\*)"
)
_FIRST, _SURE = (
    {"de", "from", "expediteur", "message du", "envoye par"},
    {"objet", "sujet", "subject"},
)
_NEVER_FIRST = frozenset({"", "a", "to", "pour", "cc", "copie a", "importance"})
_WITHIN = lazy_pattern(
    r"ci-?dessous|en (?:rouge|bleu|vert|gras|couleur)|(?:dans|entre) (?:le|la|les|votre|vos) "
    r"(?:texte|lettre|lignes|mail|courriel)|below|inline"
)
"""What tells that answers stand inside of what is quoted."""
_SIGNED = lazy_pattern(r"\[[A-Z]{2,4}\]")
"""What Outlook has its users put before what they write inside the other's text."""
_FROM = frozenset({"de", "from", "expediteur"})
_RULE = lazy_pattern(r"[-_=*\u2500\u2014]{5,}")
_DEVICE = lazy_pattern(
    r"(?:envoye|sent|telecharg\w+|obtenir|get|provenance|(?:courrier|message) envoye|ecrit)\b"
    r"[^,]{0,12}\b(?:de(?:puis)?|d'un|from|with|via|avec|par|a partir|outlook|:)\b[^,]{0,60}"
    r"(?:iphone|ipad|android|smartphone|mobile|telephone|samsung|galaxy|huawei|xiaomi|outlook|mail|"
    r"orange|sfr|bouygues|free|proton\w*|yahoo|windows|tablette|appareil|la poste|k-9)\b.{0,90}"
    r"|(?:get|obtenir|telechargez?) outlook\b.*|yahoo mail ?: .*|(?:garanti )?sans virus.*"
    r"|virus-free\..*"
)
_NOTICE = lazy_pattern(
    r"confidentiel|confidentialite|confidential|environnement|imprim(?:er|ez) (?:ce|cet|que)|"
    r"destinataires? (?:exclusif|designe|du message)|intended recipient|recu (?:ce message )?par "
    r"erreur|ne (?:saurait|peut) engager|decline toute responsabilite|securise par|"
    r"^(?:ce message|ce courriel|this e-?mail)\b.{0,40}confiden"
)
_BLOCK = 3
"""Headers, at the least, of what quotes a whole mail."""
_SHORT, _LONG_NOTICE = 90, 150
"""Characters that a line of a signature has at most, and a notice that does not say what it is."""
_CLAUSE = 12
"""Words beyond which a line is prose."""
_TRAIL = 25
"""Lines that may follow a rule that ends what a person wrote."""
_NOTICE_LINE = lazy_pattern(
    r"(?:ce (?:message|courriel|mail|e-mail)|this (?:e-?mail|message))\b.{0,90}"
    r"(?:confiden|destin|intend)|(?:avis|clause|mention|notice)s? (?:de |sur la )?confiden|"
    r"(?:pensez|merci de penser|adoptez|preservons)\b.{0,40}(?:environnement|eco-?geste|planete)"
)
_SHORT_NOTICE = lazy_pattern(r"environnement|imprim|^(?:ce message|ce courriel|this e-?mail)\b")
_CONTACT = lazy_pattern(
    r"(?<!\d)(?:\+33|0)[\s.]?\(?0?\)?[1-9](?:[\s.-]?\d\d){4}(?!\d)|\bwww\.|https?://|\S+@\S+\.\w|"
    r"\b\d{5} [a-z]|\btel\b|\b(?:port|fax|mob)\b ?[.:]|^\[.*\]$|\bcedex\b"
)
_OFFICE = lazy_pattern(
    r"\b(?:mairie|ville|commune|communaute|agglo\w*|metropole|departement|region|ccas|cias|service|"
    r"direction|directrice|directeur|responsable|charge[es]?|conseill\w+|mediat\w+|coordinat\w+|"
    r"coordonnat\w+|animat\w+|association|centre|maison|france services|pole|bibliothe\w+|agent\w*|"
    r"assistant\w*|adjoint\w*|secretaire|president\w*|prefecture|accueil|format\w+|elu\w*|"
    r"numerique|social\w*|ecole|mission locale|mjc|epn|tiers-lieu|referent\w*|benevole|cheffe?)\b"
)
_BARRED = lazy_pattern(r" [|–—/-] ")
_ORGANISATION = lazy_pattern(
    r"(?:la |le )?(?:mairie|ville|ccas|cias|commune|communaute|service|departement|region|police|"
    r"prefecture|accueil|mediatheque|maison|pole|direction)\b[^.!?]{0,60}"
)
_CLOSING = lazy_pattern(
    r"(?:(?:bien |tres |sinceres? |meilleures? |mes |nos |avec )*(?:cordialement|salutations?|"
    r"bien a (?:vous|toi)|respectueusement|amities|sentiments|cdlt|cdt|(?:best |kind )?regards)"
    r"\b.{0,40})"
)


def wrote(message: Message, letter: str = "") -> str:
    """Return what a person wrote in a message; `letter` is the text that they had, if known."""
    text = text_of(message)[:LONGEST]
    name = parseaddr(decoded(message.get("From", "")))[0]
    return written_in(text, name, letter)


def written_in(text: str, name: str = "", letter: str = "") -> str:
    """Return what a person of this name wrote in a text, blank lines single."""
    lines = [each.replace("\u00a0", " ").replace("\u200b", "").strip() for each in text.split("\n")]
    above, below = _unquoted(lines, _key(letter))
    signed = (_unsigned(_single(each), name) for each in (above, below))
    return "\n".join(_single([line for part in signed for line in (*part, "")]))


def is_closing(line: str) -> bool:
    """Tell whether a line is the formula that closes a mail: « Bien cordialement, »."""
    return bool(_CLOSING.fullmatch(fold(line[:100]).strip(" ,.!")))


def _unquoted(lines: Sequence[str], letter: str) -> tuple[Sequence[str], Sequence[str]]:
    """Return the lines that are not quoted: above what is, and in it or below."""
    start, after = _quote(lines)
    above, rest = lines[:start], lines[after:]
    marked = [*lines[start:after], *[each for each in rest if each][:1]]
    if any(each.startswith(">") for each in marked):
        return above, [each for each in rest if not each.startswith(">")]
    if letter and any(_WITHIN.search(fold(each[:_LINE])) for each in above):
        return above, [each for each in rest if f" {_key(each)} " not in f" {letter} "]
    return above, [each for each in rest if _SIGNED.match(each)]


def _quote(lines: Sequence[str]) -> tuple[int, int]:
    """Return where what is quoted is announced, and where it begins; the end, twice, if nowhere."""
    for place, line in enumerate(lines):
        bare = line.lstrip("> ")
        if not bare:
            continue
        folded = joined = fold(bare[:_LINE])
        for more in range(3):
            if more:
                following = lines[place + more].lstrip("> ") if place + more < len(lines) else ""
                if not following:
                    break
                joined += " " + fold(following[:_LINE])
            found = _ATTRIBUTION.fullmatch(joined.rstrip())
            if found and _DATED.search(joined):
                return place, place + more + 1
        if _SEPARATOR.fullmatch(folded):
            return place, _after_headers(lines, place + 1)
        if _heads(lines, place):
            begin = place
            while begin and (
                not lines[begin - 1].strip("> ") or _RULE.fullmatch(lines[begin - 1].strip("> "))
            ):
                begin -= 1
            return begin, _after_headers(lines, place)
    return len(lines), len(lines)


def _heads(lines: Sequence[str], place: int) -> bool:
    """Tell whether a block of headers begins at a line: one that says from whom, and two more."""
    if _header(lines[place]) in _NEVER_FIRST:
        return False
    found = [*_headers(lines, place)]
    names = {*found}
    if sum(each in _FROM for each in found) > 1:  # the first is someone's own line
        return False
    return len(names) >= _BLOCK and not _FIRST.isdisjoint(names) and not _SURE.isdisjoint(names)


def _headers(lines: Sequence[str], place: int) -> Iterator[str]:
    """Yield the names of the headers that follow each other from a line on."""
    strange = 0
    for line in lines[place : place + 14]:
        if not line.strip("> "):
            continue
        name = _header(line)
        strange = 0 if name else strange + 1
        if strange > 1:
            return
        if name:
            yield name


def _header(line: str) -> str:
    """Return the name of the header that a line is, "" for any other line."""
    found = _HEADER.match(re.sub(r"\s+:", ":", fold(line.lstrip("> ")[:_LINE])))
    return found[1] if found else ""


def _after_headers(lines: Sequence[str], place: int) -> int:
    while place < len(lines) and (not lines[place].strip("> ") or _header(lines[place])):
        place += 1
    return place


def _unsigned(lines: list[str], name: str) -> list[str]:
    """Return lines without the signature that ends them, nor what devices and servers add."""
    for place, line in enumerate(lines):
        ruled = place and _RULE.fullmatch(line) and len(lines) - place < _TRAIL
        if line in {"--", "—"} or ruled or (place and _NOTICE_LINE.match(fold(line[:_LINE]))):
            lines = lines[:place]
            break
    lines = [each for each in lines if not _is_added(each)]
    blocks = _blocks(_unnamed(lines, name))
    while len(blocks) > 1 and (_is_notice(blocks[-1]) or _is_signature(blocks[-1])):
        signed = not _is_notice(blocks[-1])
        blocks.pop()
        if signed and len(blocks) > 1 and len(blocks[-1]) == 1 and is_closing(blocks[-1][0]):
            blocks.pop()
    return [line for block in blocks for line in (*block, "")]


def _is_added(line: str) -> bool:
    """Tell whether a line is a device's, or stands for a picture."""
    return bool(
        _DEVICE.fullmatch(fold(line[:_LINE]).strip(" .<>*"))
        or re.fullmatch(r"(?:\[(?:cid:|image|logo)[^\]]*\]|<\S+>)\s*", line, re.IGNORECASE)
    )


def _blocks(lines: Sequence[str]) -> list[list[str]]:
    blocks: list[list[str]] = [[]]
    for line in lines:
        if line:
            blocks[-1].append(line)
        elif blocks[-1]:
            blocks.append([])
    return [each for each in blocks if each]


def _is_notice(block: Sequence[str]) -> bool:
    whole = fold(" ".join(block)[:4_000])
    return bool(_NOTICE.search(whole)) and (
        len(whole) > _LONG_NOTICE or bool(_SHORT_NOTICE.search(whole))
    )


def _is_signature(block: Sequence[str]) -> bool:
    """Tell whether a block is a signature: short lines, of which the name or an office is one."""
    if any(len(each) > _SHORT or each.endswith("?") for each in block):
        return False
    if is_closing(block[0]) and len(block) > 1:
        block = block[1:]
    if len(block) == 1:
        return bool(_ORGANISATION.fullmatch(fold(block[0])))
    told = sum(bool(_CONTACT.search(fold(each)) or _OFFICE.search(fold(each))) for each in block)
    return told > 1 and told * 2 >= len(block) and not any(_is_prose(each) for each in block)


def _names(line: str, name: str) -> bool:
    """Tell whether a line is someone's whole name, be it with their office."""
    words = set(fold(re.sub(r"\(.*?\)|[,\"']|\[.*?\]", " ", name)).split())
    return (
        len(words) > 1 and words <= set(fold(line.replace(",", " ")).split()) and len(line) < _SHORT
    )


def _is_prose(line: str) -> bool:
    return (
        bool(re.search(r"[a-zà-ÿ]{2}[.!?]$", line))
        or len(re.findall(r"[^\W\d]{2,}", line)) > _CLAUSE
    )


def _unnamed(lines: list[str], name: str) -> list[str]:
    """Return lines without what the sender's whole name heads, where an office or a number follows.

    A name alone was written by hand.
    """
    for place in range(1, len(lines)):
        if not _names(lines[place], name):
            continue
        under = [each for each in lines[place + 1 :] if each]
        office = bool(_BARRED.search(lines[place]))
        if (under or office) and len(under) < _TRAIL and not any(map(_is_prose, under)):
            above = _single(lines[:place])
            return above[:-1] if len(above) > 1 and is_closing(above[-1]) else above
    return lines


def _single(lines: Sequence[str]) -> list[str]:
    """Return lines whose blank ones are single, none at either end."""
    kept: list[str] = []
    for line in lines:
        if line or (kept and kept[-1]):
            kept.append(line)
    while kept and not kept[-1]:
        kept.pop()
    return kept


def _key(line: str) -> str:
    return " ".join(re.findall(r"\w+", fold(line)))
