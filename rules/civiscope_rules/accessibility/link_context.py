"""Find links that tell nothing even together with the text around them. Why: link_context.md."""

from __future__ import annotations

from collections.abc import Iterator

from civiscope.model import Outcome, Page, cannot_tell, failed, passed
from civiscope.model.script_results import place_of
from civiscope_rules.shared.words import content_words, is_item, is_vague


def check(page: Page) -> Iterator[Outcome]:
    """Apply to links with a short name."""
    for result in page.script_results("accessibility/link-context"):
        name, context, place = str(result["name"]), str(result["context"]), place_of(result)
        if not is_vague(name) or is_item(name, result):
            yield passed(place)
        elif _says(context, name):
            few = result["cell"] and len(content_words(context)) < 2
            # One word over a column of links says what they have in common, not what differs.
            if few and content_words(name):
                yield cannot_tell(place, "perhaps", name=name)
            else:
                yield passed(place)
        elif result["near"]:
            yield cannot_tell(place, "perhaps", name=name)
        else:
            yield failed(place, "vague", name=name)


def _says(context: str, name: str) -> bool:
    own = set(content_words(name))
    return not is_vague(context) and any(word not in own for word in content_words(context))
