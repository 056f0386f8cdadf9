"""Reports of conformance: what vendors claim, read, checked and compared with what was seen."""
