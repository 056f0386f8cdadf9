"""Judge evidence: apply rules, group findings, take the inventory. Plain functions without I/O."""
