"""The public's side."""

from django.apps import AppConfig


class ReportingConfig(AppConfig):
    """Takes reports, keeps them, and is the reporter's way back."""

    name = "reporting"
    default_auto_field = "django.db.models.BigAutoField"
