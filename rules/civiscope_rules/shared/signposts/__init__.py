"""Find the links every public site needs (privacy, accessibility, contact) in thirty languages."""

from civiscope_rules.shared.signposts.language import knows_language
from civiscope_rules.shared.signposts.pages import (
    authority,
    has_all_links,
    has_navigation,
    html_pages,
    is_ordinary,
)
from civiscope_rules.shared.signposts.search import Topic, find_signpost
from civiscope_rules.shared.signposts.sites import judge_hosts

__all__ = [
    "Topic",
    "authority",
    "find_signpost",
    "has_all_links",
    "has_navigation",
    "html_pages",
    "is_ordinary",
    "judge_hosts",
    "knows_language",
]
