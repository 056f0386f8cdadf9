"""A made-up history, so that a newcomer sees what a year of many sites looks like."""

from civiscope_watch.demo.make import DEMO_SITES, DemoMade, make_demo

__all__ = ["DEMO_SITES", "DemoMade", "make_demo"]
