"""Write rulebooks of one's own, as agencies do."""

from __future__ import annotations

from pathlib import Path

PAGE = """\
---
title: Pages have a title
severity: minor
since: "0.1"
standards: {}
---

Without a title nobody finds the page again.

## How to fix

Write a title.

```html
<title>Permits</title>
```

## Examples

### passed

A sentence.

```http https://www.example.gov/permits
HTTP/1.1 200 OK
```

### failed

```html
<p>Text</p>
```
"""
"""A rule page with an example of each kind."""


def book(folder: Path, files: dict[str, str]) -> Path:
    """Write *files* as the rulebook `ours` below *folder*, and return where it is."""
    for name, text in files.items():
        path = folder / "ours" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / "ours"
