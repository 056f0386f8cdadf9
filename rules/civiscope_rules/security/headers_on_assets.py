"""Find what a page loads from its site without the page's protections. See headers_on_assets.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import field_name, is_plain_local, own_answers, site_answer
from civiscope.model import Outcome, Page, Place, Response, failed, passed
from civiscope.web.urls import origin_of

_FIELDS = ("strict-transport-security", "x-content-type-options")
"""Those that do something on every kind of answer."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to what the page loads from the site, where the page itself has the field."""
    main = site_answer(page)
    if main is None or is_plain_local(main.url):
        return
    loaded = [answer for answer in own_answers(page) if answer is not main and _counts(answer)]
    for name in _FIELDS:
        if name not in main.headers:
            continue
        origins: dict[str, list[Response]] = {}
        for answer in loaded:
            # On plain HTTP browsers ignore it.
            if name != "strict-transport-security" or answer.url.startswith("https://"):
                origins.setdefault(origin_of(answer.url), []).append(answer)
        for origin, answers in origins.items():
            yield _judge(name, origin, answers)


def _judge(name: str, origin: str, answers: list[Response]) -> Outcome:
    lacking = [answer for answer in answers if name not in answer.headers]
    component = f"{name} on {origin}"
    if not lacking:
        return passed(Place(component))
    place = Place(component, url=lacking[0].url)
    return failed(
        place,
        "lacking",
        name=field_name(name),
        lacking=len(lacking),
        every=len(answers),
        url=lacking[0].url,
    )


def _counts(answer: Response) -> bool:
    return 200 <= answer.status < 300 and not answer.from_service_worker
