"""A small public body's web site with known defects, for trying civiscope and for checking it."""

from civiscope.demo.manifest import Defect, Manifest, NearMiss, NotVisited
from civiscope.demo.messages import Origins
from civiscope.demo.server import DemoSite

__all__ = ["Defect", "DemoSite", "Manifest", "NearMiss", "NotVisited", "Origins"]
