"""Find the words that belong to a number: its own key, attribute, parameter, cell or sentence.

A word nearby is not enough. A health site has hundreds of ids, time stamps and telephone numbers
beside “NHS number”, and every eleventh of them has the right check digit.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

_KEY = re.compile(
    r"""(?:(?P<quote>\\?["'`])(?P<quoted>[^"'`\n\\]{1,80})(?P=quote)|(?P<bare>[\w$][\w$.-]{0,60}))"""
    r"""\s{0,5}(?::|=>|=)\s{0,5}(?:\[\s{0,5})?(?:\\?["'`])?\s?\Z"""
)
_CALL = re.compile(r"""(?P<callee>[\w$.]{1,80})\(\s{0,5}(?:\\?["'`])?\Z""")
_ITEM = r"""(?:\\?"[^"\\\n]{0,80}\\?"|'[^'\\\n]{0,80}'|[\w.+-]{1,30})"""
_ITEMS = re.compile(rf"""((?:\s{{0,10}}{_ITEM}\s{{0,5}},){{0,40}}+)\s{{0,10}}(?:\\?["'])?""")
_LIST_KEY = re.compile(r"""([\w$.-]{1,60})(?:\\?["'])?\s{0,5}[:=]?\s{0,5}\Z""")
_HEADS = re.compile(
    rf"""\[((?:\s{{0,10}}{_ITEM}\s{{0,5}},){{1,40}}\s{{0,10}}{_ITEM})\s{{0,10}}\]"""
)
_MAX_KEY_CHARACTERS = 170
_GENERIC = re.compile(
    r"@?(?:value|val|text|content|number|no|nr|answer|data|defaultvalue|display|string|valuestring|"
    r"raw|input|v|_text|#text|\$t|formatted|plain|num|digits)",
    re.IGNORECASE,
)
"""Keys that say nothing by themselves; what stands beside or above them does."""
_SIBLING = re.compile(
    r"""\\?["'](?:name|field|fieldname|key|label|type|kind|system|title|attribute|property|column|"""
    r"""code|question|caption)\\?["']\s{0,5}:\s{0,5}\\?["']([^"'\\\n]{1,120})""",
    re.IGNORECASE,
)
_PARENT = re.compile(r"""["']?([\w$.-]{1,60})["']?\s{0,5}[:=]\s{0,5}\\?\Z""")

_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]{1,60})\s{0,5}=\s{0,5}("[^"]{0,4000}"?|'[^']{0,4000}'?|[^\s"'<>]{1,2000})"""
)
_NAMES_THE_FIELD = ("name", "id", "aria-label", "placeholder", "title", "itemprop", "property")
_VALUES = frozenset({"value", "content", "data-value", "defaultvalue", "ng-init"})
_NAMES = frozenset({"id", "class", "for", "name", "key"})
_TELLING = frozenset(
    {"class", "id", "itemprop", "property", "headers", "data-label", "data-field", "data-title"}
)
_TEXTS = frozenset({"title", "alt", "aria-label", "aria-description", "placeholder", "label"})
_ADDRESSES = re.compile(
    r"(?:data-)?(?:href|src|srcset|url)|action|formaction|poster|cite|data|longdesc|background|ping|"
    r"xlink:href"
)
_ADDRESS = re.compile(r"\s{0,3}(?:[a-z][a-z0-9+.-]{1,12}:)?/|\s{0,3}[?#]", re.IGNORECASE)
_PARAMETER = re.compile(r"[?&;#]([^=&?#/]{1,60})=[^=&]{0,80}\Z")
_SEGMENT = re.compile(r"/([^/?#&=]{1,60})/[^/?#&=]{0,40}\Z")


@dataclass(frozen=True, slots=True)
class Owner:
    """The words that a number belongs to."""

    text: str = ""
    """Where an announcing word counts; empty when nothing can announce it."""
    prose: bool = False
    """Whether it is running text, in which other words may stand between."""
    doubtful: bool = False
    whole: bool = False
    """Whether there is doubt when the text says more than that word."""


NOBODY = Owner()


def owner_of_name(name: str) -> Owner:
    """Return the owner that a field, key, parameter or element of this *name* is."""
    # Some words only count in capitals, or as a whole name.
    return Owner('"' + name.strip("\"'`\\") + '"')


def key_owner(before: str, after: str) -> Owner | None:
    """Return what owns the value of a script or of data by its key; None where there is no key.

    *before* ends, and *after* begins, at the number.
    """
    near = before[-_MAX_KEY_CHARACTERS:]
    key = _KEY.search(near)
    if key is not None:
        name = key["quoted"] or key["bare"]
        if not _GENERIC.fullmatch(name):
            return owner_of_name(name)
        above = _above(before[: len(before) - len(near) + key.start()])
        return Owner(f'"{above}" {name} {_beside(before, after)}')
    called = _CALL.search(near)
    if called is not None:
        return owner_of_name(called["callee"])
    return _list_owner(before)


