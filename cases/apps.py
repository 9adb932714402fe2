"""The officers' side."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Opens a case for each report, and keeps what officers owe, decide and answer."""

    name = "cases"
    default_auto_field = "django.db.models.BigAutoField"
