"""Registers the linkage room with Django."""

import os

from django.apps import AppConfig
from django.conf import settings


class LinkageConfig(AppConfig):
    """The room's place in Django."""

    name = "beatbook.linkage"
    label = "linkage"

    def ready(self) -> None:
        """Compiled code is cached under BEATBOOK_HOME, since the package's own folder may be read-only."""
        os.environ.setdefault("NUMBA_CACHE_DIR", str(settings.BEATBOOK_HOME / "compiled"))
