"""Judge what forms say when they are sent empty. Why it matters is told in form_errors.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.forms import EmptyForm, Forms
from civiscope_rules.shared.error_words import is_empty_error


def check(page: Page) -> Iterator[Outcome]:
    """Apply to forms that check what was filled in before anything is sent."""
    for form in page.probe("forms", Forms).forms:
        yield from _judge(form)


def _judge(form: EmptyForm) -> Iterator[Outcome]:
    place = form.spot.place()
    if form.left_alone or (form.sent and not form.texts):
        return
    if form.by_browser or form.dialog:
        yield passed(place)
    elif form.texts:
        # What was on its way was stopped by the scan, and the page may be speaking of that.
        vague = not form.sent and not form.invalid and all(map(is_empty_error, form.texts))
        yield failed(place, "vague", text=form.texts[0]) if vague else passed(place)
    elif not form.pressed:
        return
    elif form.coloured:
        yield failed(place, "looks_only", count=len(form.coloured))
    elif form.invalid:
        yield failed(place, "code_only", count=form.invalid)
    elif form.asked:
        yield cannot_tell(place, "silent")
