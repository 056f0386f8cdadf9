"""Keep one comment on a pull request up to date, and touch it only when something has changed.

The API is GitHub's. The comment is found again by a mark in it, which also holds a digest of what
it says; a new commit that changes nothing leaves it, and those who follow the pull request, alone.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal, cast

import httpx

from civiscope.errors import InconclusiveError, UsageError
from civiscope.model.fingerprints import fingerprint

SUMMARY = "summary.md"
_MARK = "<!-- civiscope:"
_DIGEST = re.compile(rf"{_MARK}([0-9a-f]{{16}}) -->")
_REPOSITORY = re.compile(r"[\w.-]+/[\w.-]+")
_MAX_PAGES = 20
"""Pages of comments, a hundred each, that are looked through."""
_MAX_CHARACTERS = 65_000
"""GitHub takes 65,536 characters."""

Done = Literal["written", "changed", "unchanged"]


@dataclass(frozen=True, slots=True)
class CommentTarget:
    """Where comments go, and who writes them."""

    api: str
    repository: str
    token: str

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> CommentTarget:
        """Read what a runner says. Raises UsageError for what is missing."""
        token = environment.get("CIVISCOPE_TOKEN") or environment.get("GITHUB_TOKEN", "")
        repository = environment.get("GITHUB_REPOSITORY", "")
        if not token or not _REPOSITORY.fullmatch(repository):
            raise UsageError(
                "A comment needs CIVISCOPE_TOKEN (or GITHUB_TOKEN) and GITHUB_REPOSITORY, as "
                "runners set it: owner/name."
            )
        api = environment.get("GITHUB_API_URL", "https://api.github.com").rstrip("/")
        return cls(api, repository, token)


def run_address(environment: Mapping[str, str]) -> str:
    """Return where the run with the reports is to be seen; empty when nobody says so.

    A run that comments for another one, names that in CIVISCOPE_RUN.
    """
    run = environment.get("CIVISCOPE_RUN") or environment.get("GITHUB_RUN_ID", "")
    server = environment.get("GITHUB_SERVER_URL", "").rstrip("/")
    repository = environment.get("GITHUB_REPOSITORY", "")
    known = re.fullmatch(r"\d{1,20}", run) and re.fullmatch(r"https?://[\w.:-]+", server)
    if not known or not _REPOSITORY.fullmatch(repository):
        return ""
    return f"{server}/{repository}/actions/runs/{run}"


def body(folder: Path, run: str = "") -> str:
    """Return the comment for the results in *folder*: a mark, then the summary in Markdown.

    *run* is the address of the run that keeps the reports.
    """
    gate = _read_gate(folder / "gate.json")
    try:
        summary = (folder / SUMMARY).read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(
            f"{folder / SUMMARY} cannot be read; write it with `civiscope report --format "
            "markdown`."
        ) from error
    more = f"\n[The report, and all that was written]({run}#artifacts)\n" if run else ""
    text = f"{_MARK}{_digest(gate)} -->\n{summary}"
    return text[: _MAX_CHARACTERS - len(more)] + more


def publish(
    text: str, place: CommentTarget, *, number: int | None = None, commit: str = ""
) -> Done:
    """Put *text* on the pull request *number*, or on the open one whose head is *commit*.

    Raises InconclusiveError when the API does not answer as it should.
    """
    headers = {
        "Authorization": f"Bearer {place.token}",
        "Accept": "application/vnd.github+json",
        "X-GitHub-Api-Version": "2022-11-28",
    }
    base = f"{place.api}/repos/{place.repository}"
    with httpx.Client(headers=headers, timeout=30) as client:
        if number is None:
            number = _number_of(client, base, commit)
        standing = _standing(client, f"{base}/issues/{number}/comments")
        if standing is None:
            _ask(client, "POST", f"{base}/issues/{number}/comments", {"body": text})
            return "written"
        comment, old = standing
        if _digest_of(old) == _digest_of(text):
            return "unchanged"
        _ask(client, "PATCH", f"{base}/issues/comments/{comment}", {"body": text})
        return "changed"


def _read_gate(path: Path) -> dict[str, Any]:
    try:
        data: object = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise UsageError(f"There is no {path}; audit first, or name the output folder.") from None
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be read; audit again.") from error
    if not isinstance(data, dict) or "status" not in data:
        raise UsageError(f"{path} is JSON but no gate file; audit again.")
    return cast("dict[str, Any]", data)


def _digest(gate: Mapping[str, Any]) -> str:
    """Return what stands for the decision; days and addresses are no part of it."""
    states = sorted(
        f"{each.get('fingerprint')} {each.get('state')} {each.get('severity')}"
        for each in gate.get("issues", ())
    )
    checks = [f"{each.get('name')} {each.get('verdict')}" for each in gate.get("checks", ())]
    return fingerprint(str(gate["status"]), *checks, *states)


def _digest_of(text: str) -> str:
    found = _DIGEST.match(text)
    return found[1] if found else ""


def _number_of(client: httpx.Client, base: str, commit: str) -> int:
    if not re.fullmatch(r"[0-9a-f]{40}", commit):
        raise UsageError(f"{commit[:60]!r} is not a commit; give all 40 digits of its hash.")
    for pull in _ask_list(client, f"{base}/commits/{commit}/pulls"):
        if pull.get("state") == "open" and pull.get("head", {}).get("sha") == commit:
            return int(pull["number"])
    raise InconclusiveError(f"No open pull request has the head {commit}; there is none to tell.")


def _standing(client: httpx.Client, address: str) -> tuple[int, str] | None:
    """Return id and text of our comment, when there is one."""
    for page in range(1, _MAX_PAGES + 1):
        comments = _ask_list(client, f"{address}?per_page=100&page={page}")
        for comment in comments:
            text = str(comment.get("body") or "")
            # Anybody can write our mark; bots are not anybody.
            if _digest_of(text) and comment.get("user", {}).get("type") == "Bot":
                return int(comment["id"]), text
        if len(comments) < 100:
            return None
    return None


def _ask_list(client: httpx.Client, address: str) -> list[dict[str, Any]]:
    found = _ask(client, "GET", address)
    return cast("list[dict[str, Any]]", found) if isinstance(found, list) else []


def _ask(
    client: httpx.Client, method: str, address: str, data: dict[str, str] | None = None
) -> Any:  # noqa: ANN401 - JSON
    try:
        answer = client.request(method, address, json=data)
        answer.raise_for_status()
        return answer.json()
    except httpx.HTTPStatusError as error:
        status = error.response.status_code
        hint = " The token may lack the permission pull-requests: write." if status == 403 else ""
        raise InconclusiveError(
            f"The comment was not written: {address} answered {status}.{hint}"
        ) from None
    except (httpx.HTTPError, ValueError) as error:
        raise InconclusiveError(f"The comment was not written: {error}.") from error
