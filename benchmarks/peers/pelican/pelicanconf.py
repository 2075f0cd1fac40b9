"""What Pelican needs to know to build the vault; without feeds, and with pages of ten."""

SITENAME = "Notes"
SITEURL = ""
PATH = "content"
TIMEZONE = "UTC"
DEFAULT_DATE = "fs"
FILENAME_METADATA = r"(?P<title>.*)"
DEFAULT_PAGINATION = 10
FEED_ALL_ATOM = CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
