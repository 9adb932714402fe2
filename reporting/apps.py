"""The public's side."""

from importlib import import_module

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Takes reports, keeps them, and is the reporter's way back."""

    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Checks are known once they are imported."""
        import_module("reporting.checks")
