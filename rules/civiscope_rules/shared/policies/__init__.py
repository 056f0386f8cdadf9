"""What rules about Content Security Policies share: hosts to mistrust, mistakes, sources."""

from civiscope_rules.shared.policies.bypass import Bypass, bypasses, host_sources
from civiscope_rules.shared.policies.mistakes import Mistake, mistakes

__all__ = ["Bypass", "Mistake", "bypasses", "host_sources", "mistakes"]
