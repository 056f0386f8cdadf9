"""Rules about privacy: whom a page tells about its visitors, and what it keeps on their devices."""
