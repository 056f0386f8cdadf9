"""The sites of a history: their addresses, owners and tags."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, or_, select, update

from civiscope.suggestions import unknown
from civiscope.web.urls import canonical_url, host_of, is_web_url
from civiscope_watch.store.errors import HistoryError
from civiscope_watch.store.rollup import leave_sums, regrouping
from civiscope_watch.store.schema import site, site_tag, target
from civiscope_watch.store.site_now import add_site_now

MAX_TAG_LENGTH = 100
MAX_NAME_LENGTH = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchedSite:
    """A site that is watched."""

    id: int
    url: str
    name: str
    owner: str = ""
    tags: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    """What its scans begin with; its address, when there is nothing else."""
    enabled: bool = True
    settings: Mapping[str, Any] = field(default_factory=dict[str, Any])


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSite:
    """A site as it is registered."""

    url: str
    name: str = ""
    owner: str = ""
    tags: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()

    def check(self) -> NewSite:
        """Return it with a tidy address, a name and sorted tags.

        Raises HistoryError for what cannot be the address of a site.
        """
        url = tidy_address(self.url)
        for tag in self.tags:
            check_tag(tag)
        return NewSite(
            url=url,
            name=" ".join(self.name.split())[:MAX_NAME_LENGTH] or host_of(url),
            owner=" ".join(self.owner.split())[:MAX_NAME_LENGTH],
            tags=tuple(sorted(set(self.tags))),
            targets=tuple(self.targets) or (url,),
        )


def tidy_address(text: str) -> str:
    """Return the address of a site; `https://` is meant where no scheme is named.

    Raises HistoryError.
    """
    text = text.strip()
    url = text if "://" in text else f"https://{text}"
    if not text or any(each.isspace() for each in text) or not is_web_url(url):
        raise HistoryError(
            f"{text[:200]!r} is not the address of a site. Write https://www.example.org/."
        )
    host = host_of(url)
    if not host or not ("." in host or ":" in host or host == "localhost"):
        raise HistoryError(f"{text[:200]!r} names no host. Write https://www.example.org/.")
    return canonical_url(url)


def check_tag(tag: str) -> str:
    """Return *tag*. Raises HistoryError for one that could not be named on a command line."""
    if not tag or tag != tag.strip() or len(tag) > MAX_TAG_LENGTH or "," in tag:
        raise HistoryError(
            f"{tag[:MAX_TAG_LENGTH]!r} is not a tag. A tag is a short text without commas."
        )
    return tag


def add_site(connection: Connection, new: NewSite) -> tuple[int, bool]:
    """Register a site, or bring what is known of it up to date; say its id and whether it is new.

    Empty fields of one that is known leave what is there. Raises HistoryError.
    """
    new = new.check()
    known = connection.execute(select(site.c.id).where(site.c.url == new.url)).scalar()
    if known is None:
        values = {"url": new.url, "name": new.name, "owner": new.owner, "host": host_of(new.url)}
        made = connection.execute(
            insert(site)
            .values(**values, enabled=True, settings={}, created=datetime.now(UTC))
            .returning(site.c.id)
        ).scalar_one()
        add_site_now(connection, made)
        _set_targets(connection, made, new.targets)
        add_tags(connection, made, new.tags)
        return made, True
    changes = {"owner": new.owner} if new.owner else {}
    if new.name != host_of(new.url):
        changes["name"] = new.name
    if changes:
        with regrouping(connection, known):
            connection.execute(update(site).where(site.c.id == known).values(**changes))
    if new.targets != (new.url,):
        _set_targets(connection, known, new.targets)
    add_tags(connection, known, new.tags)
    return known, False


def add_tags(connection: Connection, number: int, tags: Iterable[str]) -> None:
    """Give the site *number* *tags*, beside those that it has. Raises HistoryError."""
    have = set(
        connection.execute(select(site_tag.c.tag).where(site_tag.c.site == number)).scalars()
    )
    wanted = sorted({check_tag(tag) for tag in tags} - have)
    if wanted:
        with regrouping(connection, number):
            connection.execute(insert(site_tag), [{"site": number, "tag": tag} for tag in wanted])


def remove_tags(connection: Connection, number: int, tags: Collection[str]) -> None:
    """Take *tags* from the site *number*."""
    with regrouping(connection, number):
        connection.execute(
            delete(site_tag).where(site_tag.c.site == number, site_tag.c.tag.in_(list(tags)))
        )


def change_settings(
    connection: Connection, number: int, changes: Mapping[str, Any], enabled: bool | None = None
) -> None:
    """Set what differs for a site's scans; what is None in *changes* is taken away."""
    have = connection.execute(select(site.c.settings).where(site.c.id == number)).scalar_one()
    settings = {name: each for name, each in {**have, **changes}.items() if each is not None}
    values: dict[str, Any] = {"settings": settings}
    if enabled is not None:
        values["enabled"] = enabled
    connection.execute(update(site).where(site.c.id == number).values(**values))


