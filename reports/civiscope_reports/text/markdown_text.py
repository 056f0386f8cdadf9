"""Put text of unknown origin into Markdown so that it stays text, in any of the dialects."""

from __future__ import annotations

import re

from civiscope_reports.text.plain import cut, plain, visible

# Whatever begins a construct in any of the dialects: links, HTML, emphasis, code, tables, headings,
# mentions (@), references (#, !, ~, %), mathematics ($), emoji (:), template syntax.
_ACTIVE = re.compile(r"([\\`*_{}\[\]<>#!|~$@&%^]|:(?=\S))")
_BARE_LINK = re.compile(r"(?i)\b(www)\.")
_FENCE = re.compile(r"^(```|~~~)", re.M)


def inline(text: str, limit: int = 200) -> str:
    """Return *text* as one line of Markdown that shows exactly that text, even within a table."""
    # As numbered entities: a backslash is not enough for mentions, emoji, bare links and tables.
    shown = _ACTIVE.sub(lambda found: f"&#{ord(found[0])};", plain(text, limit))
    return _BARE_LINK.sub(r"\1&#46;", shown)


def code(text: str, limit: int = 300) -> str:
    """Return *text* as code in one line, within a table too; an empty text gives nothing."""
    shown = inline(text, limit)
    return f"<code>{shown}</code>" if shown else ""


def harmless(markdown: str, limit: int = 8000) -> str:
    """Return the *markdown* of a rule page without HTML, images or open ends."""
    text = visible(cut(markdown, limit))
    parts = re.split(r"(^```.*?^```\s*?$|`[^`\n]*`)", text, flags=re.M | re.S)
    # Every second part is code, in which nothing acts.
    parts[::2] = [part.replace("<", "&lt;").replace("![", "!&#91;") for part in parts[::2]]
    whole = "".join(parts)
    return f"{whole}\n```" if len(_FENCE.findall(whole)) % 2 else whole
