#!/usr/bin/env python
"""Heard's commands. Bad settings and a missing database are one sentence and exit status 2."""

import os
import sys


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError

    from config import celery  # noqa: F401  (the application that the outbox publishes through)

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        sentence = str(error)
        if "settings.DATABASES is improperly configured" in sentence:
            sentence = "No database is known: start an instance with `make run`, or set DATABASE_URL."
        print(sentence, file=sys.stderr)
        return 2
    except OperationalError as error:
        print(f"The database does not answer: {str(error).splitlines()[0]}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
