"""Caps and digests of shifts, second readings, what is heard of tension; and what may be done with many cases at once."""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0009_hot_spots_and_sites"),
        ("reporting", "0009_alarms_to_their_end"),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "starts_at",
                    models.DateTimeField(help_text="of the shift, which may have been taken off the rota since"),
                ),
                ("at", models.DateTimeField()),
                ("state", models.CharField(max_length=10)),
                (
                    "failure",
                    models.CharField(
                        blank=True, help_text="a class name or number, nothing that a server said", max_length=40
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reread",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of", models.CharField(max_length=8)),
                (
                    "is_uniform",
                    models.BooleanField(help_text="one of the 2 % of all decisions: only these measure agreement"),
                ),
                (
                    "barred",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.BigIntegerField(),
                        default=list,
                        help_text="accounts that had a part when it was drawn",
                        size=None,
                    ),
                ),
                ("drawn_at", models.DateTimeField()),
                ("taken_at", models.DateTimeField(null=True)),
                (
                    "recording",
                    models.CharField(
                        blank=True, help_text="how the second reader would have recorded it", max_length=24
                    ),
                ),
                (
                    "is_line_left",
                    models.BooleanField(
                        help_text="of a closing: whether the second reader sees a line left", null=True
                    ),
                ),
                ("reason", models.TextField(blank=True)),
                ("read_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="TensionEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=14)),
                ("what", models.CharField(max_length=500)),
                ("reliability", models.CharField(max_length=12)),
                ("borough", models.CharField(blank=True, help_text="empty for the whole city", max_length=40)),
                (
                    "strands",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40), default=list, size=None
                    ),
                ),
                ("day", models.DateField(help_text="of which it tells, such as that of the march")),
                (
                    "source",
                    models.CharField(
                        blank=True, help_text="the partner that told of it; empty: an officer", max_length=100
                    ),
                ),
                ("at", models.DateTimeField()),
                ("taken_back_at", models.DateTimeField(null=True)),
                ("taken_back_because", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="TensionSummary",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("week", models.DateField(help_text="its Monday")),
                ("words", models.TextField()),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="WorkCap",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "most_open",
                    models.PositiveSmallIntegerField(help_text="empty: no cap of its own any more", null=True),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="bulk",
            name="known_bulk_act",
        ),
        migrations.AddField(
            model_name="account",
            name="wants_digest",
            field=models.BooleanField(
                default=True, help_text="the account's own wish: an e-mail with numbers and links when a shift begins"
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("state", "closed")),
                fields=["unit", "closed_at"],
                include=("closed_by", "is_restricted", "recused", "hidden_from"),
                name="closed_cases_of_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="bulk",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("act__in", ["", "assign", "tag", "untag", "wait", "link", "close", "return", "share"])
                ),
                name="known_bulk_act",
            ),
        ),
        migrations.AddField(
            model_name="digest",
            name="account",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="reread",
            name="decision",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="rereads", to="cases.recordingdecision"
            ),
        ),
        migrations.AddField(
            model_name="reread",
            name="reader",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tensionentry",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tensionentry",
            name="taken_back_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="tensionsummary",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="workcap",
            name="account",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="workcap",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="workcap",
            name="unit",
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="cases.unit"),
        ),
        migrations.AddIndex(
            model_name="digest",
            index=models.Index(models.F("account"), models.F("at"), name="digests_of_an_account"),
        ),
        migrations.AddConstraint(
            model_name="digest",
            constraint=models.UniqueConstraint(fields=("account", "starts_at"), name="one_digest_a_shift"),
        ),
        migrations.AddIndex(
            model_name="reread",
            index=models.Index(models.F("drawn_at"), condition=models.Q(("read_at", None)), name="rereads_to_do"),
        ),
        migrations.AddConstraint(
            model_name="reread",
            constraint=models.UniqueConstraint(fields=("decision", "of"), name="drawn_once"),
        ),
        migrations.AddConstraint(
            model_name="reread",
            constraint=models.CheckConstraint(
                condition=models.Q(("of__in", ["decision", "closing"])), name="known_reread"
            ),
        ),
        migrations.AddConstraint(
            model_name="reread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "recording__in",
                        [
                            "",
                            "crime",
                            "antisocial_behaviour",
                            "incident",
                            "intelligence_only",
                            "another_body",
                            "nothing_recorded",
                        ],
                    )
                ),
                name="known_second_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="reread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reader", None), ("taken_at", None)),
                    models.Q(("reader__isnull", False), ("taken_at__isnull", False)),
                    _connector="OR",
                ),
                name="taken_by_somebody_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="reread",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("read_at", None),
                    models.Q(
                        ("reader__isnull", False),
                        models.Q(
                            models.Q(("recording", ""), _negated=True), ("is_line_left__isnull", False), _connector="OR"
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_second_reading_says_what_it_came_to",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reread",
            trigger=pgtrigger.compiler.Trigger(
                name="reread_is_drawn_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."decision_id" IS DISTINCT FROM NEW."decision_id" OR OLD."of" IS DISTINCT FROM NEW."of" OR OLD."is_uniform" IS DISTINCT FROM NEW."is_uniform" OR OLD."barred" IS DISTINCT FROM NEW."barred" OR OLD."drawn_at" IS DISTINCT FROM NEW."drawn_at")',
                    func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = NULL::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'what was drawn never changes' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="e795477a682fe4c394e8d390f50b89dcf07fbbd4",
                    operation="UPDATE",
                    pgid="pgtrigger_reread_is_drawn_once_6d290",
                    table="cases_reread",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reread",
            trigger=pgtrigger.compiler.Trigger(
                name="reread_is_said_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.read_at IS NOT NULL)",
                    func="RAISE EXCEPTION 'a second reading is said once' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="f99b6d4b9baaecfbd836063838c05f45805f3fb8",
                    operation="UPDATE",
                    pgid="pgtrigger_reread_is_said_once_c724d",
                    table="cases_reread",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reread",
            trigger=pgtrigger.compiler.Trigger(
                name="reread_is_never_by_who_had_a_part",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.reader_id IS NOT NULL)",
                    func="\n    IF NEW.reader_id = ANY(NEW.barred) OR EXISTS (\n        SELECT 1 FROM cases_recordingdecision d JOIN cases_case c ON c.id = d.case_id\n        WHERE d.id = NEW.decision_id AND (\n            c.officer_id = NEW.reader_id OR c.closed_by_id = NEW.reader_id\n            OR EXISTS (SELECT 1 FROM cases_recordingdecision o WHERE o.case_id = c.id AND o.by_id = NEW.reader_id)\n            OR EXISTS (SELECT 1 FROM cases_reading r WHERE r.case_id = c.id AND r.by_id = NEW.reader_id)\n            OR EXISTS (SELECT 1 FROM cases_timelineentry t JOIN cases_account a ON a.username = t.by\n                       WHERE t.case_id = c.id AND a.id = NEW.reader_id))\n    ) THEN\n        RAISE EXCEPTION 'a second reading is never by who had a part in it' USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n",
                    hash="71f4c9153062665fc01a52f6b98333ecd2f64748",
                    operation="INSERT OR UPDATE",
                    pgid="pgtrigger_reread_is_never_by_who_had_a_part_30535",
                    table="cases_reread",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="reread",
            trigger=pgtrigger.compiler.Trigger(
                name="reread_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a second reading is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="3f772867c0d863fbd366eeba576d6a14e5de0a5f",
                    operation="DELETE",
                    pgid="pgtrigger_reread_is_never_deleted_8bedd",
                    table="cases_reread",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="tensionentry",
            index=models.Index(models.F("day"), name="tension_by_day"),
        ),
        migrations.AddIndex(
            model_name="tensionentry",
            index=models.Index(models.F("at"), name="tension_by_time"),
        ),
        migrations.AddConstraint(
            model_name="tensionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["rumour", "leaflet", "graffiti", "online", "planned_march", "other"])),
                name="known_tension",
            ),
        ),
        migrations.AddConstraint(
            model_name="tensionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("reliability__in", ["reliable", "untested", "not_reliable"])),
                name="known_reliability",
            ),
        ),
        migrations.AddConstraint(
            model_name="tensionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(("what", ""), _negated=True), name="tension_says_what"
            ),
        ),
        migrations.AddConstraint(
            model_name="tensionentry",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("taken_back_at", None), ("taken_back_because", ""), ("taken_back_by", None)),
                    models.Q(
                        ("taken_back_at__isnull", False),
                        ("taken_back_by__isnull", False),
                        models.Q(("taken_back_because", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="taken_back_by_somebody_for_a_reason",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tensionentry",
            trigger=pgtrigger.compiler.Trigger(
                name="tension_stays_as_entered",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."reliability" IS DISTINCT FROM (NEW."reliability") OR OLD."borough" IS DISTINCT FROM (NEW."borough") OR OLD."strands" IS DISTINCT FROM (NEW."strands") OR OLD."day" IS DISTINCT FROM (NEW."day") OR OLD."source" IS DISTINCT FROM (NEW."source") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."at" IS DISTINCT FROM (NEW."at"))',
                    func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;",
                    hash="c4a3609eadf38caf69f2e410a574dca20ebf8e8a",
                    operation="UPDATE",
                    pgid="pgtrigger_tension_stays_as_entered_3c61e",
                    table="cases_tensionentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tensionentry",
            trigger=pgtrigger.compiler.Trigger(
                name="tension_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'an entry of tension is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="73182251b075b333221a505d39c9e472f0114721",
                    operation="DELETE",
                    pgid="pgtrigger_tension_is_never_deleted_3845c",
                    table="cases_tensionentry",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="tensionsummary",
            index=models.Index(fields=["week", "-id"], name="newest_summary_of_a_week"),
        ),
        migrations.AddConstraint(
            model_name="tensionsummary",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="a_summary_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="tensionsummary",
            constraint=models.CheckConstraint(
                condition=models.Q(("week__week_day", 2)), name="a_week_begins_on_monday"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="tensionsummary",
            trigger=pgtrigger.compiler.Trigger(
                name="summary_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a summary is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="2dc05e268a96cd37ba486c48f6f5f103147cef9a",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_summary_is_kept_ba9de",
                    table="cases_tensionsummary",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="workcap",
            index=models.Index(fields=["unit", "account", "-id"], name="newest_cap"),
        ),
        migrations.AddConstraint(
            model_name="workcap",
            constraint=models.CheckConstraint(
                condition=models.Q(("most_open", None), ("most_open__gt", 0), _connector="OR"), name="a_cap_leaves_work"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="workcap",
            trigger=pgtrigger.compiler.Trigger(
                name="cap_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a cap is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="a7b768a5e6a856d09036e8397ad524e45b5d7704",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_cap_is_kept_3e710",
                    table="cases_workcap",
                    when="BEFORE",
                ),
            ),
        ),
    ]
