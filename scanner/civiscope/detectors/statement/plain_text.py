"""Turn a plain text or a Markdown file into the blocks of a statement."""

# ruff: noqa: RUF001 - dashes and colons of other scripts

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from civiscope.detectors.statement.folding import clean, common, folded
from civiscope.model.statement import BlockKind, StatementBlock, StatementLink, StatementText
from civiscope.web.urls import redact_url

MAX_CHARACTERS = 4_000_000
MAX_BLOCKS = 2_000
_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
_LABEL_END = re.compile(r"[:：]\s*$")
_PLAIN_HEAD = re.compile(common("plain_heads"))
"""A heading of a column that says nothing of what stands below it."""


def read_plain(text: str, lang: str = "") -> StatementText:
    """Return the statement that a plain text or Markdown file holds."""
    blocks: list[StatementBlock] = []
    header: list[str] = []
    for paragraph in re.split(r"\n\s*\n", text[:MAX_CHARACTERS].replace("\r\n", "\n")):
        for line in _unwrapped(paragraph):
            block = _plain_block(line, header)
            if block is not None:
                blocks.append(block)
    return StatementText(blocks=tuple(blocks[:MAX_BLOCKS]), lang=lang)


def without_addresses(text: str) -> str:
    """Return *text* with a word in the place of each e-mail address."""
    return _EMAIL.sub("[e-mail address]", text)


def joined_row(cells: Sequence[str], heads: Sequence[str]) -> str:
    """Return a row of a table as one text, each cell with its heading where there is one."""
    named = len(cells) == 2 and any(_PLAIN_HEAD.fullmatch(folded(head)) for head in heads)
    if heads and len(heads) == len(cells) and not named:
        pairs = zip(heads, cells, strict=True)
        return " | ".join(f"{head.rstrip(' :')}: {cell}" if head else cell for head, cell in pairs)
    if len(cells) == 2:
        return f"{cells[0].rstrip(' :')}: {cells[1]}"
    return " | ".join(cells)


def _unwrapped(paragraph: str) -> Iterator[str]:
    """Yield the lines of a paragraph; those that were only wrapped are joined again."""
    held = last = ""
    lines = [line for raw in paragraph.split("\n") if (line := raw.strip())]
    width = max(map(len, lines), default=0)
    for line in lines:
        # Where the next word had room, the line was ended on purpose.
        room = len(last) + len(line.split()[0]) < width
        if held and _goes_on(held, line, room=room):
            held = f"{held} {line}"
        else:
            if held:
                yield held
            held = line
        last = line
    if held:
        yield held


_ITEM = re.compile(r"^(?:[-*•–·▪◦]|\d{1,2}[.)]|[a-z]\))\s+")
_MARKED = re.compile(r"^(?:#{1,6}\s|[|☐☒☑□■✓✔○●◯◉]|\[[ xX]?\]|\([ xX]?\))")
_UNDERLINE = re.compile(r"^(?:=+|-{3,}|_{3,}|\*{3,})$")


_EVENT = re.compile(r"^\d[^:]{3,24}\d\s*(?::|[–—-])\s")
"""A line of a list of events: "18 November 2024: first version"."""


def _goes_on(held: str, line: str, *, room: bool) -> bool:
    if _EVENT.match(line):
        return False
    if line[0].isdigit() and not _ITEM.match(held) and not re.search(r"[.!?:;]$", held):
        return not held.startswith(("#", "|"))
    if _ITEM.match(line) or _MARKED.match(line) or _UNDERLINE.match(line) or held.startswith("#"):
        return False
    if held.startswith("|") or _LABEL_END.search(held):
        return False
    if line[0].islower():
        return True
    if re.match(r"^[^.!?]{2,40}:\s", line):
        return False
    if line[0].isdigit():
        return not re.search(r"[.!?]$", held)
    if room:
        return False
    return (len(held) > 60 and not re.search(r"[.!?:]$", held)) or (len(held) > 72)


def _plain_block(line: str, header: list[str]) -> StatementBlock | None:
    """Return a line as a block; *header* keeps the first row of the table that it is in."""
    line = clean(line)
    if not line.startswith("|") and " | " not in line and "\t" not in line:
        header.clear()
    if not line or _UNDERLINE.match(line):
        return None
    if line.startswith("#"):
        level = len(line) - len(line.lstrip("#"))
        return StatementBlock(_plain(line.lstrip("# ").rstrip("# ")), "heading", min(level, 6))
    if line.startswith("|") or line.count(" | ") >= 1:
        return _plain_row(line, header)
    kind: BlockKind = "item" if _ITEM.match(line) else "text"
    if kind == "text" and _looks_like_heading(line):
        kind = "heading"
    text = _ITEM.sub("", line) if kind == "item" and not line[0].isdigit() else line
    return StatementBlock(_plain(text), kind, 2 if kind == "heading" else 0, _links_in(line))


def _plain_row(line: str, header: list[str]) -> StatementBlock | None:
    cells = [_plain(cell.strip()) for cell in line.strip("|").split("|")]
    if all(re.fullmatch(r":?-{2,}:?", cell) for cell in cells if cell):
        return None
    if not header and len(cells) > 1 and not any(re.search(r"\d", cell) for cell in cells):
        header[:] = cells
        if len(cells) > 2 or line.startswith("|"):
            return StatementBlock(" | ".join(cells), "row")
    heads = header if header and len(header) == len(cells) and header != cells else []
    return StatementBlock(joined_row(cells, heads if len(cells) > 2 or heads else []), "row")


def _looks_like_heading(line: str) -> bool:
    words = line.split()
    return (
        len(words) <= 9
        and not re.search(r"[.!?;,:]$", line)
        and not re.search(r"\d{4}|@|https?://", line)
        and ":" not in line
        and line[0].isupper()
    )


_MARKDOWN_LINK = re.compile(r"\[([^\]]{1,200})\]\((\S{1,500}?)\)")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>()\"'“”]{3,300}")


def _links_in(line: str) -> tuple[StatementLink, ...]:
    found = [
        StatementLink("mailto:" if m[2].startswith("mailto:") else redact_url(m[2]), m[1])
        for m in _MARKDOWN_LINK.finditer(line)
    ]
    rest = _MARKDOWN_LINK.sub(" ", line)
    found += [StatementLink(redact_url(m[0].rstrip(".,;)")), "") for m in _URL.finditer(rest)]
    found += [StatementLink("mailto:") for _ in _EMAIL.finditer(rest)]
    return tuple(found)


def _plain(text: str) -> str:
    text = _MARKDOWN_LINK.sub(lambda match: match[1], text)
    text = re.sub(r"(?<!\w)(\*\*|__|\*)(?=\S)(.+?)(?<=\S)\1(?!\w)", r"\2", text)
    return _EMAIL.sub("[e-mail address]", text)
