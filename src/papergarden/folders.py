"""Where the cache of a machine lies. Everything in it can be deleted."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

VARIABLE = "PAPERGARDEN_CACHE"


def cache_folder(environment: Mapping[str, str]) -> Path:
    """`$PAPERGARDEN_CACHE`, else `papergarden` in `$XDG_CACHE_HOME` or `~/.cache`."""
    if given := environment.get(VARIABLE):
        return Path(given)
    if base := environment.get("XDG_CACHE_HOME"):
        return Path(base) / "papergarden"
    return Path.home() / ".cache" / "papergarden"
