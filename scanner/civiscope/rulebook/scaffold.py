"""Write a new rule that works as it stands, for its author to change into what it should say."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from string import Template
from typing import Literal, get_args

from civiscope.errors import UsageError

Kind = Literal["python", "script", "axe"]
KINDS: tuple[Kind, ...] = get_args(Kind)
BUILT_IN = Path("rules/civiscope_rules")
"""Where rules go in a checkout of civiscope; elsewhere they go into the current folder."""
_ID = re.compile(r"([a-z][a-z0-9]*)/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)")
_NOT_AREAS = {"standards", "frameworks"}


def new_rule(rule_id: str, kind: Kind, folder: Path) -> list[Path]:
    """Write the page and the check of a new rule below *folder*; return the files written.

    Raises UsageError when the id is none, or when a file of the rule is there already.
    """
    match = _ID.fullmatch(rule_id)
    if match is None or match[1] in _NOT_AREAS:
        raise UsageError(
            f"{rule_id!r} is not a rule id; give an area and a name in lower case, for example "
            "privacy/policy-date."
        )
    area, stem = folder / match[1], match[2].replace("-", "_")
    taken = [path for end in (".md", ".py", ".js") if (path := area / f"{stem}{end}").exists()]
    if taken:
        raise UsageError(f"{taken[0]} is there already; choose another name, or edit it.")
    texts = {area / f"{stem}{end}": text for end, text in _texts(kind, stem).items()}
    # In a package, areas are packages too.
    if (folder / "__init__.py").is_file() and not (area / "__init__.py").exists():
        texts[area / "__init__.py"] = ""
    try:
        area.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"The rule cannot be written ({error.strerror or error}: {error.filename}); name "
            "another folder with --dir."
        ) from error
    return list(texts)


def _texts(kind: Kind, stem: str) -> Mapping[str, str]:
    if kind == "axe":
        return {".md": _AXE_PAGE}
    if kind == "script":
        return {".md": _SCRIPT_PAGE, ".js": _SCRIPT}
    return {".md": _PYTHON_PAGE, ".py": Template(_PYTHON).substitute(stem=stem)}


_PYTHON_PAGE = """\
---
title: Pages have a description
fails: A page has no description, or a very short one
severity: minor
since: "0.1"
kind: best-practice
affects: [everyone]
standards: {}
options:
  least: 50
messages:
  missing: The page has no description.
  short: The description has {length} characters; the least is {least}.
---

Say here why it matters and to whom. What happens to a person who needs the service when this is
wrong? Use plain words, one idea a sentence.

## How to fix

Say here what to do.

```html
<meta name="description" content="How to apply for a parking permit, and what you need for it.">
```

## Examples

### passed

```json
{
  "url": "https://www.example.gov/permits",
  "dom": {
    "title": "Parking permits",
    "description": "How to apply for a parking permit, and what you need for it."
  }
}
```

### failed: missing

```json
{"url": "https://www.example.gov/permits", "dom": {"title": "Parking permits"}}
```

### failed: short

```json
{
  "url": "https://www.example.gov/permits",
  "dom": {"title": "Parking permits", "description": "Parking permits"}
}
```

### inapplicable

An error page needs none.

```json
{"url": "https://www.example.gov/old", "status": 404, "dom": {"title": "Page not found"}}
```
"""

_PYTHON = '''\
"""Judge the description of pages. Why, and what it must be, is told in ${stem}.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, failed, passed


def check(page: Page, *, least: int) -> Iterator[Outcome]:
    """Apply to pages that are there; nothing is yielded where the rule does not apply."""
    if page.status != 200:
        return
    description = page.dom.description
    # The place names what is wrong, alike on every page: findings are grouped by it.
    place = "meta description"
    if not description:
        yield failed(place, "missing")
    elif len(description) < least:
        yield failed(place, "short", length=len(description), least=least)
    else:
        yield passed(place)
'''

_SCRIPT_PAGE = """\
---
title: Links to telephone numbers hold a whole number
fails: A link to a telephone number holds no whole number
severity: moderate
since: "0.1"
kind: best-practice
affects: [everyone]
standards: {}
options:
  least: 5
messages:
  short: The link leads to a number of {digits} digits.
---

Say here why it matters and to whom. What happens to a person who needs the service when this is
wrong? Use plain words, one idea a sentence.

## How to fix

Say here what to do.

## Examples

### passed

```html
<p>Call <a href="tel:+15555550100">555 555 0100</a> to book an appointment.</p>
```

### failed: short

```html
<p>Call <a href="tel:">555 555 0100</a> to book an appointment.</p>
```

### inapplicable

```html
<p>Book an appointment at the town hall.</p>
```
"""

_SCRIPT = """\
/* Runs in the page, in a world of its own; returns an outcome for each element it judges.
   `element` becomes the place; `facts` fill the placeholders of the message. */
(options, civiscope) => [...document.querySelectorAll("a[href^='tel:']")].map((element) => {
  const digits = element.getAttribute("href").replace(/\\D/g, "").length;
  return digits < options.least
    ? { element, verdict: "failed", message: "short", facts: { digits } }
    : { element, verdict: "passed" };
})
"""

_AXE_PAGE = """\
---
title: Images have a text alternative
fails: An image has no text alternative
severity: critical
since: "0.1"
axe: image-alt
affects: [no-vision, limited-vision]
standards:
  WCAG 2.2: ["1.1.1"]
---

Say here why it matters and to whom. What happens to a person who needs the service when this is
wrong? Use plain words, one idea a sentence.

## How to fix

Say here what to do.

## Examples

### passed

```html
<img src="seal.png" alt="Seal of the Department of Motor Vehicles">
```

### failed

```html
<img src="seal.png">
```

### inapplicable

```html
<p>The office is open from 9 am to 5 pm.</p>
```
"""
