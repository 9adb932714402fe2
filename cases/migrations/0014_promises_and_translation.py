"""Enhanced service, new times for what was missed, translations that were asked for; erasure reaches them."""

import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

import cases.enums

ANCHOR = "PERFORM set_config('heard.erasing', '', true);"
MORE = (
    "UPDATE cases_translationrequest SET words = '' WHERE report_id = erased_report;"
    " UPDATE cases_person SET enhanced_reason = '' WHERE report_id = erased_report; "
)


def _in_erase_report(found: str, put: str) -> str:
    """SQL that changes the function as it now stands, whichever migrations have added to it before."""
    found, put = found.replace("'", "''"), put.replace("'", "''")
    function = "pg_get_functiondef('erase_report(bigint,bigint)'::regprocedure)"
    return f"DO $outer$ BEGIN EXECUTE replace({function}, '{found}', '{put}'); END $outer$"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0013_correspondence"),
        ("reporting", "0003_new_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="EnhancedGround",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField()),
                ("label", models.CharField(max_length=120)),
                ("hint", models.CharField(blank=True, max_length=300)),
                ("in_force_from", models.DateField()),
                ("in_force_until", models.DateField(blank=True, help_text="last day", null=True)),
                ("source", models.CharField(blank=True, help_text="who decided it, where it stands", max_length=300)),
            ],
        ),
        migrations.CreateModel(
            name="NewTime",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("due_at", models.DateTimeField()),
                (
                    "reason",
                    models.CharField(
                        help_text="why it was missed, for colleagues; the reporter is not told", max_length=300
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="TranslationRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("of", models.CharField(max_length=7)),
                ("words", models.TextField(blank=True, help_text="of an answer: the officer's draft")),
                ("from_language", models.CharField(max_length=12)),
                ("to_language", models.CharField(max_length=12)),
                ("note", models.CharField(blank=True, help_text="for whoever translates", max_length=300)),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True)),
                ("withdrawn_at", models.DateTimeField(null=True)),
                ("withdrawn_because", models.CharField(blank=True, max_length=300)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="promiserule",
            name="one_promise_a_day_kind_and_priority",
        ),
        migrations.AddField(
            model_name="person",
            name="enhanced_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="person",
            name="enhanced_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="person",
            name="enhanced_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddField(
            model_name="promiserule",
            name="is_enhanced",
            field=models.BooleanField(default=False, help_text="for people who are owed enhanced service"),
        ),
        migrations.AddConstraint(
            model_name="promiserule",
            constraint=models.UniqueConstraint(
                fields=("kind", "priority", "is_enhanced", "in_force_from"), name="one_promise_a_day_kind_and_priority"
            ),
        ),
        migrations.AddConstraint(
            model_name="enhancedground",
            constraint=models.UniqueConstraint(fields=("key", "in_force_from"), name="one_ground_a_day"),
        ),
        migrations.AddField(
            model_name="person",
            name="enhanced_ground",
            field=models.ForeignKey(
                help_text="why enhanced service is owed",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.enhancedground",
            ),
        ),
        migrations.AddConstraint(
            model_name="person",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("enhanced_at", None), ("enhanced_by", None), ("enhanced_ground", None)),
                    models.Q(
                        ("enhanced_at__isnull", False),
                        ("enhanced_by__isnull", False),
                        ("enhanced_ground__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="enhanced_service_says_why_by_whom_and_when",
            ),
        ),
        migrations.AddField(
            model_name="newtime",
            name="by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="newtime",
            name="commitment",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="new_times", to="cases.commitment"
            ),
        ),
        migrations.AddField(
            model_name="translationrequest",
            name="asked_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="translationrequest",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="translations", to="cases.case"
            ),
        ),
        migrations.AddField(
            model_name="translationrequest",
            name="done_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="translationrequest",
            name="message",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="reporting.message"
            ),
        ),
        migrations.AddField(
            model_name="translationrequest",
            name="report",
            field=models.ForeignKey(
                help_text="whose thread it is",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reporting.report",
            ),
        ),
        migrations.AddField(
            model_name="translationrequest",
            name="sent_as",
            field=models.OneToOneField(
                help_text="of an answer: what was sent",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="reporting.message",
            ),
        ),
        migrations.AddField(
            model_name="translationrequest",
            name="started_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="translationrequest",
            name="voice",
            field=models.OneToOneField(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="translation", to="cases.voice"
            ),
        ),
        migrations.AddField(
            model_name="translationrequest",
            name="withdrawn_by",
            field=models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddConstraint(
            model_name="newtime",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_at__gt", models.F("at"))), name="a_new_time_lies_ahead"
            ),
        ),
        migrations.AddConstraint(
            model_name="newtime",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="a_new_time_has_a_reason"
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="newtime",
            trigger=pgtrigger.compiler.Trigger(
                name="new_time_is_kept",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a new time is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="b73f253f9d74e9c63e8ec768c517c36acad579c8",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_new_time_is_kept_c4102",
                    table="cases_newtime",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.AddIndex(
            model_name="translationrequest",
            index=models.Index(models.F("case"), models.F("asked_at"), name="translations_of_a_case"),
        ),
        migrations.AddIndex(
            model_name="translationrequest",
            index=models.Index(
                models.F("asked_at"),
                condition=models.Q(("done_at", None), ("withdrawn_at", None)),
                name="open_translations",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "of__in",
                        [
                            cases.enums.TranslationOf["REPORT"],
                            cases.enums.TranslationOf["MESSAGE"],
                            cases.enums.TranslationOf["ANSWER"],
                        ],
                    )
                ),
                name="known_translation",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("message__isnull", False), ("of", cases.enums.TranslationOf["MESSAGE"])),
                    models.Q(models.Q(("of", "message"), _negated=True), ("message", None)),
                    _connector="OR",
                ),
                name="a_translation_is_of_the_words_it_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("from_language", models.F("to_language")), _negated=True),
                name="a_translation_is_into_another_language",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("done_at", None), ("done_by", None), ("voice", None)),
                    models.Q(
                        ("done_at__isnull", False),
                        ("done_by__isnull", False),
                        ("voice__isnull", False),
                        ("withdrawn_at", None),
                    ),
                    _connector="OR",
                ),
                name="a_done_translation_is_a_voice",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("withdrawn_at", None),
                    models.Q(("withdrawn_by__isnull", False), models.Q(("withdrawn_because", ""), _negated=True)),
                    _connector="OR",
                ),
                name="withdrawn_for_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("sent_as", None),
                    models.Q(("done_at__isnull", False), ("of", cases.enums.TranslationOf["ANSWER"])),
                    _connector="OR",
                ),
                name="only_a_done_answer_is_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="translationrequest",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("done_at", None), ("withdrawn_at", None), models.Q(("of", "answer"), _negated=True)
                ),
                fields=("case", "report", "of", "message", "to_language"),
                name="one_open_translation_of_the_same_words",
                nulls_distinct=False,
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="translationrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="translation_is_asked_once",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."case_id" IS DISTINCT FROM NEW."case_id" OR OLD."report_id" IS DISTINCT FROM NEW."report_id" OR OLD."of" IS DISTINCT FROM NEW."of" OR OLD."message_id" IS DISTINCT FROM NEW."message_id" OR OLD."words" IS DISTINCT FROM NEW."words" OR OLD."from_language" IS DISTINCT FROM NEW."from_language" OR OLD."to_language" IS DISTINCT FROM NEW."to_language" OR OLD."asked_by_id" IS DISTINCT FROM NEW."asked_by_id" OR OLD."asked_at" IS DISTINCT FROM NEW."asked_at")',
                    func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'what is to be translated stays as it was asked' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="2d352380275fb62d8dd3117adca95b837b1a765e",
                    operation="UPDATE",
                    pgid="pgtrigger_translation_is_asked_once_5e994",
                    table="cases_translationrequest",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="translationrequest",
            trigger=pgtrigger.compiler.Trigger(
                name="translation_is_never_deleted",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION 'a translation that was asked for is never deleted' USING ERRCODE = 'integrity_constraint_violation';",
                    hash="5467da8263e1496288431e7203c4a014939743ca",
                    operation="DELETE",
                    pgid="pgtrigger_translation_is_never_deleted_2efc3",
                    table="cases_translationrequest",
                    when="BEFORE",
                ),
            ),
        ),
        migrations.RunSQL(_in_erase_report(ANCHOR, MORE + ANCHOR), _in_erase_report(MORE + ANCHOR, ANCHOR)),
    ]
