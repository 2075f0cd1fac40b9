"""What the site and the command line give to machines: references, feeds, lists of pages."""
