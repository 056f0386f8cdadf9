"""What a hostile page may put into every text that a scan brings back."""

from __future__ import annotations

from typing import Any

import pytest

from civiscope.results import (
    CollectorFailure,
    DocumentListed,
    FrameNotTested,
    NotSeen,
    RequestSeen,
    Results,
    RuleOutcome,
)
from civiscope.testing import (
    START,
    make_consent,
    make_coverage,
    make_finding,
    make_inventory,
    make_issue,
    make_page_result,
    make_results,
    make_rule_facts,
    make_scan,
)

TEXTS = {
    "script": "<script>alert('script')</script>",
    "script end": "</script><script>alert('closed')</script>",
    "style end": "</style><img src=x onerror=alert('image')>",
    "double quote": "\"><svg onload=alert('attribute')>",
    "single quote": "' onmouseover='alert(1)",
    "frame": "<!-- --><iframe src='javascript:alert(1)'></iframe>",
    "template": "{{ 7 * 191 }}{% include 'base.html' %}${7*191}",
    "script link": "javascript:alert('link')",
    "data link": "data:text/html,<script>alert(1)</script>",
    "escape sequences": "\x1b[2J\x1b[31mred\x1b[0m \x1b]8;;https://evil.example.org\x07link\x1b]8;;"
    "\x07 \x9b5mblink",
    "direction": "left\u202etfel\u202c \u2066\u200f\ufeff\u2028",
    "controls and log commands": "nul\x00bell\x07back\x08\r\n::error::not ours\n##[error]nor this\n"
    "##vso[task.complete]",
    "log command": "::warning file=a,line=1::in one line",
    "rich": "[bold red]markup[/] [link=https://evil.example.org]here[/link] :smile:",
    "half pair": "half of a pair \ud83d",
    "formula": '=cmd|" /C calc"!A0',
    "long": "a" * 1_000_000,
}

each_hostile_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)


def hostile_results(text: str) -> Results:
    """Build results with *text* in every field that a page, a server or a rule's author fills."""
    rule = make_rule_facts(
        title=text, why=text, fix=text, affects=(text,), standards={"Standard": (text,)}
    )
    failure, review = (
        make_issue(
            number,
            title=text,
            message=text,
            component=text,
            snippet=text,
            standards={"Standard": (text,)},
            example_pages=(text,),
            outcome=outcome,
            needs_review=outcome == "cantTell",
        )
        for number, outcome in (("i1", "failed"), ("i2", "cantTell"))
    )
    evidence: dict[str, Any] = {
        "message": text,
        "url": text,
        "selector": text,
        "frame": text,
        "component": text,
        "request": RequestSeen(text, text, 200, text, text, text, 3),
        "trace": (text, text),
    }
    findings = (
        make_finding(failure, page=text, **evidence),
        make_finding(failure, 2, page=START, **evidence),
        make_finding(review, page=text, **evidence),
    )
    page = make_page_result(
        text,
        final_url=f"{text}!",
        title=text,
        detail=text,
        found_on=text,
        template=text,
        outcomes={rule.id: RuleOutcome("untested", reason=text)},
        consent=make_consent(text),
    )
    unseen = (NotSeen(text, text, text, text),)
    coverage = make_coverage(
        partial=unseen,
        failed=unseen,
        skipped=unseen,
        skipped_total=1,
        documents=(DocumentListed(text, text, 200, text, 1, text),),
        frames_not_tested=(FrameNotTested(text, text),),
        collectors_failed=(CollectorFailure(text, text, text),),
        rules_crashed=(CollectorFailure(text, text, text),),
        start_page_seen=False,
        walls=unseen,
    )
    return make_results(
        failure,
        review,
        rules=(rule,),
        findings=findings,
        pages=(page,),
        coverage=coverage,
        scan=make_scan(targets=(text,), stopped=text, settings={"text": text}),
        inventory=make_inventory(text),
    )
