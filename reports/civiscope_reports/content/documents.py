"""What reports say of documents: which were looked into, what was found, which were not."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from civiscope.results import DocumentResult, Results
from civiscope_reports.text.language import Language

MAX_DOCUMENTS = 200
LAW_SINCE = "2018-09-23"
"""From when on the European directive asks for accessible Office and PDF files: an older one may
be exempt, unless people need it for what they apply for today (Art. 1(4)(a))."""


@dataclass(frozen=True, slots=True)
class DocumentView:
    """A document that was looked into, with what was found in it."""

    document: DocumentResult
    failures: int
    """Issues that are failures."""
    reviews: int
    advice: int
    old: bool
    """Whether it is from before the law."""


def document_views(results: Results) -> tuple[DocumentView, ...]:
    """Return the documents that were looked into, the most linked first."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for issue in results.issues:
        if issue.document:
            kind = "advice" if issue.advice else "review" if issue.needs_review else "failure"
            found[issue.document][kind] += 1
    return tuple(
        DocumentView(
            document=each,
            failures=found[each.url]["failure"],
            reviews=found[each.url]["review"],
            advice=found[each.url]["advice"],
            old=bool(each.date) and each.date < LAW_SINCE,
        )
        for each in results.documents[:MAX_DOCUMENTS]
    )


def are_only_documents(results: Results) -> bool:
    """Say whether documents were looked into and no page was to be visited."""
    return bool(results.documents) and not results.pages


def has_no_pages(results: Results) -> bool:
    """Say whether only documents or only source were read, and no page was to be visited."""
    return are_only_documents(results) or results.only_source


Untested = tuple[str, str, Sequence[tuple[str, str]]]
"""A title, what it means, and addresses with a reason each."""


def documents_not_tested(results: Results, words: Language) -> Iterator[Untested]:
    """Yield what of the documents was not looked into, and which could not be read."""
    looked = {each.url for each in results.documents}
    left = [each for each in results.coverage.documents if each.url not in looked]
    if left:
        yield (
            words.plural(
                len(left),
                "{number} document listed, not tested",
                "{number} documents listed, not tested",
            ),
            words.text(
                "PDF and office files must be accessible too. The report's inventory lists them; "
                "what is in them was not looked at."
            ),
            (),
        )
    unread = [each for each in results.documents if each.state != "read"]
    if unread:
        yield (
            words.plural(
                len(unread),
                "{number} document could not be looked into",
                "{number} documents could not be looked into",
            ),
            words.text("Nothing is known of what is in them, which is not the same as no problem."),
            [(each.url, each.detail) for each in unread],
        )
