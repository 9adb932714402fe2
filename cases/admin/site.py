"""The administration's site."""

from django.contrib import admin


class HeardSite(admin.AdminSite):
    """Django's admin behind the desk's log-in."""

    site_header = site_title = "Heard administration"


site = admin.site
