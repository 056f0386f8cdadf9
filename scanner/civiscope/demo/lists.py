"""What the pages that list things show: news by page, search results, filters, months."""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from civiscope.demo.messages import Ask
from civiscope.demo.pages import PageSpec

Context = dict[str, Any]
Lister = Callable[[Ask, Mapping[str, PageSpec], "Content"], Context | None]
Content = Mapping[str, Any]

NEWS_PER_PAGE = 3
FIRST_MONTH = (2030, 5)
"""What the events page shows unasked. The demo knows no today: its bytes never change."""
LAST_YEAR = 9998


def news(ask: Ask, pages: Mapping[str, PageSpec], content: Content) -> Context | None:
    """Return one page of the news list, None when there is no such page."""
    articles = [(path, page) for path, page in pages.items() if page.date]
    last = -(-len(articles) // NEWS_PER_PAGE)
    asked = ask.query.get("page", "1")
    if not re.fullmatch(r"\d{1,4}", asked) or not 1 <= int(asked) <= last:
        return None
    number = int(asked)
    start = (number - 1) * NEWS_PER_PAGE
    return {
        "articles": articles[start : start + NEWS_PER_PAGE],
        "number": number,
        "last": last,
        "title": "News" if number == 1 else f"News, page {number} of {last}",
        "canonical": "/news/" if number == 1 else f"/news/?page={number}",
    }


def search(ask: Ask, pages: Mapping[str, PageSpec], content: Content) -> Context:
    """Return the pages whose title or summary holds every word that was searched for."""
    asked = " ".join(ask.query.get("q", "").split())
    if not asked:
        return {"asked": "", "found": []}
    words = asked.casefold().split()
    found = [
        (path, page)
        for path, page in pages.items()
        if page.summary and all(w in f"{page.title} {page.summary}".casefold() for w in words)
    ]
    return {
        "asked": asked,
        "found": found,
        "title": f"Search results for {asked}",
        "canonical": f"/search/?{urlencode({'q': asked})}",
    }


def planning(ask: Ask, pages: Mapping[str, PageSpec], content: Content) -> Context:
    """Return the applications that pass the filters. Every combination has its own address."""
    filters: dict[str, Sequence[str]] = {
        "sort": ("newest", "oldest", "street"),
        "status": ("open", "granted", "refused"),
        "ward": ("Northgate", "Millside", "Heath"),
    }
    chosen = {name: v for name in filters if (v := ask.query.get(name, "")) in filters[name]}
    rows: list[dict[str, Any]] = [
        row
        for row in content["applications"]
        if all(row[name] == chosen[name] for name in ("status", "ward") if name in chosen)
    ]
    by = "street" if chosen.get("sort") == "street" else "number"
    rows.sort(key=lambda row: str(row[by]), reverse=chosen.get("sort", "newest") == "newest")
    said = ", ".join(f"{name} {value}" for name, value in chosen.items())
    return {
        "rows": rows,
        "chosen": chosen,
        "filters": {
            name: [(value, _address("/planning/", {**chosen, name: value})) for value in values]
            for name, values in filters.items()
        },
        "title": f"Planning applications: {said}" if said else "Planning applications",
        "canonical": _address("/planning/", chosen),
    }


def events(ask: Ask, pages: Mapping[str, PageSpec], content: Content) -> Context | None:
    """Return one month of the events calendar. There is always a next month: a crawler's trap."""
    asked = ask.query.get("month", "")
    year, month = FIRST_MONTH
    if asked:
        if not re.fullmatch(r"\d{4}-(0[1-9]|1[0-2])", asked):
            return None
        year, month = int(asked[:4]), int(asked[5:])
        if not 1 < year <= LAST_YEAR:
            return None
    name = f"{calendar.month_name[month]} {year}"
    return {
        "name": name,
        "days": _days(year, month, content["events"]),
        "previous": _month(year, month - 1),
        "next": _month(year, month + 1),
        "title": f"Events in {name}" if (year, month) != FIRST_MONTH else "Events",
        "canonical": _month(year, month)[1],
    }


def _days(year: int, month: int, weekly: Mapping[int, str]) -> list[tuple[str, str]]:
    """Each weekday of *weekly* brings its event every week."""
    length = calendar.monthrange(year, month)[1]
    found: list[tuple[str, str]] = []
    for day in range(1, length + 1):
        weekday = calendar.weekday(year, month, day)
        if weekday in weekly:
            found.append((f"{calendar.day_name[weekday]} {day}", weekly[weekday]))
    return found


def _month(year: int, month: int) -> tuple[str, str]:
    """Return the name and the address of a month; month 0 and 13 are the years beside."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    address = f"/events/?month={year:04d}-{month:02d}"
    if (year, month) == FIRST_MONTH:
        address = "/events/"
    return f"{calendar.month_name[month]} {year}", address


def _address(path: str, query: Mapping[str, str]) -> str:
    return f"{path}?{urlencode(query)}" if query else path


LISTERS: Mapping[str, Lister] = {
    "/news/": news,
    "/search/": search,
    "/planning/": planning,
    "/events/": events,
}
"""Pages whose content depends on what was asked, by path."""
