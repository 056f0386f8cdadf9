"""Judge whether those who are asked for their data can read the notice. See notice_by_forms.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.model import (
    EvidenceMissing,
    Form,
    Missing,
    Outcome,
    Page,
    Place,
    cannot_tell,
    failed,
    passed,
)
from civiscope_rules.shared.personal_fields import personal_fields
from civiscope_rules.shared.signposts import (
    find_signpost,
    has_all_links,
    is_ordinary,
    knows_language,
)

_CUT_SHORT = Missing("not-gathered", "Not all links of the page were seen.")


def check(page: Page) -> Iterator[Outcome]:
    """Apply to each form that asks for data about the visitor, whatever is around it."""
    dom = page.dom
    if not is_ordinary(page, dom):
        return
    asking = [(form, asked) for form in dom.forms if (asked := personal_fields(form))]
    if not asking:
        return
    link = find_signpost(dom.links, "privacy")
    for form, asked in asking:
        place = _place(form)
        what = ", ".join(asked)
        if link is not None:
            yield passed(Place(place.component, url=link.url))
        elif not has_all_links(page, dom):
            raise EvidenceMissing(_CUT_SHORT)
        elif knows_language(dom.lang):
            yield failed(place, "missing", what=what)
        else:
            yield cannot_tell(
                place, "unknown-language", what=what, language=printable(dom.lang or "none", 20)
            )


def _place(form: Form) -> Place:
    name = printable(form.label, 60) if form.label else "without a name"
    return Place(f"form {name}", snippet=printable(form.action, 200))
