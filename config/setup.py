"""What an instance needs before its processes start: tables, rights, reference data, static files, accounts.

Run as `python -m config.setup` by `config.run`, with the owner's connection. One process for all of it, since loading
the product takes longer than most steps. The names and passwords of accounts that it makes are all it writes to
standard output.
"""

import os
import sys
import traceback

SHOWN = "create_demo_accounts"
STEPS: dict[str, dict[str, bool]] = {
    "migrate": {"interactive": False},
    "grant_roles": {},
    "load_reference": {},
    "fill_search": {},
    "fill_likeness": {},
    "collectstatic": {"interactive": False},
    SHOWN: {},
}


def main() -> int:
    """Exit status 0; or 1, after the reason, with the step's name as the last line of standard error."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    step = "settings"
    try:
        import django

        from config import celery  # noqa: F401  (the application that the outbox publishes through)

        django.setup()
        from django.core.management import call_command

        for step, options in STEPS.items():
            call_command(step, stdout=sys.stdout if step == SHOWN else sys.stderr, **options)
    except Exception as error:  # noqa: BLE001 (whatever it was: the log has it all, a person one line)
        traceback.print_exc()
        print(
            f"{step}: {str(error).strip().splitlines()[0] if str(error).strip() else type(error).__name__}",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
