"""Reference data: filter lists, parties, cookies, libraries; and how lists are updated."""
