"""What our worker does differently: when the broker does not take an acknowledgement, it ends and is started anew.

Celery logs such an error and goes on. The message then counts against the prefetch limit for as long as the process
lives, and a worker with as many of them as it prefetches takes no work any more and says nothing: a broker that was
frozen for half a second is enough. Whoever watches the worker starts it again, and the outbox holds what it was doing.
"""

import logging
import os
from typing import Any

from celery.app.task import Task
from celery.worker import state
from celery.worker.request import Request

_log = logging.getLogger("heard.worker")


class _EndsTheWorker:
    """Stands where Celery passes the logger that is told of an acknowledgement that failed."""

    @staticmethod
    def critical(*_: object, **__: object) -> None:
        """Asks for a warm end; what runs is finished."""
        _log.warning("broker did not take an acknowledgement: the worker ends, to be started anew")
        state.should_stop = os.EX_TEMPFAIL


class SettlingRequest(Request):
    """A task on its way through the worker, whose message must be settled with the broker in the end."""

    def acknowledge(self) -> None:
        """As Celery's, with our reaction to failure."""
        if not self.acknowledged:
            self._on_ack(_EndsTheWorker, self._connection_errors)
            self.acknowledged = True

    def reject(self, requeue: bool = False) -> None:
        """As Celery's, with our reaction to failure."""
        if not self.acknowledged:
            self._on_reject(_EndsTheWorker, self._connection_errors, requeue)
            self.acknowledged = True


class SettlingTask(Task):
    """Every task of ours."""

    abstract = True
    Request: Any = "config.worker:SettlingRequest"
