"""`python -m papergarden` is the command `notes`."""

from papergarden.cli import main

main()
