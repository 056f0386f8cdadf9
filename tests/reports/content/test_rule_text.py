"""Markdown of rule pages, also of rulebooks that somebody else wrote."""

from __future__ import annotations

import pytest

from civiscope_reports.content.rule_text import to_html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("One **bold** `code`.", "<p>One <strong>bold</strong> <code>code</code>.</p>\n"),
        ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        (
            '```html\n<img src="a">\n```',
            '<pre><code class="language-html">&lt;img src=&quot;a&quot;&gt;\n</code></pre>\n',
        ),
        (
            "[guide](https://www.example.gov/a?b&c)",
            '<p><a href="https://www.example.gov/a?b&amp;c" rel="noopener noreferrer">guide</a>'
            "</p>\n",
        ),
        ("### Before", "<h5>Before</h5>\n"),
    ],
)
def test_harmless_markdown_becomes_html(markdown: str, html: str) -> None:
    assert to_html(markdown) == html


@pytest.mark.parametrize(
    ("markdown", "html"),
    [
        ("<b onclick=x>hi</b>", "<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>\n"),
        ("[x](/relative)", "<p>[x](/relative)</p>\n"),
        (
            "![seal](https://www.example.gov/seal.png)",
            '<p>!<a href="https://www.example.gov/seal.png" rel="noopener noreferrer">seal</a>'
            "</p>\n",
        ),
        ("a\u202eb", "<p>a[U+202E]b</p>\n"),
    ],
)
def test_the_rest_is_shown_as_text(markdown: str, html: str) -> None:
    assert to_html(markdown) == html
