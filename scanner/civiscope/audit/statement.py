"""Check one accessibility statement: a saved page, a text, or an address that is visited."""

from __future__ import annotations

import asyncio
import re
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from civiscope.audit.gather import ScanRequest, gather
from civiscope.audit.rules import RuleChoice, read_rules
from civiscope.config import Config
from civiscope.config.scan_options import ScanSettings
from civiscope.detectors.statement import (
    ROLES,
    Applicable,
    DateMention,
    StatusReading,
    before_todays_date,
    jurisdiction_of,
    latest,
    read_dates,
    read_html,
    read_plain,
    read_status,
    writes_today,
)
from civiscope.detectors.statement.questions import (
    Questioned,
    QuestionRow,
    monitoring_questions,
)
from civiscope.errors import InconclusiveError, UsageError
from civiscope.judge.apply import apply_rule
from civiscope.judge.findings import RawFinding, render
from civiscope.lists import Lists
from civiscope.model import Dom, Evidence, Missing, Page, Site
from civiscope.model.statement import StatementText
from civiscope.rulebook import Rule
from civiscope.rulebook.select import RuleSet
from civiscope.web.urls import host_of

MAX_FILE_BYTES = 20_000_000
_AREA = "statement"
_ABOUT_THE_SITE = {"statement/register", "statement/on-every-page", "statement/mention"}
"""Rules about where a statement stands, which a saved file does not tell."""
_HTML = re.compile(
    r"<(?:!doctype|html|head|body|main|article|div|section|p|h[1-6]|table|ul)\b", re.IGNORECASE
)
_CHARSET = re.compile(rb"<meta[^>]+charset=[\"']?([\w-]+)", re.IGNORECASE)
_CANONICAL = re.compile(
    r"<link\b[^>]*rel=[\"']?canonical[\"']?[^>]*href=[\"']?([^\"'\s>]+)", re.IGNORECASE
)
_TITLE = re.compile(r"<title\b[^>]*>([\s\S]{0,500}?)</title", re.IGNORECASE)
_FILES = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a Word file or another archive",
    b"\xd0\xcf\x11\xe0": "an old Word file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
}


@dataclass(frozen=True, slots=True)
class CheckedStatement:
    """What is known of one statement."""

    target: str
    text: StatementText
    status: StatusReading
    mentions: tuple[DateMention, ...]
    applicable: Applicable | None
    findings: tuple[RawFinding, ...]
    notes: tuple[str, ...] = ()
    today: date | None = None

    @property
    def questions(self) -> list[QuestionRow]:
        """The 42 questions of monitoring in the United Kingdom; none for other countries."""
        law = self.applicable.jurisdiction if self.applicable else None
        if law is None or law.code not in {"GB", "NI"}:
            return []
        return monitoring_questions(
            Questioned(self.text, self.status, self.mentions, law, today=self.today)
        )

    @property
    def failed(self) -> bool:
        """Whether anything is wrong for sure."""
        return any(
            each.outcome.verdict == "failed" and not each.needs_review for each in self.findings
        )

    def as_json(self) -> dict[str, Any]:
        """Return everything as one object for programs."""
        return {
            "target": self.target,
            "status": self.status.status,
            "sentence": self.status.sentence,
            "language": self.status.lang,
            "jurisdiction": _jurisdiction(self.applicable),
            "dates": dates_of(self.mentions),
            "date_mentions": [
                {
                    "what": each.role,
                    "date": each.iso or None,
                    "written": each.text,
                    "sentence": each.sentence,
                }
                for each in self.mentions
            ],
            "findings": [_finding(each) for each in self.findings],
            "questions": [asdict(row) for row in self.questions],
            "notes": list(self.notes),
        }


def dates_of(mentions: Sequence[DateMention]) -> dict[str, str | None]:
    """Return one day for each thing that was done, None where no day is named.

    Where no review is named, the last update of the statement is one.
    """
    found: Mapping[Any, str] = latest(mentions)
    own: Mapping[Any, str] = latest([e for e in mentions if not e.of_page and not e.of_site])
    days: dict[str, str | None] = {role: found.get(role) for role in ROLES}
    days["reviewed"] = found.get("reviewed") or own.get("updated")
    return days


def check_statement_file(path: Path, jurisdiction: str, today: date) -> CheckedStatement:
    """Return what is known of the statement in the saved page or text *path*.

    Raises UsageError when it cannot be read, InconclusiveError when it holds no text.
    """
    source = _read_text(path)
    is_html = _HTML.search(source) is not None
    text = read_html(source) if is_html else read_plain(source)
    if not text.words and not text.frames:
        what = "only pictures" if text.pictures else "no text"
        raise InconclusiveError(
            f"{path} holds {what}; save the page after it has been shown, or its text."
        )
    canonical = _CANONICAL.search(source) if is_html else None
    url = canonical[1] if canonical else "https://statement.invalid/"
    found = _TITLE.search(source) if is_html else None
    dom = Dom(title=found[1].strip() if found else "", url=url, lang=text.lang, statement=text)
    why = Missing("not-gathered", "A saved file tells the statement alone.")
    page = Page(url, Evidence.nothing(why, dom=dom), target=True)
    notes = _on_scripts(source)
    if text.words < 20 and text.frames:
        notes.append(f"The statement stands in a frame: {text.frames[0]}. Save that page.")
    return _checked(str(path), page, text, jurisdiction, today, notes)


