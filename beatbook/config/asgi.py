"""The web process's entry point: `uvicorn beatbook.config.asgi:application`."""

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "beatbook.config.settings")
application = get_asgi_application()
