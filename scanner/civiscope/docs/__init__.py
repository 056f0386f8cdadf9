"""Write the pages that come from rule pages and from the code: `python -m civiscope.docs`."""

from civiscope.rulebook.render import rule_page

__all__ = ["rule_page"]
