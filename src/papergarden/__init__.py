"""papergarden: research notes in, a graph of papers and a static site out."""

__version__ = "0.1.0"
