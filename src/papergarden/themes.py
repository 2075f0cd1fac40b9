"""Which theme a site has: the built-in one, with the folder of the configuration above it."""

from __future__ import annotations

from pathlib import Path

from msgspec import structs

from papergarden.config import Config, is_within
from papergarden.core.settings import SiteSettings
from papergarden.errors import ThemeError, UsageError
from papergarden.folders import built_in_folder
from papergarden.theme import Theme, read_theme
from papergarden.vault import listing


def theme_of(vault: Path, config: Config) -> Theme:
    """The theme of a site, read whole.

    Raises:
        ThemeError: a file of it cannot be used.
        UsageError: the folder holds the vault.
    """
    built_in = listing(built_in_folder()).others
    folder = config.theme_folder
    if folder is None:
        return read_theme(built_in, None, ())
    if is_within(vault, folder):  # all of the notes would be copied
        raise UsageError(f"the theme {folder} holds the vault {vault}")
    files = listing(folder)
    for odd in files.odd:
        raise ThemeError(f"{folder / odd.path}: {odd.message}")
    return read_theme(built_in, folder, files.others)


def shown_with(theme: Theme, config: Config) -> SiteSettings:
    """How a site looks that has this theme."""
    return structs.replace(config.site_settings(), extra_styles=theme.extra_styles)
