"""Find fields about people themselves that autofill cannot fill in. Why: input_purpose.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.headers import printable
from civiscope.model import Field, Outcome, Page, cannot_tell, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.personal_fields import asks_for

_VALUES = {
    "name": "name",
    "e-mail address": "email",
    "telephone number": "tel",
    "address": "street-address",
    "date of birth": "bday",
}
"""What `autocomplete` says for each kind of data (WCAG 2.2, 7)."""
_TELLS_NOTHING = {"", "on", "off"}


def check(page: Page) -> Iterator[Outcome]:
    """Apply to fields that seem to ask visitors for their own name, address and so on."""
    for result in page.script_results("accessibility/input-purpose"):
        told, label = str(result["autocomplete"]).strip().lower(), str(result["label"])
        # What the attribute promises is not asked here: the words of the page decide.
        field = Field(str(result["kind"]), name=str(result["called"]), label=label)
        what = asks_for(field)
        # A field that nothing names is told by the rule on labels, once.
        if what not in _VALUES or not (label or told):
            continue
        if told in _TELLS_NOTHING:
            yield cannot_tell(
                place_of(result),
                "missing",
                label=printable(label or field.name, 80),
                what=what,
                value=_VALUES[what],
            )
        else:
            yield passed(place_of(result))