def remove_site(connection: Connection, number: int) -> None:
    """Forget a site, with its runs, figures and issues."""
    leave_sums(connection, number)
    connection.execute(delete(site).where(site.c.id == number))


def find_sites(
    connection: Connection, *, tags: Sequence[str] = (), owner: str = "", text: str = ""
) -> list[WatchedSite]:
    """Return the sites that have all of *tags*, that *owner*, and *text* in address or name."""
    query = select(site).order_by(site.c.url)
    for tag in tags:
        query = query.where(site.c.id.in_(select(site_tag.c.site).where(site_tag.c.tag == tag)))
    if owner:
        query = query.where(site.c.owner == owner)
    if text:
        query = query.where(
            or_(
                func.lower(site.c.url).contains(text.lower(), autoescape=True),
                func.lower(site.c.name).contains(text.lower(), autoescape=True),
            )
        )
    return _with_parts(connection, connection.execute(query).mappings().all())


def find_site(connection: Connection, word: str) -> WatchedSite:
    """Return the site with the address, host, name or number *word*. Raises HistoryError."""
    rows = connection.execute(select(site).where(_named(word))).mappings().all()
    if len(rows) == 1:
        return _with_parts(connection, rows)[0]
    if rows:
        found = ", ".join(row["url"] for row in rows[:5])
        raise HistoryError(f"{word!r} names {len(rows)} sites ({found}); write the address of one.")
    names = list(connection.execute(select(site.c.url).order_by(site.c.url)).scalars())
    raise unknown("site", word, names, "civiscope watch sites list")


def read_site(connection: Connection, number: int) -> WatchedSite | None:
    """Return the site *number*; None when there is none."""
    rows = connection.execute(select(site).where(site.c.id == number)).mappings().all()
    return _with_parts(connection, rows)[0] if rows else None


def _named(word: str) -> Any:  # noqa: ANN401 - an expression of SQLAlchemy
    if word.isdecimal() and len(word) < 18:
        return site.c.id == int(word)
    options = [site.c.url == word, site.c.name == word, site.c.host == word.lower()]
    with contextlib.suppress(HistoryError):
        options.append(site.c.url == tidy_address(word))
    return or_(*options)


def _set_targets(connection: Connection, number: int, urls: Sequence[str]) -> None:
    connection.execute(delete(target).where(target.c.site == number))
    rows = [{"site": number, "number": n, "url": url} for n, url in enumerate(urls)]
    connection.execute(insert(target), rows)


def _with_parts(connection: Connection, rows: Sequence[Any]) -> list[WatchedSite]:
    """Return *rows* with tags and targets, by two questions however many there are."""
    if not rows:
        return []
    wanted = {row["id"] for row in rows}
    tags: defaultdict[int, list[str]] = defaultdict(list)
    targets: defaultdict[int, list[str]] = defaultdict(list)
    # All are read where many are wanted: a list of a thousand numbers is no better.
    few = len(wanted) <= 100
    asked = select(site_tag).order_by(site_tag.c.tag)
    for row in connection.execute(asked.where(site_tag.c.site.in_(wanted)) if few else asked):
        tags[row.site].append(row.tag)
    begun = select(target).order_by(target.c.number)
    for row in connection.execute(begun.where(target.c.site.in_(wanted)) if few else begun):
        targets[row.site].append(row.url)
    return [
        WatchedSite(
            id=row["id"],
            url=row["url"],
            name=row["name"],
            owner=row["owner"],
            tags=tuple(tags[row["id"]]),
            targets=tuple(targets[row["id"]]),
            enabled=row["enabled"],
            settings=row["settings"],
        )
        for row in rows
    ]
