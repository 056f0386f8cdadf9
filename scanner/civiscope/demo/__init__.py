"""A small public body's web site with known defects, for trying civiscope and for checking it."""

from civiscope.demo.manifest import Defect, Manifest, NearMiss, NotVisited
from civiscope.demo.messages import DemoOrigins
from civiscope.demo.server import DemoSite

__all__ = ["Defect", "DemoOrigins", "DemoSite", "Manifest", "NearMiss", "NotVisited"]
