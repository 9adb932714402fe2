"""Django's admin with our own site."""

from importlib import import_module

from django.contrib.admin.apps import SimpleAdminConfig

PAGES = (
    "accounts", "audit", "cases", "equality", "learning", "message_templates", "organisations", "partners",
    "public_pages", "reference", "routing", "sites", "statistics", "translations", "work",
)  # fmt: skip


class HeardAdminConfig(SimpleAdminConfig):
    """The administration under the desk's log-in and policy.

    Only our own pages are registered: the second factor's would show secrets.
    """

    default_site = "cases.admin.site.HeardSite"

    def ready(self) -> None:
        super().ready()
        for page in PAGES:
            import_module(f"cases.admin.{page}")
        from django.contrib import admin
        from django.contrib.auth.models import Group

        admin.site.unregister(Group)  # comes with Django's page for accounts; rights come from the role alone
