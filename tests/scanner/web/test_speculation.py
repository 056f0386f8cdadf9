"""Speculation rules that ask only other sites are told from those that ask the page's own."""

from __future__ import annotations

import pytest

from civiscope.web.speculation import only_elsewhere

BASE = "https://www.example.gov/rules/all.json"


@pytest.mark.parametrize(
    ("rules", "elsewhere"),
    [
        ('{"prefetch": [{"urls": ["https://maps.example.org/"]}]}', True),
        ('{"prefetch": [{"urls": ["//maps.example.org/a", "https://b.example.org"]}]}', True),
        ("{}", True),
        ("[]", True),
        ("no JSON", True),
        ('{"prefetch": "all"}', True),
        ('{"prefetch": [{"urls": ["/private"]}]}', False),
        ('{"prefetch": [{"urls": ["next.html", "https://maps.example.org/"]}]}', False),
        ('{"prefetch": [{"urls": ["https://WWW.example.gov/"]}]}', False),
        ('{"prerender": [{"where": {"href_matches": "/*"}}]}', False),
        ('{"prefetch": [{"urls": ["https://maps.example.org"], "where": {}}]}', False),
        ('{"prerender_until_script": [{"urls": ["/private"]}]}', False),
        ('{"prefetch": [{"source": "document"}]}', False),
        ('{"prefetch": [{"urls": ["https://[maps"]}]}', False),
    ],
)
def test_rules_for_the_pages_own_site_are_recognised(rules: str, elsewhere: bool) -> None:
    assert only_elsewhere(rules, BASE, "www.example.gov") is elsewhere
