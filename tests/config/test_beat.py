"""Beat sends at once what pages of figures wait for, and everything else at its time."""

from pathlib import Path

from config.celery import AT_START, HeartbeatScheduler, app


def test_figures_are_due_as_soon_as_it_starts_and_not_again_right_after(tmp_path: Path) -> None:
    scheduler = HeartbeatScheduler(app=app, schedule_filename=str(tmp_path / "beat"), lazy=True)
    scheduler.setup_schedule()
    due = {name for name, entry in scheduler.schedule.items() if name in app.conf.beat_schedule and entry.is_due()[0]}
    assert due == set(AT_START)
    entry = scheduler.reserve(scheduler.schedule["roll_up"])
    assert not entry.is_due()[0]
    scheduler.close()
