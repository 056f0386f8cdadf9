"""Every example of every installed rulebook gets the verdict that its heading promises."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from civiscope.examples import ExampleResult, run_examples
from civiscope.rulebook import Example, all_rules, load_rulebooks

RULES = all_rules(load_rulebooks())
EXAMPLES = [example for rule in RULES for example in rule.examples]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def results() -> Mapping[str, ExampleResult]:
    """Run all examples at once: one browser with warm tabs takes half a minute for all."""
    return {str(result.example): result for result in run_examples(RULES)}


@pytest.mark.parametrize("example", EXAMPLES, ids=str)
def test_rule_says_what_its_example_promises(
    example: Example, results: Mapping[str, ExampleResult]
) -> None:
    result = results[str(example)]

    assert result.agrees, result.sentence