def _list_owner(before: str) -> Owner | None:
    at = before.rfind("[")
    found = _ITEMS.fullmatch(before, at + 1) if at >= 0 else None
    if found is None:
        return None
    items = re.findall(_ITEM, found[1])
    key = _LIST_KEY.search(before[max(0, at - _MAX_KEY_CHARACTERS) : at])
    if key is not None and not key[1].isdecimal():
        return owner_of_name(f"{key[1]} {items[-1]}" if len(items) == 1 else key[1])
    for heads in reversed(list(_HEADS.finditer(before))):
        names = re.findall(_ITEM, heads[1])
        if len(names) > len(items):
            # A table as data: the heads in one list, each row in another.
            return owner_of_name(names[len(items)])
    return owner_of_name(items[-1]) if items else NOBODY


def _above(before: str) -> str:
    """Return the key of the object that *before* ends in."""
    depth = 0
    for at in range(len(before) - 1, max(-1, len(before) - 300), -1):
        letter = before[at]
        if letter == "}":
            depth += 1
        elif letter == "{":
            if depth == 0:
                parent = _PARENT.search(before[:at].rstrip("["))
                return parent[1] if parent else ""
            depth -= 1
    return ""


def _beside(before: str, after: str) -> str:
    """Return what keys of the same object say that it is."""
    opened = max(before.rfind("{"), before.rfind("}"))
    closed = min((at for at in (after.find("{"), after.find("}")) if at >= 0), default=len(after))
    said = _SIBLING.findall(before[opened + 1 :] + after[:closed])
    return " ".join(f'"{each}"' for each in said)


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag with a number inside."""

    source: str
    start: int
    """Where the tag begins."""
    end: int
    """Where it ends."""


def attribute_owners(tag: Tag, at: int, end: int, text_before: str) -> tuple[Owner, ...]:
    """Return what owns the number from *at* to *end* within *tag*, the nearest first.

    *text_before* is the text that stands before the tag: the label of a field.
    """
    attributes = list(_ATTRIBUTE.finditer(tag.source, tag.start, tag.end))
    own = next((one for one in attributes if one.start(2) <= at < one.end(2)), None)
    if own is None:
        key = key_owner(tag.source[max(tag.start, at - 200) : at], tag.source[end : tag.end])
        return (key,) if key is not None else ()
    name = own[1].lower()
    before = tag.source[own.start(2) : at].lstrip("\"'").replace("&quot;", '"')
    before = re.sub(r"(?<![A-Za-z0-9])[A-Za-z]{1,6}\Z", "", before)
    after = tag.source[end : own.end(2)].replace("&quot;", '"')
    key = key_owner(before, after) if re.search(r"[{\[(:]", before) else None
    if key is not None and not _ADDRESS.match(before):
        return (key,)
    if _ADDRESSES.fullmatch(name) or (name not in _TEXTS and _ADDRESS.match(before)):
        return (_address_owner(before),)
    others = {one[1].lower(): one[2].strip("\"'") for one in attributes if one is not own}
    field = " ".join(f'"{others[each]}"' for each in _NAMES_THE_FIELD if each in others)
    if name in _VALUES:
        # Hidden fields have no label.
        shown = name == "value" and others.get("type", "").lower() != "hidden"
        return (Owner(field), Owner(text_before, prose=True)) if shown else (Owner(field),)
    if name in _TEXTS:
        return (Owner(before, prose=True), Owner(field))
    if name in _NAMES:
        # `id="nhs-number-…"` may be a person's; a program counts up its ids, too.
        return (Owner(before.rpartition(" ")[2], doubtful=True),)
    return (owner_of_name(own[1]),)


def element_owners(tag: str) -> tuple[Owner, ...]:
    """Return what owns a number by the attributes of the element that it stands in alone."""
    values = [one[2].strip("\"'") for one in _ATTRIBUTE.finditer(tag) if one[1].lower() in _TELLING]
    return tuple(Owner(f'"{value}"', whole=True) for value in values)


def _address_owner(before: str) -> Owner:
    parameter = _PARAMETER.search(before)
    if parameter is not None:
        return owner_of_name(parameter[1])
    segment = _SEGMENT.search(before)
    # `/nhs-number/…` may be a person's, `/find-your-nhs-number/…` is a page's.
    return Owner(segment[1], doubtful=True) if segment and "?" not in before else NOBODY


_LETTERS = re.compile(r"[^\W\d_]{2,}")
_SENTENCE_END = re.compile(r"(?:\A|[^\W_]{3})[.!?](?=\s|¶|\Z)")
_LABEL_OF_OTHERS = re.compile(
    r"\b(?:order|reference|ref|page|ticket|case|invoice|account|document|doc|form|isbn|issn|sku|item|"
    r"file|customer|booking|permit|registration|registered|charity|company|vat|version|build|stamp|"
    r"timestamp|postcode|serial|batch|lot|receipt|application|applicant|reg|payment|card|iban|phone|"
    r"telephone|tel|fax|mobile|call|ring|text|sms|helpline|hotline|switchboard|contact|dial|ext|whatsapp|"
    r"telefon|téléphone|teléfono|telefono|telefoon|puhelin|puh|tlf|tfn|mobil|anruf|appelez|aktenzeichen|"
    r"bestellnummer|rechnung|commande|pedido|ordine|kr|sek|nok|dkk|eur|usd|gbp|pln|chf|euro|euros|"
    r"amount|sum|total|price|cost|budget|about|kronor|kroner|crowns|pounds|dollars|visitors|views|"
    r"id|ids|uuid|key|code|org|organisation|organization|orgnr|"
    r"(?:telefon|telefoon|puhelin|bestell|bestel|beställnings|rechnungs|faktura|faktuur|kunden|klant|"
    r"kund|akten|zaak|ärende|diarie|asia|tilaus|tellimus|zamówieni|beleg|vorgangs)\w+|"
    r"référence|referencia|riferimento|kenmerk|dossier|expediente|factura|facture|fattura|pratica)\b\.?",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"[£€$¥₹+]\s?\Z")
_MONEY_AFTER = re.compile(
    r"\s?(?:[£€$¥₹%]|(?:kr|sek|nok|dkk|eur|usd|gbp|pln|chf|kronor|kroner|euros?|pounds|dollars)\b)",
    re.IGNORECASE,
)
_REST_OF_LABEL = re.compile(
    r"\A[\s_-]{0,3}(?:ids?|codes?|keys?|numbers?|no|nr)\b\.?", re.IGNORECASE
)
_OWN_LABEL = re.compile(r"[^\W_]{2,}\s?[:#=]\s?\Z")
_MAX_WORDS_BETWEEN = 9
_MAX_WORDS_OF_LABEL = 4


def names_another(before: str) -> bool:
    """Say whether the words right before a number name something else: `order 4711`."""
    return bool(_LABEL_OF_OTHERS.search(before[-15:]))


# `nhsNumberPageId`: what a program knows of a page or field that is about the number.
_OF_ITS_PAGE = re.compile(
    r"page|node|article|field|form|event|document|file|time|stamp|date|version|build|count|total|hint|"
    r"help|link|url|hash|index|session|request|template|category|topic|section|block|widget|component|"
    r"instance|length|position|order|sort|step|view|click|visit|query|search",
    re.IGNORECASE,
)


def names_its_page(name: str, word: str) -> bool:
    """Say whether *name* says behind *word* that it is a number of a page, field or moment."""
    if " " in name.strip("\"' "):
        return False
    behind = re.sub(r"[\W_]", "", name).lower().rpartition(word.replace(" ", "").lower())
    return bool(behind[1] and _OF_ITS_PAGE.match(behind[2]))


def weigh_between(between: str, after: str) -> str:
    """Say what the words *between* a label and a number make of it: `own`, `doubt` or `none`."""
    between = _REST_OF_LABEL.sub("", between, count=1)
    money = bool(_MONEY_BEFORE.search(between) or _MONEY_AFTER.match(after))
    words = _LETTERS.findall(between)
    if not words:
        return "doubt" if money else "own"
    ends = [*_SENTENCE_END.finditer(between)]
    if ends and _LETTERS.search(between, ends[-1].end()):
        return "none"
    _, block, last = between.rpartition("¶")
    others = money or bool(_LABEL_OF_OTHERS.search(last if block else between))
    if others and (_OWN_LABEL.search(between) or (block and _LETTERS.search(last))):
        return "none"
    # `<dt>Form reference</dt><dd>4711</dd>`: the block right before is a short label of its own.
    blocks = [each for each in between.split("¶")[1:] if _LETTERS.search(each)]
    if blocks and len(blocks[-1].split()) <= _MAX_WORDS_OF_LABEL:
        labelled = _LABEL_OF_OTHERS.search(blocks[-1])
        return "none" if labelled else "doubt"
    return "doubt" if others or block or len(words) > _MAX_WORDS_BETWEEN else "own"
