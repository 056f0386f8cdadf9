"""Write results in one format a module."""
