"""Django's admin with our own site."""

from django.contrib.admin.apps import AdminConfig


class HeardAdminConfig(AdminConfig):
    """The administration under the desk's log-in and policy."""

    default_site = "cases.admin.site.HeardSite"
