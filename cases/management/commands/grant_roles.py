"""`manage.py grant_roles`: make the database roles' rights agree with the written matrix."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection, transaction

from cases import grants


class Command(BaseCommand):
    """Run as owner after every migration."""

    help = "Give each database role exactly the rights of the written matrix (cases/grants.py). Run as owner after migrating."

    def handle(self, *args: Any, **options: Any) -> None:
        with transaction.atomic():
            grants.apply(connection)
