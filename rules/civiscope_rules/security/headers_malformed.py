"""Find fields that browsers throw away for a mistake. Why is told in headers_malformed.md."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from civiscope.headers import Malformed, field_name, own_responses, printable, printable_field
from civiscope.headers.clear_site_data import parse_clear_site_data
from civiscope.headers.embedder_policy import parse_embedder_policy
from civiscope.headers.hsts import Hsts, parse_hsts
from civiscope.headers.integrity_policy import IntegrityPolicy, parse_integrity_policy
from civiscope.headers.opener_policy import parse_opener_policy
from civiscope.headers.reporting import parse_report_to, parse_reporting_endpoints
from civiscope.headers.resource_policy import parse_resource_policy
from civiscope.model import Outcome, Page, Place, failed, passed

_CUT = "…"


def check(page: Page) -> Iterator[Outcome]:
    """Apply to every response of the site that sends one of the fields."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for response in own_responses(page):
        # Most responses send none of them.
        sent = {name for name, _ in response.headers.fields}
        for name in [name for name in _READERS if name in sent]:
            values = response.headers.all(name)
            # Evidence keeps the first thousands of characters of a field; a cut one tells nothing.
            if (name, values) in seen or values[-1].endswith(_CUT):
                continue
            seen.add((name, values))
            snippet = printable_field(name, ", ".join(values))
            place = Place(name, url=response.url, snippet=snippet)
            reason = _READERS[name](values, response.url)
            repeated = _repeated_reason(name, values)
            if repeated:
                yield failed(place, "repeated", name=field_name(name), what=repeated)
            elif reason:
                yield failed(place, "ignored", name=field_name(name), reason=reason)
            else:
                yield passed(place)


def _integrity(values: tuple[str, ...], _url: str) -> str:
    found = parse_integrity_policy(values)
    return "; ".join(found.ignored[:3]) if isinstance(found, IntegrityPolicy) else _reason(found)


def _hsts(_values: tuple[str, ...], _url: str) -> str:
    # What browsers throw away as a whole, security/hsts tells.
    return ""


def _repeated_reason(name: str, values: tuple[str, ...]) -> str:
    found = parse_hsts(values) if name == "strict-transport-security" else None
    return ", ".join(found.repeated) if isinstance(found, Hsts) else ""


def _opener(values: tuple[str, ...], _url: str) -> str:
    return _reason(parse_opener_policy(values))


def _embedder(values: tuple[str, ...], _url: str) -> str:
    return _reason(parse_embedder_policy(values))


def _resource(values: tuple[str, ...], _url: str) -> str:
    return _reason(parse_resource_policy(values))


def _endpoints(values: tuple[str, ...], url: str) -> str:
    found = parse_reporting_endpoints(values, url)
    if found is None or isinstance(found, Malformed):
        return _reason(found)
    return _ignored_reason(found.ignored, "is no address over HTTPS")


def _report_to(values: tuple[str, ...], url: str) -> str:
    return _reason(parse_report_to(values, url))


def _clear(values: tuple[str, ...], _url: str) -> str:
    found = parse_clear_site_data(values)
    return (
        ""
        if found is None
        else _ignored_reason(found.ignored, "is no kind of data in double quotes")
    )


def _ignored_reason(names: tuple[str, ...], why: str) -> str:
    return f"{', '.join(printable(name, 40) for name in names[:3])} {why}" if names else ""


def _reason(found: object) -> str:
    return found.reason if isinstance(found, Malformed) else ""


_READERS: Mapping[str, Callable[[tuple[str, ...], str], str]] = {
    "cross-origin-opener-policy": _opener,
    "cross-origin-embedder-policy": _embedder,
    "cross-origin-resource-policy": _resource,
    "clear-site-data": _clear,
    "reporting-endpoints": _endpoints,
    "report-to": _report_to,
    "integrity-policy": _integrity,
    "integrity-policy-report-only": _integrity,
    "strict-transport-security": _hsts,
}
