"""Tests of the crawl, on real servers on this machine."""