def _on_scripts(source: str) -> list[str]:
    """Return what is to say of dates in *source* that a script writes as the page is shown."""
    behind = before_todays_date(source)
    if behind:
        return [
            f"A script of the page writes the day on which it is shown behind “{each}”: that is "
            "no date of the statement."
            for each in behind
        ]
    return ["A script of the page writes the day on which it is shown."] * writes_today(source)


def check_statement_url(url: str, jurisdiction: str, today: date) -> CheckedStatement:
    """Return what is known of the statement at *url*, visited in the browser.

    Raises InconclusiveError when it could not be seen.
    """
    rules = _rules()
    settings = ScanSettings(max_pages=1, max_depth=0, sitemaps=False, missing_page=False)
    request = ScanRequest(
        targets=(url,), rules=RuleSet(rules.books, rules.rules), settings=settings
    )
    with tempfile.TemporaryDirectory(prefix="civiscope-statement-") as folder:
        evidence = asyncio.run(gather(request, Path(folder)))
        page = next(iter(evidence.pages()), None)
    if page is None or page.visit.state == "failed":
        why = page.visit.detail if page is not None else "It was not visited."
        documents = evidence.end.documents
        if documents:
            why = "It is a document and not a web page, as the law asks for."
        raise InconclusiveError(f"{url} could not be read as a statement. {why}")
    dom = page.evidence.dom
    if isinstance(dom, Missing) or dom.statement is None:
        raise InconclusiveError(
            f"{url} does not call itself an accessibility statement in title, heading or address; "
            "save the page and check the file."
        )
    return _checked(url, page, dom.statement, jurisdiction, today, [])


def _checked(
    target: str,
    page: Page,
    text: StatementText,
    jurisdiction: str,
    today: date,
    notes: list[str],
) -> CheckedStatement:
    site = Site(
        pages=(page.lean(),),
        day=today.isoformat(),
        jurisdiction=jurisdiction,
        statement_url=page.url,
    )
    lists = Lists.packaged()
    is_file = "://" not in target
    findings = [
        RawFinding(rule, outcome, page.url)
        for rule in _rules().rules
        if not (is_file and rule.id in _ABOUT_THE_SITE)
        for outcome in apply_rule(rule, site, lists).findings()
    ]
    applicable = jurisdiction_of(text, host_of(page.final_url), jurisdiction)
    month_first = applicable is not None and applicable.jurisdiction.code == "US"
    status = read_status(text)
    if not status.lang:
        notes.append("The language of the statement is not among those that are known.")
    return CheckedStatement(
        target=target,
        text=text,
        status=status,
        mentions=tuple(read_dates(text, month_first=month_first, today=today)),
        applicable=applicable,
        findings=tuple(findings),
        notes=tuple(notes),
        today=today,
    )


def _rules() -> RuleSet:
    """Return the rules on statements."""
    every = read_rules(Config(), RuleChoice())
    chosen = tuple(rule for rule in every.rules if _is_own(rule))
    return RuleSet(every.books, chosen)


def _is_own(rule: Rule) -> bool:
    return rule.area == _AREA


def _read_text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise UsageError(
                f"{path} is larger than {MAX_FILE_BYTES // 1_000_000} MB; a statement is a page "
                "of text."
            )
        content = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"There is no file {path}; name a saved page or an address.") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read ({error.strerror}).") from error
    for start, kind in _FILES.items():
        if content.startswith(start):
            raise InconclusiveError(
                f"{path} is {kind}; the law asks for a web page. Save its text as a text file to "
                "have that checked."
            )
    return _decoded(content)


def _decoded(content: bytes) -> str:
    named = _CHARSET.search(content[:4096])
    guesses = ["utf-8-sig", *([named[1].decode("ascii")] if named else []), "cp1252"]
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        guesses = ["utf-16"]
    for encoding in guesses:
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return content.decode("utf-8", "replace")


def _jurisdiction(applicable: Applicable | None) -> dict[str, Any] | None:
    if applicable is None:
        return None
    law = applicable.jurisdiction
    return {
        "code": law.code,
        "name": law.name,
        "law": law.title,
        "sure": applicable.sure,
        "source": law.source,
        "read_in_the_original": law.read,
    }


def _finding(each: RawFinding) -> dict[str, Any]:
    return {
        "rule": each.rule.id,
        "outcome": "failed" if each.outcome.verdict == "failed" else "cantTell",
        "needs_review": each.needs_review,
        "severity": each.rule.severity,
        "confidence": each.confidence,
        "message_id": each.outcome.message,
        "message": render(each.rule, each.outcome),
    }
