# ruff: noqa: E501 - lines of settings
"""Settings of frameworks and servers: what is sure is told, what is decided elsewhere is not."""

from __future__ import annotations

import pytest

from civiscope.model.source import SourceSetting
from civiscope.source.read import read_files
from civiscope.source.walk import role_of

Told = tuple[str, str, object, bool]
"""Aim, subject, value, and whether it is known."""


def settings_of(path: str, text: str) -> list[SourceSetting]:
    return [setting for each in read_files([(path, text)]) for setting in each.facts.settings]


def told(path: str, text: str) -> list[Told]:
    return [(s.aim, s.subject, s.value, s.known) for s in settings_of(path, text)]


CASES: list[tuple[str, str, list[Told]]] = [
    (
        "site/settings.py",
        "INSTALLED_APPS = []\nDEBUG = False\nDEBUG = True\n",
        [("debug", "", True, True)],
    ),
    (
        "site/settings.py",
        "import os\nINSTALLED_APPS = []\nDEBUG = os.getenv('X') == '1'\n",
        [("debug", "", None, False)],
    ),
    (
        "site/settings.py",
        "INSTALLED_APPS = []\nDEBUG = True\nif x:\n    ALLOWED_HOSTS = ['*']\n",
        [("debug", "", True, True), ("hosts", "", ("*",), False)],
    ),
    (
        "site/settings.py",
        "INSTALLED_APPS = []\nDEBUG = True\nfrom .local import *\n",
        [("debug", "", True, False)],
    ),
    (
        "site/settings.py",
        "INSTALLED_APPS = []\nSECURE_HSTS_SECONDS = 60 * 60\n",
        [("header", "strict-transport-security", 3600, True)],
    ),
    (
        "app.py",
        "from flask import Flask\napp = Flask(__name__)\napp.config.update(SESSION_COOKIE_SECURE=False)\n",
        [("cookie-secure", "sessionid", False, True)],
    ),
    (
        "main.py",
        "from fastapi import FastAPI\napp.add_middleware(SessionMiddleware, secret_key=k, https_only=False)\n",
        [("cookie-secure", "session", False, True)],
    ),
    (
        "config/environments/production.rb",
        "Rails.application.configure do\n  config.force_ssl = false\nend\n",
        [("https-redirect", "", False, True)],
    ),
    (
        "config/session.php",
        "<?php\nreturn [\n  'secure' => env('S'),\n  'http_only' => false,\n];\n",
        [("cookie-http-only", "laravel_session", False, True)],
    ),
    (
        "server.js",
        'const session = require("express-session");\napp.use(session({ cookie: { secure: false, httpOnly: true } }));\n',
        [
            ("cookie-secure", "connect.sid", False, True),
            ("cookie-http-only", "connect.sid", True, True),
        ],
    ),
    (
        "src/main/resources/application.properties",
        "server.servlet.session.cookie.secure=false\n",
        [("cookie-secure", "JSESSIONID", False, True)],
    ),
    ("appsettings.json", '{\n  "AllowedHosts": "*"\n}\n', [("hosts", "", "*", True)]),
    ("wp-config.php", "<?php\ndefine( 'WP_DEBUG', true );\n", [("debug", "", True, True)]),
    (
        "sites/default/services.yml",
        "  session.storage.options:\n    cookie_secure: false\n",
        [("cookie-secure", "SESS", False, True)],
    ),
    (
        "nginx.conf",
        "server {\n  server_tokens on;\n  autoindex on;\n}\n",
        [("server-version", "", True, True), ("listing", "", True, True)],
    ),
    (".htaccess", "Options +Indexes\n", [("listing", "", True, True)]),
    (
        "web.config",
        '<configuration><system.web><httpCookies requireSSL="false" /></system.web></configuration>',
        [("cookie-secure", "", False, True)],
    ),
    ("_headers", "/*\n  X-Frame-Options: DENY\n", [("header", "x-frame-options", "DENY", True)]),
    (
        "netlify.toml",
        '[[headers]]\n  for = "/*"\n  [headers.values]\n    X-Frame-Options = "DENY"\n',
        [("header", "x-frame-options", "DENY", True)],
    ),
    (
        "staticwebapp.config.json",
        '{"globalHeaders": {"X-Frame-Options": "DENY"}}',
        [("header", "x-frame-options", "DENY", True)],
    ),
]


@pytest.mark.parametrize(("path", "text", "wanted"), CASES, ids=lambda value: str(value)[:40])
def test_each_framework_is_read(path: str, text: str, wanted: list[Told]) -> None:
    assert told(path, text) == wanted


def test_settings_in_several_files_are_sure_only_in_that_of_production() -> None:
    files = [
        ("site/settings/base.py", "INSTALLED_APPS = []\nDEBUG = True\n"),
        ("site/settings/production.py", "from .base import *\nDEBUG = False\n"),
    ]

    known = {e.path: [s.known for s in e.facts.settings] for e in read_files(files)}

    assert known == {"site/settings/base.py": [False], "site/settings/production.py": [True]}


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("site/settings.py", "production"),
        ("site/settings_dev.py", "development"),
        ("site/settings/local.py", "development"),
        ("tests/settings.py", "test"),
        ("example_project/settings.py", "test"),
        ("config/environments/production.rb", "production"),
        ("config/environments/development.rb", "development"),
    ],
)
def test_place_and_name_say_what_a_file_is_for(path: str, role: str) -> None:
    assert role_of(path) == role


def test_nginx_block_that_sets_a_field_loses_those_around_it() -> None:
    text = """server {
  listen 443 ssl;
  add_header X-Frame-Options DENY always;
  add_header Referrer-Policy same-origin;
  location /a { add_header X-A b; }
  location /b { root /x; }
}
"""

    lost = [(s.line, s.value) for s in settings_of("nginx.conf", text) if s.aim == "headers-lost"]
    quiet = [s.subject for s in settings_of("nginx.conf", text) if s.aim == "header-not-always"]

    assert lost == [(5, ("x-frame-options", "referrer-policy"))]
    assert quiet == ["referrer-policy"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("nginx.conf", "server {\n listen 80;\n"),
        ("site/settings.py", "DEBUG = = True\n"),
        ("netlify.toml", "[[headers\n"),
        ("web.config", "<configuration>"),
        ("package.json", "{"),
    ],
)
def test_syntax_that_no_parser_takes_is_told(path: str, text: str) -> None:
    (source,) = read_files([(path, text)])

    assert source.error.endswith(".")
    assert source.facts.settings == ()


def test_secrets_do_not_stand_in_what_is_shown() -> None:
    text = "INSTALLED_APPS = []\nDEBUG = True; SECRET_KEY = 'k3y-with-many-letters'\n"

    (setting,) = settings_of("site/settings.py", text)

    assert "k3y" not in setting.snippet
