"""The base of every anticipated failure; each room names its own, below this one."""


class BeatbookError(Exception):
    """Something anticipated went wrong; the message says what to do about it."""


class SettingMissing(BeatbookError):
    """A required setting has no value: set the environment variable that the message names."""


class MarkingRefused(BeatbookError):
    """A marking above OFFICIAL, or one this service does not know, was asked for: use an instance of its own for it."""
