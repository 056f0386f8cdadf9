"""The reference data that rules go by, as one value: what a judgement is given beside evidence."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civiscope.lists.filters import Filters
    from civiscope.lists.library_signatures import Signatures
    from civiscope.lists.registry import KnownList


@dataclass(frozen=True)
class Lists:
    """The lists in use. A rule asks for them by a parameter `lists: Lists`.

    Each property raises ListError when a fetched list is not the one that was noted.
    """

    # Without slots, so that filters are looked up once a judgement, not once a request.

    folder: Path
    """Where fetched lists are; those that travel with civiscope are always among the lists."""

    # Lists are large and most commands need none: each is read when it is asked for.

    @classmethod
    def in_use(cls) -> Lists:
        """Return the lists of this user: those fetched, and those that travel with civiscope."""
        from civiscope.lists.registry import lists_folder

        return cls(lists_folder())

    @classmethod
    def packaged(cls) -> Lists:
        """Return only the lists that travel with civiscope: the same on every machine."""
        return cls(Path(os.devnull))

    @cached_property
    def filters(self) -> tuple[Filters, Mapping[str, KnownList]]:
        """The filter lists ready to be asked, and what is known of each by its name."""
        from civiscope.lists.registry import filters_in_use

        return filters_in_use(self.folder)

    @property
    def libraries(self) -> tuple[tuple[tuple[str, Signatures], ...], Mapping[str, KnownList]]:
        """Signatures of libraries by list, and what is known of each list by its name."""
        from civiscope.lists.library_lists import signatures_in_use

        return signatures_in_use(self.folder)

    @property
    def preloaded(self) -> Callable[[str], bool] | None:
        """Says whether a host is on the HSTS preload list; None when that was not fetched."""
        from civiscope.lists.hsts_preload import preload_list_in_use

        return preload_list_in_use(self.folder)

    @property
    def preloaded_date(self) -> date | None:
        """The day of the HSTS preload list; None without it, or when it does not say."""
        from civiscope.lists.hsts_preload import preload_list_date

        return preload_list_date(self.folder)
