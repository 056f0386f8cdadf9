"""Find in a source what should not be there: keys, tokens, inner addresses, traces of errors."""

from civiscope.detectors.debug_output import find_debugging
from civiscope.detectors.internal_addresses import find_inside
from civiscope.detectors.secrets import find_secrets, secret_values, without_secrets

__all__ = ["find_debugging", "find_inside", "find_secrets", "secret_values", "without_secrets"]
