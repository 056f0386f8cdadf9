"""Judge where forms send what is typed into them. Why is told in form_target.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.script_results import place_of
from civiscope.web.urls import host_of, is_web_url, origin_of, redact_url, registrable_domain


def check(page: Page) -> Iterator[Outcome]:
    """Apply to forms for passwords and personal data, and to all forms of encrypted pages."""
    for response in page.script_results("security/form-target"):
        yield from _judge(page, response)


def _judge(page: Page, response: Mapping[str, Any]) -> Iterator[Outcome]:
    page_url = page.final_url
    action = str(response.get("action", ""))
    fields = [str(each) for each in response.get("fields", ())]
    password = bool(response.get("password"))
    place = replace(place_of(response), url=redact_url(action))
    if password and response.get("method") == "get" and not response.get("scripted"):
        yield failed(place, "address")
        return
    if not is_web_url(action) or not (fields or page_url.startswith("https://")):
        return
    where = _plain_parts(page_url, action)
    told = ", ".join(fields) or "what is typed"
    if where and password:
        yield failed(place, "password", where=where)
    elif where and page_url.startswith("https://"):
        yield failed(place, "mixed", origin=origin_of(action))
    elif where:
        yield failed(place, "personal", where=where, fields=told)
    elif fields and registrable_domain(host_of(action)) not in page.own_domains:
        yield cannot_tell(place, "elsewhere", origin=origin_of(action), fields=told)
    else:
        yield passed(place)


def _plain_parts(page_url: str, action: str) -> str:
    """Return what is not encrypted, as a phrase; empty when both page and target are."""
    # A page that came unencrypted may have been changed on the way, its form with it.
    if _is_plain(page_url):
        return f"the page itself came from {origin_of(page_url)}"
    return f"it is sent to {origin_of(action)}" if _is_plain(action) else ""


def _is_plain(url: str) -> bool:
    host = host_of(url)
    # What stays on this machine crosses no network.
    local = host == "localhost" or host.endswith(".localhost") or host.startswith("127.")
    return urlsplit(url).scheme == "http" and not local and host not in {"[::1]", "::1"}
