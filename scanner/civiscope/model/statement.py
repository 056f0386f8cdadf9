"""An accessibility statement as it stands on its page, block by block."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

BlockKind = Literal["heading", "text", "item", "row"]
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u30ff\u3400-\u9fff]")
"""Letters of scripts that have no blanks between words."""
_LETTERS_OF_WORD = 4


@dataclass(frozen=True, slots=True)
class StatementLink:
    """A link within a statement."""

    url: str
    """Resolved; `mailto:` and `tel:` stand alone, without what follows them."""
    text: str = ""


@dataclass(frozen=True, slots=True)
class StatementBlock:
    """A heading, a paragraph, an item of a list or a row of a table."""

    text: str
    """Without e-mail addresses. Cells of a row are parted by ` | `, a term from what is said of it
    by `: `."""
    kind: BlockKind = "text"
    level: int = 0
    """Of a heading, 1 to 6."""
    links: tuple[StatementLink, ...] = ()
    hook: str = ""
    """The id or class by which a law or a national generator marks what the block says."""
    footer: bool = False
    """Whether it stands in the site's footer, outside the statement itself."""


@dataclass(frozen=True, slots=True)
class StatementText:
    """The text of an accessibility statement."""

    blocks: tuple[StatementBlock, ...] = ()
    lang: str = ""
    """As the document says it; empty when it does not."""
    frames: tuple[str, ...] = ()
    """Addresses of frames in the main content."""
    in_frame: bool = False
    """Whether some of the blocks stand in such a frame."""
    pictures: int = 0
    """Pictures in the main content without any text in their place."""
    forms: int = 0
    """Forms in the main content that a message can be written in."""
    scripted_dates: tuple[str, ...] = ()
    """Dates that a script wrote when the page was shown; the page as sent does not have them."""

    @property
    def language_declared(self) -> str:
        """The language that the document declares, without its region; Norwegian is `no`."""
        return self.lang.lower().partition("-")[0].replace("nb", "no").replace("nn", "no")

    @property
    def beginning(self) -> str:
        """The first 20,000 characters of the statement itself, enough to tell its language."""
        return " ".join(block.text for block in self.blocks if not block.footer)[:20_000]

    @property
    def words(self) -> int:
        """Count the words of the statement itself; where nothing parts them, by their letters."""
        texts = [block.text for block in self.blocks if not block.footer]
        letters = sum(len(_UNSPACED.findall(text)) for text in texts)
        return sum(len(text.split()) for text in texts) + letters // _LETTERS_OF_WORD
