"""Every option of a scan is either compared before evidence is reused, or decides no visit."""

from __future__ import annotations

from civiscope.config.scan_options import SCAN_OPTIONS
from civiscope.scan.reuse import ELSEWHERE, FOR_VISITS

OF_NO_VISIT = {
    "delay",
    "dns",
    "documents",
    "geo",
    "journeys",
    "judge_local_headers",
    "jurisdiction",
    "max_depth",
    "max_documents",
    "max_pages",
    "max_time",
    "missing_page",
    "name",
    "only_journeys",
    "resolver",
    "reuse",
    "reuse_ignore",
    "sample",
    "seed",
    "site_url",
    "sitemaps",
    "tabs",
}
"""They decide which pages are visited and when, what is asked besides, and how it is judged."""


def test_every_option_is_in_one_of_the_lists() -> None:
    names = [each.name for each in SCAN_OPTIONS]

    assert sorted(names) == sorted([*FOR_VISITS, *ELSEWHERE, *OF_NO_VISIT])
