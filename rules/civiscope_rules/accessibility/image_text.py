"""Find pictures whose text alternative tells nothing. Why: image_text.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import content_words, is_placeholder, is_vague

_FILE = re.compile(
    r".*\.(?:jpe?g|png|gif|svg|webp|avif|bmp|tiff?|ico)"
    r"|(?:img|dsc[nf]?|pict|screen ?shot|image|photo|whatsapp image)[ _-]?\d[\w .:-]*",
    re.IGNORECASE,
)
_LONG = 200
_LETTERS = re.compile(r"[a-z].*[a-z]")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to pictures with a text alternative."""
    for result in page.script_results("accessibility/image-text"):
        place, name, file = place_of(result), str(result["name"]), str(result["file"])
        if is_placeholder("alt", name) or (result["control"] and is_vague(name)):
            yield failed(place, "nothing", name=name[:120])
        elif _FILE.fullmatch(name.strip()) or (_is_stem(name, file) and not result.get("told")):
            yield failed(place, "file", name=name[:120])
        elif names_another(name, file):
            yield cannot_tell(place, "unlike", name=name[:120], file=file[:120])
        elif len(name) > _LONG:
            yield cannot_tell(place, "long", count=len(name))
        elif result.get("drawing"):
            yield cannot_tell(place, "drawing", name=name[:120])
        else:
            yield passed(place)


def _is_stem(name: str, file: str) -> bool:
    """Say whether *name* is the file's name as a machine writes it: with signs or digits in it."""
    stem = file.rpartition(".")[0]
    return bool(stem) and name.strip() == stem and re.search(r"[_\d]|-.*-", stem) is not None


def names_another(name: str, file: str) -> bool:
    """Say whether a logo's file and its text name different things."""
    stem = re.findall(r"[a-z0-9]+", file.rpartition(".")[0].lower())
    # "2x" and "v3" are sizes and versions; "w3c" is a name.
    in_file = set(content_words(" ".join(word for word in stem if _LETTERS.search(word))))
    in_name = set(content_words(name))
    if "logo" not in in_file or len(in_file) != 2 or not in_name - {"logo"}:
        return False
    owner = next(iter(in_file - {"logo"}))
    return not any(owner in word or word in owner for word in in_name) and not _is_short_for(
        owner, name
    )


def _is_short_for(short: str, name: str) -> bool:
    """Say whether *short* is made of beginnings of the words of *name*, in order."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", name)]
    reached = {0}
    for word in words:
        begun = {at + n for at in reached for n in _common_beginnings(short[at:], word)}
        reached |= begun
    return len(short) in reached


def _common_beginnings(short: str, word: str) -> Iterator[int]:
    """Yield how many letters *short* and *word* both begin with, each number that is possible."""
    for count in range(1, min(len(short), len(word)) + 1):
        if short[:count] != word[:count]:
            return
        yield count
