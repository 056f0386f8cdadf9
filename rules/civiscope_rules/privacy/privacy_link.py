"""Judge whether a page leads to the privacy notice. Why is told in privacy_link.md."""

from __future__ import annotations

import re
from collections.abc import Iterator

from civiscope.model import (
    Dom,
    EvidenceMissing,
    Missing,
    Outcome,
    Page,
    Place,
    cannot_tell,
    failed,
    passed,
)
from civiscope.web.urls import is_web_url, same_site
from civiscope_rules.shared.personal_fields import personal_fields
from civiscope_rules.shared.signposts import (
    find_signpost,
    has_all_links,
    has_navigation,
    is_ordinary,
    knows_language,
)

COMPONENT = "privacy link"
_CUT_SHORT = Missing("not-gathered", "Not all links of the page were seen.")
_WRITERS = re.compile(
    r"antora|asciidoctor|docbook|docsify|docusaurus|docutils|doxygen|gitbook|honkit|javadoc"
    r"|latex2html|makeinfo|mdbook|mkdocs|rdoc|rustdoc|sphinx|starlight|texinfo|vitepress|vuepress",
    re.IGNORECASE,
)
"""Programs that write manuals, as they name themselves in the pages that they make."""
_SCRIPTS = re.compile(r"/_static/(?:documentation_options|doctools)\.js")
"""Scripts of Sphinx, which names itself in no page that was written in Markdown."""


def check(page: Page) -> Iterator[Outcome]:
    """Apply to whole HTML pages with ordinary navigation; fragments and samples have none."""
    dom = page.dom
    if not is_ordinary(page, dom) or not has_navigation(page, dom):
        return
    link = find_signpost(dom.links, "privacy")
    if link is not None:
        yield passed(Place(COMPONENT, url=link.url))
    elif not has_all_links(page, dom):
        raise EvidenceMissing(_CUT_SHORT)
    elif _only_documents(page, dom):
        yield cannot_tell(COMPONENT, "documentation")
    elif knows_language(dom.lang):
        yield failed(COMPONENT, "missing")
    else:
        yield cannot_tell(COMPONENT, "unknown-language", language=dom.lang or "none")


def _only_documents(page: Page, dom: Dom) -> bool:
    """Say whether the page is of a manual that asks for nothing and brings in nobody else."""
    written = any(meta.name == "generator" and _WRITERS.search(meta.content) for meta in dom.meta)
    written |= any(_SCRIPTS.search(script.url) for script in dom.scripts)
    if not written or any(personal_fields(form) for form in dom.forms):
        return False
    requests = page.evidence.requests
    asked = () if isinstance(requests, Missing) else requests
    return all(
        same_site(request.url, page.final_url) or not is_web_url(request.url) for request in asked
    )
