"""Findings of the browser meet the settings behind them, and say what to write there."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from civiscope.judge.setting_places import SettingIndex, decided_by, hint_for
from civiscope.judge.source_join import PageElements, join_sources
from civiscope.model.source import SourceTree
from civiscope.results import Finding, Issue
from civiscope.source.read import read_files
from civiscope.testing import make_finding, make_issue

DJANGO = "INSTALLED_APPS = []\n"
FLASK = "from flask import Flask\napp = Flask(__name__)\n"
EXPRESS = 'const express = require("express");\nconst session = require("express-session");\n'
SITE = "https://www.example.gov/"
PREVIEW = "http://127.0.0.1:8000/"


def tree(*files: tuple[str, str]) -> SourceTree:
    return SourceTree("site", tuple(read_files(files)), len(files))


def pair(rule: str, component: str, **changes: Any) -> tuple[Issue, Finding]:  # noqa: ANN401 - replace checks
    issue = make_issue(f"{rule}-{component}", rule=rule, component=component, snippet="")
    values: dict[str, Any] = {
        "page": "",
        "url": SITE,
        "snippet": "",
        "message_id": "missing",
        **changes,
    }
    return issue, make_finding(issue, **values)


def places(
    found: tuple[Issue, Finding], *files: tuple[str, str]
) -> list[tuple[str, int, bool, str, str]]:
    issue, finding = found
    told, _ = join_sources((finding,), (issue,), tree(*files), PageElements())
    return [(p.file, p.line, p.sure, p.kind, p.hint) for p in told[0].source]


@pytest.mark.parametrize(
    ("rule", "component", "file", "wanted"),
    [
        (
            "security/cookie-secure",
            "sessionid",
            ("site/settings.py", f"{DJANGO}SESSION_COOKIE_SECURE = False\n"),
            ("site/settings.py", 2, True, "setting", "SESSION_COOKIE_SECURE = True"),
        ),
        (
            "security/cookie-http-only",
            "session",
            ("app.py", f'{FLASK}app.config["SESSION_COOKIE_HTTPONLY"] = False\n'),
            ("app.py", 3, True, "setting", 'app.config["SESSION_COOKIE_HTTPONLY"] = True'),
        ),
        (
            "security/cookie-secure",
            "connect.sid",
            ("server.js", f"{EXPRESS}app.use(session({{ cookie: {{ secure: false }} }}));\n"),
            ("server.js", 3, True, "setting", "secure: true"),
        ),
        (
            "security/server-version",
            "server",
            ("nginx.conf", "server {\n  server_tokens on;\n}\n"),
            ("nginx.conf", 2, True, "server", "server_tokens off;"),
        ),
        (
            "security/debug-page",
            "page",
            ("site/settings.py", f"{DJANGO}DEBUG = True\n"),
            ("site/settings.py", 2, True, "setting", 'DEBUG = os.environ.get("DEBUG") == "1"'),
        ),
    ],
)
def test_a_flag_that_is_off_is_the_place_with_the_line_to_write(
    rule: str, component: str, file: tuple[str, str], wanted: tuple[str, int, bool, str, str]
) -> None:
    assert places(pair(rule, component), file) == [wanted]


def test_a_value_that_the_browser_saw_is_the_line_that_sets_it() -> None:
    nginx = (
        "nginx.conf",
        'server {\n  add_header Strict-Transport-Security "max-age=60" always;\n}\n',
    )
    seen = pair(
        "security/hsts", "h", message_id="short", snippet="strict-transport-security: max-age=60"
    )

    assert [each[:3] for each in places(seen, nginx)] == [("nginx.conf", 2, True)]


def test_what_is_set_nowhere_would_stand_in_the_settings_of_the_framework() -> None:
    settings = ("site/settings.py", f"{DJANGO}DEBUG = False\n")
    headers = ("nginx.conf", "server {\n  listen 443 ssl;\n  add_header X-A b;\n}\n")
    missing = pair("security/clickjacking", "h")

    assert places(missing, settings) == [
        ("site/settings.py", 2, True, "setting", 'X_FRAME_OPTIONS = "SAMEORIGIN"')
    ]
    # A server's file could set it as well.
    assert [each[:3] for each in places(missing, settings, headers)] == [
        ("site/settings.py", 2, False)
    ]


def test_what_is_worked_out_when_the_site_runs_is_perhaps_the_place() -> None:
    computed = ("site/settings.py", f"{DJANGO}SESSION_COOKIE_SECURE = env('S')\n")

    assert [each[:3] for each in places(pair("security/cookie-secure", "sessionid"), computed)] == [
        ("site/settings.py", 2, False)
    ]


def test_other_cookies_files_for_development_and_tests_are_not_blamed() -> None:
    off = f"{DJANGO}SESSION_COOKIE_SECURE = False\n"

    assert places(pair("security/cookie-secure", "_ga"), ("site/settings.py", off)) == []
    assert places(pair("security/cookie-secure", "_ga"), ("server.js", EXPRESS)) == []
    assert places(pair("security/cookie-secure", "sessionid"), ("tests/settings.py", off)) == []
    assert places(pair("security/dns-caa", "example.gov"), ("site/settings.py", off)) == []


def test_a_preview_is_not_blamed_for_what_the_server_s_file_sets() -> None:
    server = ("nginx.conf", "server {\n  add_header X-Content-Type-Options nosniff always;\n}\n")
    sources = tree(server, ("site/settings.py", f"{DJANGO}SECURE_CONTENT_TYPE_NOSNIFF = False\n"))

    def joined(url: str) -> tuple[Issue, Finding]:
        issue, finding = pair("security/content-type-options", "h", url=url)
        findings, issues = join_sources((finding,), (issue,), sources, PageElements())
        return issues[0], findings[0]

    issue, finding = joined(PREVIEW)
    assert (finding.needs_review, finding.confidence) == (True, "tentative")
    assert [(p.file, p.line, p.kind) for p in finding.source] == [("nginx.conf", 2, "server")]
    assert issue.needs_review

    issue, finding = joined(SITE)
    assert not finding.needs_review
    assert not issue.needs_review
    # There the program's own setting is what turns it off.
    assert (finding.source[0].file, finding.source[0].line) == ("site/settings.py", 2)


def test_a_preview_is_blamed_for_what_nobody_sets() -> None:
    issue, finding = pair("security/content-type-options", "h", url=PREVIEW)

    findings, issues = join_sources(
        (finding,), (issue,), tree(("nginx.conf", "server {\n  listen 80;\n}\n")), PageElements()
    )

    assert not findings[0].needs_review
    assert not issues[0].needs_review


def test_setting_and_what_the_browser_saw_of_it_are_one_issue() -> None:
    sources = tree(("site/settings.py", f"{DJANGO}SESSION_COOKIE_SECURE = False\n"))
    seen, cookie = pair("security/cookie-secure", "sessionid")
    written, setting = pair("source/cookie-flags", "site/settings.py SESSION_COOKIE_SECURE")
    line = SettingIndex(sources).locations(cookie)
    setting = replace(setting, source=line)

    findings, issues = join_sources((cookie, setting), (seen, written), sources, PageElements())

    assert [each.id for each in issues] == [seen.id]
    assert issues[0].also == ("source/cookie-flags",)
    assert {each.issue for each in findings} == {seen.id}


WRITTEN = {
    "django": ("site/settings.py", DJANGO + "{}\n"),
    "flask": ("app.py", FLASK + "{}\n"),
    "express": ("server.js", EXPRESS + "{}\n"),
    "nginx": ("nginx.conf", "server {{\n  {}\n}}\n"),
    "apache": (".htaccess", "{}\n"),
    "headers-file": ("_headers", "/*\n  {}\n"),
}
FIELDS = (
    "security/hsts",
    "security/content-type-options",
    "security/clickjacking",
    "security/referrer-policy",
)


@pytest.mark.parametrize("framework", WRITTEN)
@pytest.mark.parametrize("rule", FIELDS)
def test_a_hint_that_is_written_down_sets_the_field(framework: str, rule: str) -> None:
    aim, field = decided_by(pair(rule, "h")[1])
    hint = hint_for(framework, aim, field)
    path, text = WRITTEN[framework]
    if framework == "flask":
        hint = f"@app.after_request\ndef add(response):\n    {hint}\n    return response"
    if framework == "express":
        hint = f"app.use((req, res, next) => {{ {hint} next(); }});"

    told = [
        setting
        for source in read_files([(path, text.format(hint))])
        for setting in source.facts.settings
        if (setting.aim, setting.subject) == (aim, field)
    ]

    assert [bool(setting.value) for setting in told] == [True], (hint, told)


@pytest.mark.parametrize("aim", ["cookie-secure", "cookie-http-only", "cookie-same-site"])
@pytest.mark.parametrize(("framework", "cookie"), [("django", "sessionid"), ("flask", "session")])
def test_a_hint_that_is_written_down_sets_the_flag(framework: str, cookie: str, aim: str) -> None:
    path, text = WRITTEN[framework]

    told = [
        (setting.aim, bool(setting.value), setting.known)
        for source in read_files([(path, text.format(hint_for(framework, aim, cookie)))])
        for setting in source.facts.settings
    ]

    assert told == [(aim, True, True)]
