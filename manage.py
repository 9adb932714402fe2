#!/usr/bin/env python
"""Heard's commands. Bad settings and a missing database are one sentence and exit status 2."""

import errno
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
        sys.stdout.flush()
    except SystemExit as ended:
        return _ended(ended)
    except BrokenPipeError:  # whoever reads the output (`| head`) has had enough
        return _silent(141)
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
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT, errno.EIO):
            raise
        print(f"The output cannot be written: {error.strerror}.", file=sys.stderr)
        return _silent(2)
    return 0


def _ended(ended: SystemExit) -> int:
    """The status that a command ended with, its output written out; what cannot be written is left."""
    try:
        sys.stdout.flush()
    except OSError:
        _silent(0)
    if ended.code is None or isinstance(ended.code, int):
        return ended.code or 0
    print(ended.code, file=sys.stderr)
    return 1


def _silent(status: int) -> int:
    """Let nothing be said when Python itself writes out what is left."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return status


if __name__ == "__main__":
    sys.exit(main())
