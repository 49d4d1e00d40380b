"""Errors of the stage, one tree.

StageError
 +- NoDisplayError        no window can be opened
 +- PresentationError     stored presentation cannot be read
 +- PictureError          a picture of the screen cannot be saved
"""


class StageError(Exception):
    """Something the stage cannot do; the message says what to do next."""


class NoDisplayError(StageError):
    """No window can be opened here."""


class PresentationError(StageError):
    """Stored presentation cannot be read; the caller goes on with ``Presentation()``."""


class PictureError(StageError):
    """A picture of the screen cannot be saved; play goes on."""
