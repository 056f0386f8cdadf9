"""The demo's service behind a login: sign in, details, a letter, check, done."""

from __future__ import annotations

import re
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from civiscope.demo.messages import Answer, Ask
from civiscope.demo.pages import PageSpec
from civiscope.journeys.values import OneTimeCodes

USER = "resident@larkmere.example"
PASSWORD = "correct horse 29"  # noqa: S105 # nosec B105 - of a made-up person, for everybody to try
SEED = "JBSWY3DPEHPK3PXPJBSWY3DP"
"""Of the one-time codes, as an app would be given it."""
ENVIRONMENT = {"LARKMERE_USER": USER, "LARKMERE_PASSWORD": PASSWORD, "LARKMERE_CODE": SEED}
"""What the demo's journey takes from the environment."""
JOURNEY = Path(__file__).parent / "journeys" / "parking-permit.toml"
"""The journey through the service that travels with the demo."""
TERMS = ("One month", "One year")
COOKIE = "permit_session"
MAX_SESSIONS = 500
_PLATE = re.compile(r"[A-Z]{2}[0-9]{2} [A-Z]{3}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
LABELS = {
    "user": "E-mail address",
    "password": "Password",  # nosec B105 # a label
    "code": "Code",
    "name": "Full name",
    "email": "E-mail address",
    "plate": "Number plate",
    "term": "How long",
    "letter": "Letter with your address",
    "notify": "E-mail address",
}
_TITLES = {
    "sign-in": ("sign_in", "Sign in to apply for a parking permit"),
    "code": ("code", "Type the code of your app"),
    "": ("start", "Apply for a parking permit"),
    "details": ("details", "Your details"),
    "evidence": ("evidence", "Show where you live"),
    "check": ("check", "Check your answers"),
    "done": ("done", "Application sent"),
}

ShowPage = Callable[[Ask, PageSpec, Mapping[str, object]], Answer]
Redirect = Callable[[str, str], Answer]
"""Leads on to an address, setting a cookie when there is one."""


@dataclass(slots=True)
class _Session:
    password_given: bool = False
    signed_in: bool = False
    answers: dict[str, str] = field(default_factory=dict[str, str])


class PermitService:
    """The application for a parking permit, for any number of people at a time."""

    def __init__(self, show: ShowPage, redirect: Redirect) -> None:
        self._show = show
        self._redirect = redirect
        self._sessions: dict[str, _Session] = {}
        self._lock = Lock()

    def answer(self, ask: Ask) -> Answer | None:
        """Return the response to what belongs to the service; None for anything else."""
        begin, _, rest = ask.path.removeprefix("/").partition("/")
        name = rest.removesuffix("/")
        if begin != "permits" or not ask.path.endswith("/"):
            return None
        if name not in _TITLES and name != "sign-out":
            return None
        with self._lock:
            return self._answer(ask, name)

    def _answer(self, ask: Ask, name: str) -> Answer:
        session = self._sessions.get(ask.cookies.get(COOKIE, ""), _Session())
        if name == "sign-out":
            self._sessions.pop(ask.cookies.get(COOKIE, ""), None)
            return self._redirect("/permits/sign-in/", "")
        if ask.method == "POST" and name in {"sign-in", "code"}:
            return self._sign_in(ask, name, session)
        if name not in {"sign-in", "code"} and not session.signed_in:
            return self._redirect("/permits/sign-in/", "")
        if ask.method == "POST":
            return self._take(ask, name, session)
        return self._page(ask, name, session, {})

    def _sign_in(self, ask: Ask, name: str, session: _Session) -> Answer:
        if name == "code":
            given = ask.form.get("code", "")
            codes = OneTimeCodes(SEED)
            now = time.time()
            known = {codes.code(now - 30), codes.code(now), codes.code(now + 30)}
            if not session.password_given or given not in known:
                wrong = "Type the six digits that your app shows now."
                return self._page(ask, name, session, {"code": wrong})
            session.signed_in = True
            return self._redirect("/permits/", "")
        if (ask.form.get("user"), ask.form.get("password")) != (USER, PASSWORD):
            wrong = "Type the e-mail address and the password that you registered with."
            return self._page(ask, name, session, {"user": wrong})
        if len(self._sessions) >= MAX_SESSIONS:
            self._sessions.clear()
        made = secrets.token_hex(16)
        self._sessions[made] = _Session(password_given=True)
        kept = f"{COOKIE}={made}; Path=/permits/; HttpOnly; SameSite=Lax"
        return self._redirect("/permits/code/", kept)

    def _take(self, ask: Ask, name: str, session: _Session) -> Answer:
        session.answers |= {key: text for key, text in ask.form.items() if key in LABELS}
        checks = {"details": _problems_of_details, "evidence": _problems_of_evidence}
        problems = checks[name](ask.form) if name in checks else {}
        if problems:
            return self._page(ask, name, session, problems)
        following = {"details": "evidence", "evidence": "check", "check": "done"}
        return self._redirect(f"/permits/{following.get(name, '')}/".replace("//", "/"), "")

    def _page(self, ask: Ask, name: str, session: _Session, problems: Mapping[str, str]) -> Answer:
        template, title = _TITLES[name]
        said = f"Error: {title}" if problems else title
        context: dict[str, object] = {
            "title": said,
            "signed_in": session.signed_in,
            "problems": problems,
            "answers": {**dict.fromkeys(LABELS, ""), **session.answers},
            "labels": LABELS,
            "terms": TERMS,
        }
        return self._show(ask, PageSpec(f"main/permits/{template}.html", said), context)


def _problems_of_details(form: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if not form.get("name", "").strip():
        found["name"] = "Type your name, as on your letter."
    if not _EMAIL.fullmatch(form.get("email", "")):
        found["email"] = "Type an e-mail address, such as ann@example.org."
    if not form.get("plate", "").strip():
        found["plate"] = "Type the number plate of your car."
    elif not _PLATE.fullmatch(form["plate"]):
        # Planted: what would be right is not said.
        found["plate"] = "Invalid."
    return found


def _problems_of_evidence(form: Mapping[str, str]) -> dict[str, str]:
    found: dict[str, str] = {}
    if not form.get("letter"):
        found["letter"] = "Choose the file with your letter."
    if not _EMAIL.fullmatch(form.get("notify", "")):
        found["notify"] = "Type an e-mail address, such as ann@example.org."
    return found
