"""Measurements: civiscope beside other ways to do the same. Not part of the package."""
