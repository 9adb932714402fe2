"""The web process of either surface, as `HEARD_SURFACE` says."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from config import celery  # noqa: F401  (the application that the outbox publishes through)

application = get_wsgi_application()

from config.warm import warm  # noqa: E402  (needs the applications)

warm()
