"""Where the services are; `PAPERGARDEN_SERVICES` names others, for tests and mirrors."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

from msgspec import Struct, structs

from papergarden.errors import UsageError

VARIABLE = "PAPERGARDEN_SERVICES"


class Services(Struct, frozen=True):
    """The base address of each service; `pages` stands before the host of a web page, if given."""

    arxiv: str = "https://export.arxiv.org"
    datacite: str = "https://api.datacite.org"
    crossref: str = "https://api.crossref.org"
    openreview: str = "https://api2.openreview.net"
    openreview_before_2024: str = "https://api.openreview.net"
    pages: str = ""

    def page(self, url: str) -> str:
        """Where to ask for a web page."""
        if not self.pages:
            return url
        parts = urlsplit(url)
        query = f"?{parts.query}" if parts.query else ""
        return f"{self.pages}/{parts.netloc}{parts.path or '/'}{query}"


def services(environment: Mapping[str, str]) -> Services:
    """The services that the environment names, as `name=address` with spaces between, or `all=…`.

    Raises:
        UsageError: it names a service that there is none of.
    """
    given = [pair.partition("=")[::2] for pair in environment.get(VARIABLE, "").split()]
    known = Services.__struct_fields__
    found = Services()
    for name, url in given:
        if name not in {*known, "all"}:
            raise UsageError(f"{VARIABLE} names `{name}`, not one of {', '.join(known)} or all")
        base = url.rstrip("/")
        for field in known if name == "all" else (name,):
            value = f"{base}/{field}" if name == "all" else base
            found = structs.replace(found, **{field: value})
    return found
