"""An alarm that somebody looks after is acted on again by a time, and ends with what was done."""

from django.db import migrations, models

import reporting.enums


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0008_what_came_again"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="alarm",
            name="known_alarm_cause",
        ),
        migrations.RemoveConstraint(
            model_name="alarm",
            name="an_alarm_is_answered_by_a_named_person",
        ),
        migrations.AddField(
            model_name="alarm",
            name="act_by",
            field=models.DateTimeField(help_text="by when whoever looks after it has to say more", null=True),
        ),
        migrations.RunSQL(
            # Who looked after one before alarms had an end is asked again, not at once.
            "UPDATE reporting_alarm SET act_by = now() + interval '30 minutes' WHERE outcome = 'acknowledged'",
            migrations.RunSQL.noop,
        ),
        migrations.AlterField(
            model_name="alarm",
            name="reason",
            field=models.TextField(blank=True, help_text="why it is no danger, what was done, or said at hand-over"),
        ),
        migrations.AddIndex(
            model_name="alarm",
            index=models.Index(
                models.F("act_by"),
                condition=models.Q(("outcome", reporting.enums.AlarmOutcome["ACKNOWLEDGED"])),
                name="alarms_looked_after",
            ),
        ),
        migrations.AddIndex(
            model_name="alarm",
            index=models.Index(models.F("answered_at"), name="alarms_by_answer"),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cause__in",
                        [
                            reporting.enums.AlarmCause["REPORTER"],
                            reporting.enums.AlarmCause["WORDS"],
                            reporting.enums.AlarmCause["OFFICER"],
                            reporting.enums.AlarmCause["MACHINE"],
                            reporting.enums.AlarmCause["UNATTENDED"],
                        ],
                    )
                ),
                name="known_alarm_cause",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("answered_by", ""), ("outcome", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        (
                            "outcome__in",
                            [
                                reporting.enums.AlarmOutcome["ACKNOWLEDGED"],
                                reporting.enums.AlarmOutcome["HANDED_OVER"],
                                reporting.enums.AlarmOutcome["NO_DANGER"],
                                reporting.enums.AlarmOutcome["ENDED"],
                            ],
                        ),
                        models.Q(("answered_by", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_alarm_is_answered_by_a_named_person",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("outcome", reporting.enums.AlarmOutcome["ENDED"]), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="an_alarm_ends_with_what_was_done",
            ),
        ),
        migrations.AddConstraint(
            model_name="alarm",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("act_by__isnull", False), ("outcome", reporting.enums.AlarmOutcome["ACKNOWLEDGED"])),
                    models.Q(
                        models.Q(("outcome", reporting.enums.AlarmOutcome["ACKNOWLEDGED"]), _negated=True),
                        ("act_by", None),
                    ),
                    _connector="OR",
                ),
                name="who_looks_after_an_alarm_acts_by_a_time",
            ),
        ),
    ]
