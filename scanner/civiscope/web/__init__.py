"""Facts of the web that need no I/O: addresses, hosts, what may be kept of a value."""
