"""The Celery application of worker and beat."""

import gc
import logging
import os
import time
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.beat import PersistentScheduler
from celery.signals import worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("heard", task_cls="config.worker:SettlingTask")
app.set_default()  # threads of the web server must find this one too
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def load_model(**_: object) -> None:
    """Read the categoriser's model before the worker forks, so that its children share it; damaged, it is said and left."""
    from cases.engine.lists import others
    from cases.engine.model import DamagedModelError, shipped

    others()
    try:
        shipped()
    except DamagedModelError as error:
        logging.getLogger("heard.categorisation").error("%s Reports wait for a person.", error)
    gc.freeze()  # what is loaded stays shared with the children: their collector never writes to it


AT_START = ("roll_up", "publish_figures")  # tasks of the schedule that are sent at once, then at their times


class HeartbeatScheduler(PersistentScheduler):
    """Beat's own scheduler, which also writes beat's heartbeat, so that `/health/ready` knows beat from worker.

    What pages of figures show is worked out as soon as it starts, not ten minutes later.
    """

    _last_beat = 0.0

    def setup_schedule(self) -> None:
        super().setup_schedule()
        long_ago = self.app.now() - timedelta(days=1)
        for name in AT_START:
            self.schedule[name].last_run_at = long_ago

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        if time.monotonic() - self._last_beat > 5:
            self._last_beat = time.monotonic()
            self._write_heartbeat()
        return min(super().tick(*args, **kwargs), 5.0)

    def _write_heartbeat(self) -> None:
        from django.db import Error, connection
        from django.utils import timezone

        from reporting.domain.heartbeat import record_heartbeat

        try:
            record_heartbeat("beat", now=timezone.now())
        except Error:
            connection.close()  # the database is away: beat goes on, and its silence says so
