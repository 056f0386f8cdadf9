"""Check pages that a test suite has open: Playwright, Selenium, pytest, any Chromium.

Nothing is imported here: the plugin of pytest stands in this folder, and is loaded everywhere.
"""
