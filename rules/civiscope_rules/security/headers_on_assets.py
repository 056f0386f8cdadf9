"""Find what a page loads from its site without the page's protections. See headers_on_assets.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import field_name, is_plain_local, own_responses, site_response
from civiscope.model import Outcome, Page, Place, Response, failed, passed
from civiscope.web.urls import origin_of

_FIELDS = ("strict-transport-security", "x-content-type-options")
"""Those that do something on every kind of response."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to what the page loads from the site, where the page itself has the field."""
    main = site_response(page)
    if main is None or is_plain_local(main.url):
        return
    loaded = [
        response for response in own_responses(page) if response is not main and _counts(response)
    ]
    for name in _FIELDS:
        if name not in main.headers:
            continue
        origins: dict[str, list[Response]] = {}
        for response in loaded:
            # On plain HTTP browsers ignore it.
            if name != "strict-transport-security" or response.url.startswith("https://"):
                origins.setdefault(origin_of(response.url), []).append(response)
        for origin, responses in origins.items():
            yield _judge(name, origin, responses)


def _judge(name: str, origin: str, responses: list[Response]) -> Outcome:
    lacking = [response for response in responses if name not in response.headers]
    component = f"{name} on {origin}"
    if not lacking:
        return passed(Place(component))
    place = Place(component, url=lacking[0].url)
    return failed(
        place,
        "lacking",
        name=field_name(name),
        lacking=len(lacking),
        every=len(responses),
        url=lacking[0].url,
    )


def _counts(response: Response) -> bool:
    return 200 <= response.status < 300 and not response.from_service_worker
