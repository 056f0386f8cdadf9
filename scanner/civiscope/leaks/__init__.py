"""Find in a source what should not be there: keys, tokens, inner addresses, traces of errors."""

from civiscope.leaks.debugging import find_debugging
from civiscope.leaks.inside import find_inside
from civiscope.leaks.secret import find_secrets, secret_values, without_secrets

__all__ = ["find_debugging", "find_inside", "find_secrets", "secret_values", "without_secrets"]
