"""Templates of each language: the right elements, on the right lines, and no ghosts."""

from __future__ import annotations

import pytest

from civiscope.model.source import DYNAMIC, SourceElement
from civiscope.source.read import read_file

IMAGES = {
    "a.html": '<p>\n{# <img> #}{% if a > b %}\n<img src="{% static "x.png" %}">{% endif %}</p>',
    "a.jinja": '<p>\n{{ "<img>" }}\n<img src="{{ a }}"></p>',
    "a.njk": '<p>\n{% set x = "<img>" %}\n<img src="{{ a }}"></p>',
    "a.twig": '<p>\n{# <img> #}\n<img src="{{ asset("x") }}"></p>',
    "a.erb": '<p>\n<%= link_to "<img>" if a > b %>\n<img src="<%= a "x" %>"></p>',
    "a.blade.php": "<p>\n{{-- <img> --}}@if($a->b > 1)\n<img src=\"{{ $a['x'] }}\">@endif</p>",
    "a.php": '<p>\n<?php if ($a > 1) { echo "<img>"; } ?>\n<img src="<?= $a ?>"></p>',
    "a.jsx": "const A = () => <p onClick={() => a > b}>\n{/* <img/> */}\n<img src={a}/></p>;",
    "a.tsx": 'const A = <T,>(a: T) => <p>\n{"<img>"}\n<img src={`a`}/></p>;',
    "a.vue": '<template><p :a="b > c">\n{{ a < b }}\n<img :src="a"></p></template>',
    "a.svelte": '<p>\n{"<img>"}{#if a > b}\n<img src={a}>{/if}</p>',
}


def elements_of(path: str, text: str) -> list[SourceElement]:
    source = read_file(path, text.encode())
    assert source is not None
    assert source.error == ""
    return list(source.facts.elements)


@pytest.mark.parametrize("path", IMAGES)
def test_every_language_keeps_elements_and_lines(path: str) -> None:
    for text in (IMAGES[path], IMAGES[path].replace("\n", "\r\n")):
        images = [each for each in elements_of(path, text) if each.tag == "img"]

        assert [(each.line, each.has("src")) for each in images] == [(3, True)]


def test_an_attribute_that_others_give_is_not_known_to_be_missing() -> None:
    text = "<img {{ attributes }} src=a><img src=a {% if b %}alt=c{% endif %}><img src=a>"

    given, perhaps, without = elements_of("a.html", text)

    assert not given.lacks("alt")
    assert (perhaps.has("alt"), perhaps.maybe) == (True, ("alt",))
    assert without.lacks("alt")


def test_tokens_right_behind_a_name_are_attributes_or_part_of_the_name() -> None:
    label, heading = elements_of("a.html", "<label{% if a %} class=b{% endif %}></label><h{{ n }}>")

    assert label.tag == "label"
    assert heading.tag == DYNAMIC


def test_components_are_not_taken_for_elements() -> None:
    outer, inner = elements_of(
        "a.jsx", "const A = () => <Image src='a'><img src='b' {...c}/></Image>;"
    )

    assert outer.component
    assert inner.open


def test_what_is_never_closed_ends() -> None:
    assert elements_of("a.html", "{% " * 20_000 + "<b>")[0].tag == "b"
