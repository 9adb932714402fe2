"""Signs of life of the processes that nobody talks to."""

from django.db import models


class Heartbeat(models.Model):
    """When `worker`, `beat` or `ring` last did its work."""

    process = models.CharField(max_length=10, primary_key=True)
    beat_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.process
