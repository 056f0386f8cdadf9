"""What a digest looks like in a mail, a webhook, Slack, Teams and Matrix.

Names and titles may come from strangers. They stand where nothing acts: in plain text, in cells
that read no marks, and in one line each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from civiscope_reports.text.plain import plain
from civiscope_watch.store.outbox import AlertDigest, DigestItem

MAX_ITEMS = 50
"""Sites that a message names; the others are counted."""
MAX_CARD_BYTES = 25_000
"""Teams takes 28 kB."""
_TITLE_LENGTH = 160
_SLACK_TEXT = 2_900
_SLACK_BLOCKS = 45


@dataclass(frozen=True, slots=True)
class SiteLines:
    """What a message says of one site."""

    head: str
    lines: tuple[str, ...]


def mail_text(digest: AlertDigest) -> str:
    """Return the text of a mail."""
    parts = [f"{digest.title}\nRule: {plain(digest.rule)} ({plain(digest.scope)})"]
    for site in _sites(digest):
        parts.append("\n".join([site.head, *(f"  {line}" for line in site.lines)]))
    parts.append(_rest(digest, MAX_ITEMS))
    parts.append(f"Night of {digest.night}, by civiscope. Each problem is told once.")
    return "\n\n".join(filter(None, parts)) + "\n"


def webhook_body(digest: AlertDigest) -> dict[str, Any]:
    """Return what a webhook sends; docs/alerts.md lists the keys."""
    return {
        "type": f"civiscope.alert.{digest.event}",
        "id": digest.key,
        "night": digest.night.isoformat(),
        "rule": plain(digest.rule),
        "title": digest.title,
        "sites": [
            {
                "name": plain(item.name),
                "url": item.url,
                "sentence": plain(str(item.content.get("sentence", "")), 500),
                "issues": [
                    {**issue, "title": plain(issue["title"], _TITLE_LENGTH)}
                    for issue in item.content.get("issues", ())
                ],
                "more_issues": item.content.get("more", 0),
            }
            for item in digest.items[: MAX_ITEMS * 10]
        ],
        "more_sites": max(len(digest.items) - MAX_ITEMS * 10, 0),
    }


def slack_body(digest: AlertDigest) -> dict[str, Any]:
    """Return a message of Slack, in blocks of plain text."""
    sites = list(_sites(digest))
    shown = sites[:_SLACK_BLOCKS]
    texts = ["\n".join([site.head, *site.lines])[:_SLACK_TEXT] for site in shown]
    texts.append(_rest(digest, len(shown)))
    blocks = [{"type": "section", "text": _slack_text(text)} for text in texts if text]
    # What notifications show is read for marks, unlike the blocks.
    fallback = f"{digest.title} ({plain(digest.rule)})"
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        fallback = fallback.replace(sign, name)
    head = {"type": "header", "text": _slack_text(digest.title[:150])}
    return {"text": fallback, "blocks": [head, *blocks]}


def teams_body(digest: AlertDigest) -> dict[str, Any]:
    """Return an adaptive card for a workflow of Teams, as large as Teams takes."""
    sites = list(_sites(digest))
    for count in range(len(sites), -1, -1):
        card = _card(digest, sites[:count], _rest(digest, count))
        if len(json.dumps(card)) <= MAX_CARD_BYTES or count == 0:
            return card
    raise AssertionError("unreachable")


def matrix_body(digest: AlertDigest) -> dict[str, Any]:
    """Return a notice of Matrix: plain text, which mentions nobody."""
    return {"msgtype": "m.notice", "body": mail_text(digest)[:30_000], "m.mentions": {}}


def _sites(digest: AlertDigest) -> Iterator[SiteLines]:
    for item in digest.items[:MAX_ITEMS]:
        name, url = plain(item.name), plain(item.url, 300)
        yield SiteLines(url if name in url else f"{name} ({url})", tuple(_lines(item)))


def _lines(item: DigestItem) -> Iterator[str]:
    yield plain(str(item.content.get("sentence", "")), 500)
    if item.content.get("address"):
        yield plain(str(item.content["address"]), 300)
    for issue in item.content.get("issues", ()):
        pages = issue["pages"]
        where = f"on {pages} {'page' if pages == 1 else 'pages'}" if pages else "site as a whole"
        title = plain(issue["title"], _TITLE_LENGTH)
        yield f"{issue['severity']}: {title} ({where}; {plain(issue['rule'])})"
    if item.content.get("more"):
        yield f"and {item.content['more']} more"


def _rest(digest: AlertDigest, shown: int) -> str:
    left = len(digest.items) - shown
    return f"and {left} more sites; see `civiscope watch show`" if left > 0 else ""


def _slack_text(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text, "emoji": False}


def _card(digest: AlertDigest, sites: list[SiteLines], rest: str) -> dict[str, Any]:
    body: list[dict[str, Any]] = [
        _run(digest.title, weight="Bolder", size="Medium"),
        _run(f"Rule: {plain(digest.rule)} ({plain(digest.scope)})", isSubtle=True),
    ]
    for site in sites:
        body.append({**_run(site.head, weight="Bolder"), "separator": True})
        body.extend(_run(line) for line in site.lines)
    if rest:
        body.append(_run(rest))
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "body": body,
    }
    attachment = {
        "contentType": "application/vnd.microsoft.card.adaptive",
        "contentUrl": None,
        "content": card,
    }
    return {"type": "message", "attachments": [attachment]}


def _run(text: str, **style: Any) -> dict[str, Any]:  # noqa: ANN401 - of a card
    # A TextBlock would read Markdown, and make links of a stranger's title.
    return {"type": "RichTextBlock", "inlines": [{"type": "TextRun", "text": text, **style}]}
