"""What a user is told in one line instead of a traceback."""


class UserError(Exception):
    """Something that the user can mend; the text says what, in one line."""


class UsageError(UserError):
    """What the user asked for cannot be done."""


class NotFoundError(UserError):
    """What the user asked for is not there, as a search may find nothing."""


class ThemeError(UserError):
    """A file of the theme cannot be used."""


class PublishError(UserError):
    """The output folder cannot be brought into shape without harm."""


class CaptureError(UserError):
    """A note cannot be changed without harm."""


class ChangedError(UserError):
    """A note was changed while it was needed."""


class WorkerError(UserError):
    """A process that did part of the work was ended."""
