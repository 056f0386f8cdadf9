"""Reference data: filter lists, parties, cookies, libraries; and how lists are updated."""

from civiscope.lists.lists import Lists

__all__ = ["Lists"]
