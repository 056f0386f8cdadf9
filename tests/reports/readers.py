"""Read each format as its consumers do, with readers that others wrote, and count."""

from __future__ import annotations

import csv
import io
import json
import re
import warnings
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import junitparser
import rdflib
from lxml import html as lxml_html
from prometheus_client.openmetrics import parser
from sarif_pydantic import Sarif  # type: ignore[import-untyped]

from civiscope_reports import FORMATS


@dataclass(frozen=True)
class Counts:
    """What a format tells; None for what it does not tell."""

    failures: int | None = None
    waived: int | None = None
    reviews: int | None = None
    occurrences: int | None = None
    """Places of failures that are not waived."""


def counts_in(name: str, folder: Path) -> Counts:
    """Return what the file of the format *name* in *folder* tells."""
    # As bytes: reading as text would change the line ends of CSV.
    return READERS[name]((folder / FORMATS[name].file_name).read_bytes().decode("utf-8"))


def _html(text: str) -> Counts:
    articles: Any = lxml_html.document_fromstring(text).xpath("//article")
    heads = [each.xpath("string(.//h3)") for each in articles]
    return Counts(
        failures=sum("Not met" in head for head in heads),
        waived=sum("Waived" in head for head in heads),
        reviews=sum("To check" in head for head in heads),
    )


def _results(text: str) -> Counts:
    issues = json.loads(text)["issues"]
    return Counts(reviews=sum(issue["needs_review"] for issue in issues))


def _markdown(text: str) -> Counts:
    rows = re.findall(r"^\| (?:Critical|Serious|Moderate|Minor|Information) \|.*$", text, re.M)
    review, waived = (
        re.search(rf"^### {title}: (\d+)", text, re.M)
        for title in ("For a person to check", "Waived")
    )
    return Counts(
        failures=len(rows),
        waived=int(waived[1]) if waived else 0,
        reviews=int(review[1]) if review else 0,
        occurrences=sum(int(number) for number in re.findall(r"(\d+) places?\b", "".join(rows))),
    )


def _findings(text: str) -> Counts:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    open_rows = [r for r in rows if r["needs_review"] == "no" and r["state"] != "waived"]
    return Counts(
        failures=len({row["issue"] for row in open_rows}),
        waived=len({row["issue"] for row in rows if row["state"] == "waived"}),
        reviews=len({row["issue"] for row in rows if row["needs_review"] == "yes"}),
        occurrences=len(open_rows),
    )


def _issues(text: str) -> Counts:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    open_rows = [r for r in rows if r["needs_review"] == "no" and r["state"] != "waived"]
    return Counts(
        failures=len(open_rows),
        waived=sum(row["state"] == "waived" for row in rows),
        reviews=sum(row["needs_review"] == "yes" for row in rows),
        occurrences=sum(int(row["occurrences"]) for row in open_rows),
    )


def _sarif(text: str) -> Counts:
    results = Sarif.model_validate_json(text).runs[0].results or []
    raw = json.loads(text)["runs"][0]["results"]
    assert len(results) == len(raw)
    open_results = [r for r in raw if r["kind"] == "fail" and not r.get("suppressions")]
    return Counts(
        failures=len(open_results),
        waived=sum(bool(r.get("suppressions")) for r in raw),
        reviews=sum(r["kind"] == "review" for r in raw),
        occurrences=sum(r["occurrenceCount"] for r in open_results),
    )


def _sarif_github(text: str) -> Counts:
    counts = _sarif(text)
    assert (counts.waived, counts.reviews) == (0, 0)
    return Counts(failures=counts.failures, occurrences=counts.occurrences)


def _junit(text: str) -> Counts:
    suites: Any = junitparser.JUnitXml.fromstring(text.encode())
    said = [str(r.text) for suite in suites for c in suite for r in c.result if _skipped(r)]
    return Counts(
        failures=suites.failures,
        waived=sum(text.startswith("Waived") for text in said),
        reviews=sum(text.startswith("For a person to check") for text in said),
    )


