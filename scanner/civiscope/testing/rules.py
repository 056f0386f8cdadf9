"""Rules that are made in a test, without a rule page."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from civiscope.model import Outcome
from civiscope.rulebook import Facts, Rule

Check = Callable[..., Iterator[Outcome]]


def make_rule(check: Check | None = None, **facts: Any) -> Rule:  # noqa: ANN401 - front matter
    """Return a rule with *check*; its id is the function's name unless `id` is given.

    *facts* are what a rule page says between its dashes, besides `id` and `script` (the text of an
    in-page script). Raises pydantic's ValidationError for facts that no rule page may hold.
    """
    name = facts.pop("id", f"test/{check.__name__.replace('_', '-')}" if check else "test/rule")
    script = facts.pop("script", None)
    front: dict[str, Any] = {"title": "Pages are right", "severity": "serious", "since": "0.1"}
    read = Facts.model_validate({**front, "standards": {}, **facts})
    return Rule(
        id=name,
        facts=read,
        text="",
        check=check,
        script=script,
        options=read.options,
        severity=read.severity,
    )
