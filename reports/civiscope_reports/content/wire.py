"""What formats for machines share: places as files, and words short enough for their limits."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from civiscope.results import Finding, Issue, Results, SourceLocation
from civiscope_reports.content.context import Context
from civiscope_reports.text.plain import plain
from civiscope_reports.text.wording import count

_SAFE = "/-._~!$&'()*+,;=@"
_MAX_PATH_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class WireLocation:
    """Where machines are told an issue is."""

    page: str
    """Address of the first page it shows on; of the first target when it is about the site."""
    file: str
    line: int
    selector: str
    snippet: str
    column: int = 1
    hint: str = ""
    """What to write there, where the site's source told."""
    known: bool = False
    """Whether `file` is a file of the repository, as its source told."""


def known_line(finding: Finding | None) -> SourceLocation | None:
    """Return the line of the site's source that a finding is sure to come from; None when nobody
    knows it."""
    first = next(iter(finding.source), None) if finding else None
    return first if first is not None and first.sure else None


def places(results: Results, context: Context) -> dict[str, WireLocation]:
    """Return the first place of each issue, by issue id."""
    first: dict[str, Finding] = {}
    for finding in results.findings:
        first.setdefault(finding.issue, finding)
    return {
        issue.id: _place(issue, first.get(issue.id), results, context) for issue in results.issues
    }


def _place(
    issue: Issue, finding: Finding | None, results: Results, context: Context
) -> WireLocation:
    page = finding.page if finding else next(iter(issue.example_pages), "")
    page = page or issue.document
    page = page or next(iter(results.scan.targets), "")
    source = context.source_of(page)
    known = known_line(finding)
    if known is not None:
        return WireLocation(
            page=page,
            file=path_of(known.file),
            line=max(known.line, 1),
            selector=finding.selector if finding else "",
            snippet=(finding.snippet if finding else "") or known.snippet,
            column=max(known.column, 1),
            hint=known.hint,
            known=True,
        )
    return WireLocation(
        page=page,
        file=source.file if source else path_of(page),
        line=source.line if source else 1,
        selector=finding.selector if finding else "",
        snippet=finding.snippet if finding else issue.snippet,
    )


def path_of(url: str) -> str:
    """Return *url* as a relative path, which is all that readers of files and lines accept.

    Host and path, without query: `www.example.gov/news/1`. A port's colon is escaped, since
    `localhost:` would be a scheme.
    """
    try:
        parts = urlsplit(url)
        whole = f"{parts.netloc.rpartition('@')[2]}{parts.path}" if parts.netloc else parts.path
    except ValueError:
        whole = url.partition("://")[2]
    # Unescaped first, or an escape would be escaped again. A path must not climb.
    names = [name for name in unquote(whole).split("/") if name not in {"", ".", ".."}]
    path = quote("/".join(names), safe=_SAFE, errors="replace")
    return _whole_escapes(path[:_MAX_PATH_CHARACTERS]) or "site"


def _whole_escapes(path: str) -> str:
    """Return *path* without an escape that was cut in two."""
    cut = path.rfind("%", -2)
    return path[:cut] if cut >= 0 else path


def sentence(issue: Issue, limit: int = 500) -> str:
    """Return what is wrong as one line: the rule's title, and the message when it says more."""
    title, message = plain(issue.title, 200), plain(issue.message, limit)
    if not message or message == title:
        return title
    return plain(f"{title}: {message}", limit)


def reach(issue: Issue) -> str:
    """Return how far *issue* spreads, in words."""
    if not issue.pages:
        if issue.rule.startswith("source/"):
            return count(issue.occurrences, "place")
        return "a document" if issue.document else "the site as a whole"
    return f"{count(issue.pages, 'page')}, {count(issue.occurrences, 'place')}"


def title_of(issue: Issue) -> str:
    """Return the rule's title as one line."""
    return plain(issue.title, 200) or issue.rule
