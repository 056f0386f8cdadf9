"""DNS records, each once however many hosts share it."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Place, Site
from civiscope.model.transport import Record
from civiscope_rules.shared.hosts.seen import Unknown, place_of

_MARKS = ("_dmarc.", "_mta-sts.", "_smtp._tls.")


def records(site: Site, kind: str, unknown: Unknown) -> Iterator[tuple[str, Record, Place]]:
    """Yield name, record and place; what could not be asked is noted instead.

    Nothing comes when DNS was not asked at all.
    """
    done: set[str] = set()
    for host in site.hosts:
        record = host.record(kind)
        if record is None or record.name in done:
            continue
        done.add(record.name)
        name = plain_name(record.name)
        place = place_of(site, host)
        if record.error:
            unknown.note(host, record.error)
        else:
            yield (
                name,
                record,
                Place(f"{name} {kind}", url=place.url, snippet=_format_record(record)),
            )


def takes_mail(site: Site, domain: str, unknown: Unknown) -> bool:
    """Say whether a domain takes mail: it has an MX record, and not the one that means no."""
    for host in site.hosts:
        record = host.record("MX")
        if record is not None and record.name == domain:
            if record.error:
                unknown.note(host, record.error)
            return any(not value.endswith(" .") for value in record.values)
    return False


def tags(value: str) -> dict[str, str]:
    """Return the `name=value` parts of a record, names in lower case; the first of each counts."""
    found: dict[str, str] = {}
    for part in value.split(";"):
        name, equals, content = part.partition("=")
        if equals:
            found.setdefault(name.strip().lower(), content.strip())
    return found


def plain_name(name: str) -> str:
    """Return the domain that a record below `_dmarc` and the like is about."""
    for mark in _MARKS:
        name = name.removeprefix(mark)
    return name


def _format_record(record: Record) -> str:
    return "\n".join(record.values[:3])
