"""The use cases that know all packages: audit, recheck, and the Python API.

`civiscope.audit` is this room and the function that programs call: the module can be called.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any


class _CallableRoom(ModuleType):
    """The module, which programs call as `civiscope.audit(…)`."""

    # Importing a module below binds the room to the name of the function, whatever came first.
    def __call__(self, *targets: str, **settings: Any) -> Any:  # noqa: ANN401 - as the function says
        from civiscope.audit.api import audit

        return audit(*targets, **settings)


sys.modules[__name__].__class__ = _CallableRoom
