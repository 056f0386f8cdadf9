"""What comes again on the pages of a site: its links around the content, and their usual order."""

from civiscope_rules.shared.template.repeated import Repeated, SeenLinks, repeated_links

__all__ = ["Repeated", "SeenLinks", "repeated_links"]
