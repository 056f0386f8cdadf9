"""Our own requests: polite, bounded, kept away from private networks."""
