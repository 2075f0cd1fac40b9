"""The file `notes.toml`: read, checked key by key, and turned into settings."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from papergarden.core.dates import Order
from papergarden.core.model import KINDS, STATUSES, Kind, Status
from papergarden.core.publishing import Default
from papergarden.core.settings import KIND_OF_EMOJI, STATUS_OF_BOX, Settings, SiteSettings
from papergarden.errors import UsageError

FILE_NAME = "notes.toml"

# A host, perhaps a port, and a path; nothing that a browser would take for something else.
_BASE_URL = re.compile(
    r"https?://(?:[a-z0-9-]+(?:\.[a-z0-9-]+)*|\[[0-9a-f:.]+\])(?::\d{1,5})?"
    r"(?:/(?:[\w.~!$&'()*+,;=:@-]|%[0-9a-f]{2})*)*",
    re.ASCII | re.IGNORECASE,
)


class SiteTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[site]`: what the site says about itself."""

    title: str = "Notes"
    author: str = ""
    description: str = ""
    language: str = "en"
    base_url: str = ""


class VaultTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[vault]`: where the notes lie and how they are read."""

    path: str | None = None
    exclude: tuple[str, ...] = ()
    date_order: Order = "month-first"
    publish: Default = "all"
    publish_pdfs: bool = False
    raw_html: bool = False


class IdentityTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[identity]`: addresses that are known to be one work, or known not to be."""

    same_as: tuple[tuple[str, ...], ...] = ()
    not_same: tuple[tuple[str, ...], ...] = ()


class CaptureTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[capture]`: where new entries go. Files are paths in the vault."""

    file: str | None = None
    heading: str = ""
    log: str | None = None
    stamp_dates: bool = True


class ThemeTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[theme]`: what stands above the built-in theme."""

    folder: str | None = None


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file; every key is optional."""

    site: SiteTable = SiteTable()
    vault: VaultTable = VaultTable()
    status: dict[str, Status] = {}
    kinds: dict[str, Kind] = {}
    identity: IdentityTable = IdentityTable()
    capture: CaptureTable = CaptureTable()
    theme: ThemeTable = ThemeTable()

    @property
    def theme_folder(self) -> Path | None:
        """The folder of the user's theme; in a configuration from a file it is an absolute path."""
        return None if self.theme.folder is None else Path(self.theme.folder)

    def settings(self, *, drafts: bool = False) -> Settings:
        """The part on which reading depends; the user's signs stand before the built-in ones.

        With `drafts` these are read, too.
        """
        return Settings(
            statuses={**STATUS_OF_BOX, **self.status},
            kinds={**self.kinds, **{e: k for e, k in KIND_OF_EMOJI.items() if e not in self.kinds}},
            date_order=self.vault.date_order,
            same_as=self.identity.same_as,
            not_same=self.identity.not_same,
            publish=self.vault.publish,
            publish_pdfs=self.vault.publish_pdfs,
            raw_html=self.vault.raw_html,
            drafts=drafts,
        )

    def site_settings(self) -> SiteSettings:
        """The part that the pages show."""
        return SiteSettings(
            title=self.site.title,
            author=self.site.author,
            description=self.site.description,
            language=self.site.language,
            base_url=self.site.base_url,
        )


def find_config(start: Path) -> Path | None:
    """The nearest `notes.toml`, in a folder or one of those around it."""
    return next((path for path in places(start) if path.is_file()), None)


def places(start: Path) -> list[Path]:
    """Where it would be, the nearest first."""
    return [folder / FILE_NAME for folder in (start, *start.parents)]


def load_config(path: Path) -> Config:
    """Read a configuration file.

    Raises:
        UsageError: it cannot be read, is not TOML, or has a key or value that does not fit.
    """
    try:
        values = tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise UsageError(f"{path}: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: {error}") from error
    _refuse_unknown(path, values, Config, "")
    _refuse_other(path, values, "status", STATUSES)
    _refuse_other(path, values, "kinds", KINDS)
    try:
        config = msgspec.convert(values, Config)
    except msgspec.ValidationError as error:
        message = str(error).replace("`$.", "`").replace(" - at ", " at ")
        raise UsageError(f"{path}: {message}") from error
    config = structs.replace(config, site=_with_base_url(path, config.site))
    return _with_theme_folder(path, config)


def _with_theme_folder(path: Path, config: Config) -> Config:
    """The folder of the theme as seen from the file that names it."""
    if config.theme.folder is None:
        return config
    place = path.resolve()
    folder = place.parent / config.theme.folder
    if not folder.is_dir():
        raise UsageError(f"{path}: `theme.folder` names {folder}, which is no folder")
    if is_within(place, folder):  # such as "": everything beside the file would be copied
        raise UsageError(f"{path}: `theme.folder` names {folder}, which holds {FILE_NAME} itself")
    return structs.replace(config, theme=ThemeTable(folder=str(folder)))


def _with_base_url(path: Path, site: SiteTable) -> SiteTable:
    """The table with the address of the site as all other addresses begin with it."""
    given = site.base_url
    if given and not _BASE_URL.fullmatch(given):
        shown = " ".join(given.split())
        raise UsageError(
            f"{path}: `site.base_url` is `{shown}`, not the address of a folder on the web such as "
            "`https://example.org/notes`"
        )
    return structs.replace(site, base_url=given.rstrip("/"))


def _refuse_unknown(path: Path, values: object, table: type[msgspec.Struct], prefix: str) -> None:
    """Name an unknown key together with the known ones; the decoder would only name the first."""
    if not isinstance(values, dict):
        return
    fields = {field.name: field.type for field in msgspec.structs.fields(table)}
    for key, value in values.items():
        inner = fields.get(key)
        if inner is None:
            from difflib import get_close_matches  # noqa: PLC0415 # every command reads this file

            near = get_close_matches(key, fields, n=1)
            hint = f"; did you mean `{prefix}{near[0]}`?" if near else ""
            known = ", ".join(fields)
            raise UsageError(f"{path}: unknown key `{prefix}{key}`{hint} (known: {known})")
        if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
            _refuse_unknown(path, value, inner, f"{prefix}{key}.")


def _refuse_other(path: Path, values: dict[str, Any], name: str, known: Sequence[str]) -> None:
    """Name a value of a map that is none of the known ones, with its key."""
    table = values.get(name)
    for key, value in table.items() if isinstance(table, dict) else ():
        if value not in known:
            raise UsageError(f"{path}: `{name}.{key}` is `{value}`, not one of {', '.join(known)}")


def default_output(vault: Path, config_folder: Path) -> Path:
    """`site` beside the configuration, or beside the vault if that would lie inside of it."""
    output = config_folder / "site"
    return vault.parent / f"{vault.name}-site" if is_within(output, vault) else output


def is_within(path: Path, folder: Path) -> bool:
    """Whether a path is a folder or lies in it, whatever links lead there."""
    return path.resolve().is_relative_to(folder.resolve())
