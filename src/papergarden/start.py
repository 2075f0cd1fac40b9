"""The command `notes` begins: what was said before, or else the command line."""

from __future__ import annotations

import sys

from papergarden.again import Again
from papergarden.streams import write_anything


def main() -> None:
    """Run the command."""
    write_anything()
    again = Again(sys.argv[1:])
    code = again.said()
    if code is None:
        # To understand the words takes longer than to find that nothing changed.
        from papergarden.cli import run

        run(again)
    sys.exit(code)
