"""Bring together the libraries of a page, as lists of known holes know them."""

from __future__ import annotations

from collections.abc import Collection

from civiscope.detectors.libraries import Recognised, find_libraries
from civiscope.lists import Lists
from civiscope.model import EvidenceMissing, Missing, Page
from civiscope.web.urls import is_web_url


def on_page(page: Page, lists: Lists) -> tuple[Recognised, ...]:
    """Return the libraries of *page*; EvidenceMissing when none shows and scripts were not read."""
    code = page.evidence.code
    files = () if isinstance(code, Missing) else code.files
    running = () if isinstance(code, Missing) else code.running
    read = {file.url for file in files}
    urls = dict.fromkeys(
        request.final_url
        for request in page.requests
        if request.type == "script" and is_web_url(request.url) and not request.failed
    )
    unread = [url for url in urls if url not in read]
    found: tuple[Recognised, ...] = ()
    if files or unread or running:
        found = find_libraries(files, unread, running, lists.libraries[0])
    # Addresses name few libraries; without files and the running page nothing is known.
    if not found and isinstance(code, Missing):
        raise EvidenceMissing(code)
    return found


def list_names(names: Collection[str], lists: Lists) -> str:
    """Return what lists are called, with the day of each, as a phrase."""
    _, known = lists.libraries
    return ", ".join(
        f"{known[name].title} ({known[name].dated or 'no date'})" for name in sorted(names)
    )