def _skipped(result: object) -> bool:
    return isinstance(result, junitparser.Skipped)


def _gitlab(text: str) -> Counts:
    return Counts(failures=len(json.loads(text)))


def _gitlab_accessibility(text: str) -> Counts:
    report = json.loads(text)
    entries = [entry for found in report["results"].values() for entry in found]
    assert report["errors"] == len(entries)
    return Counts(failures=len({entry["code"] for entry in entries}), occurrences=len(entries))


def _github(text: str) -> Counts:
    return Counts(failures=len(re.findall(r"^::(?:error|warning|notice) ", text, re.M)))


def _azure(text: str) -> Counts:
    return Counts(failures=len(re.findall(r"^##vso\[task\.logissue ", text, re.M)))


def _jenkins(text: str) -> Counts:
    report = json.loads(text)
    assert report["size"] == len(report["issues"])
    return Counts(failures=report["size"])


def _badge(text: str) -> Counts:
    number = re.search(r"(\d+) problem", text)
    return Counts(failures=int(number[1]) if number else 0)


def _openmetrics(text: str) -> Counts:
    families = {family.name: family for family in _families(text)}

    def number(name: str, *states: str) -> int:
        samples = families[f"civiscope_{name}"].samples
        return int(sum(s.value for s in samples if s.labels["state"] in states))

    return Counts(
        failures=number("issues", "open", "new", "existing"),
        waived=number("issues", "waived"),
        reviews=number("issues", "review"),
        occurrences=number("occurrences", "open", "new", "existing"),
    )


def _families(text: str) -> Iterable[Any]:
    read: Callable[[str], Iterable[Any]] = vars(parser)["text_string_to_metric_families"]
    return read(text)


def _earl(text: str) -> Counts:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # rdflib's own, within rdflib
        graph = rdflib.Graph().parse(data=text, format="json-ld")
    failed = graph.query(
        "PREFIX earl: <http://www.w3.org/ns/earl#> PREFIX dct: <http://purl.org/dc/terms/> "
        "SELECT ?page ?rule WHERE {?a a earl:Assertion; earl:subject [dct:source ?page]; "
        "earl:result [earl:outcome earl:failed]; earl:test [dct:title ?rule]}"
    )
    assert all("http" in str(row) for row in failed)
    return Counts()


def _frameworks(text: str) -> Counts:
    # An issue stands beside each clause it breaks, so its times are not the issues' number.
    clauses = [each for found in json.loads(text)["frameworks"] for each in found["clauses"]]
    assert {each["verdict"] for each in clauses} <= set(json.loads(text)["verdicts"])
    return Counts()


def _wcag_em(text: str) -> Counts:
    # One assertion a page and criterion of the sample: less than there are issues.
    stored = json.loads(text)
    outcomes = {
        each["result"]["outcome"]["@id"] for each in stored.get("auditSample", stored.get("@graph"))
    }
    assert outcomes <= {"earl:failed", "earl:cantTell", "earl:untested"}
    return Counts()


READERS: dict[str, Callable[[str], Counts]] = {
    "html": _html,
    "html-folder": _html,
    "json": _results,
    "json-packed": _results,
    "markdown": _markdown,
    "csv": _findings,
    "csv-issues": _issues,
    "sarif": _sarif,
    "sarif-github": _sarif_github,
    "junit": _junit,
    "gitlab": _gitlab,
    "gitlab-accessibility": _gitlab_accessibility,
    "github": _github,
    "azure": _azure,
    "jenkins": _jenkins,
    "badge": _badge,
    "badge-svg": _badge,
    "openmetrics": _openmetrics,
    "earl": _earl,
    "wcag-em": _wcag_em,
    "wcag-em-data": _wcag_em,
    "frameworks": _frameworks,
}
