"""Every table of the public's side, the functions of its role, and the triggers that keep what was said.

One piece: as a chain of twenty small steps it made each first start wait. `replaces` names those steps, so that a
database that took them goes on from here.
"""

import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import reporting.enums
import reporting.models.fields
from django.db import migrations, models

from reporting.migrations import _functions
from reporting.models.trigger_of_table import AddTrigger


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("reporting", "0001_tables"),
        ("reporting", "0002_functions_of_the_public_role"),
        ("reporting", "0003_new_time"),
    ]

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='EmergencyLine',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('label', models.CharField(max_length=200)),
                ('contact', models.CharField(help_text='what to dial or do', max_length=60)),
                ('hint', models.CharField(blank=True, max_length=300)),
                ('place', models.PositiveSmallIntegerField(default=0, help_text='order on the page')),
                ('checked_on', models.DateField(blank=True, help_text='when somebody last tried it; empty until then', null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Heartbeat',
            fields=[
                ('process', models.CharField(max_length=10, primary_key=True, serialize=False)),
                ('beat_at', models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.UUIDField(primary_key=True, serialize=False)),
                ('sealed', models.BinaryField(help_text="AES-GCM of the answers and the form's token")),
                ('updated_at', models.DateTimeField()),
                ('expires_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(help_text='when it became a report; the answers are wiped then', null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('expires_at'), name='drafts_by_expiry')],
            },
        ),
        migrations.CreateModel(
            name='Outbox',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('task', models.CharField(help_text="name of the Celery task; its only argument is this row's id", max_length=80)),
                ('subject', models.BigIntegerField(help_text='id of the row that the task is about')),
                ('created_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(help_text='when the sweeper sends it (again)')),
                ('attempts', models.PositiveIntegerField(default=0, help_text='times sent by the sweeper')),
                ('failures', models.PositiveIntegerField(default=0, help_text='times the task itself raised')),
                ('failure', models.CharField(blank=True, help_text='class name of the last error, never its words', max_length=100)),
                ('needs_person', models.BooleanField(default=False)),
                ('finished_at', models.DateTimeField(null=True)),
            ],
            options={
                'verbose_name': 'piece of background work',
                'verbose_name_plural': 'background work',
                'indexes': [models.Index(models.F('due_at'), condition=models.Q(('finished_at', None)), name='outbox_by_due_time'), models.Index(models.F('task'), models.F('subject'), name='outbox_of_a_subject')],
            },
        ),
        migrations.CreateModel(
            name='PublishedFigure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=80)),
                ('day', models.DateField()),
                ('value', models.JSONField()),
                ('published_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('key'), models.F('day'), name='one_figure_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Report',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(help_text='human reference, Crockford base 32 with check character', max_length=12, unique=True)),
                ('selector', models.CharField(help_text='public half of the follow-up code', max_length=8, unique=True)),
                ('verifier', models.BinaryField(help_text='keyed HMAC of the secret half; empty once the code was stopped', null=True)),
                ('idempotency_hash', models.BinaryField(help_text='SHA-256 of the token of the form it was sent with', unique=True)),
                ('words', reporting.models.fields.WordsField(help_text='what happened, canonical form')),
                ('fingerprint', models.CharField(help_text="SHA-256 (hex) of the words' UTF-8", max_length=64)),
                ('answers', models.JSONField(default=dict, help_text='the other answers, by name of question')),
                ('sealed_answers', models.BinaryField(help_text='answers that identify somebody, encrypted', null=True)),
                ('perceived_strands', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text='as the reporter ticked them', size=None)),
                ('channel', models.CharField(default=reporting.enums.Channel['WEB'], max_length=10)),
                ('language', models.CharField(default='en-gb', help_text='of the form it came through', max_length=12)),
                ('received_at', models.DateTimeField(help_text='when it was committed; every clock starts here')),
                ('happened_elsewhere_at', models.DateTimeField(help_text='when another door took it, where that was earlier', null=True)),
                ('public_status', models.CharField(default=reporting.enums.PublicStatus['RECEIVED'], max_length=12)),
                ('public_due_at', models.DateTimeField(help_text='the promised time of what is owed next', null=True)),
                ('public_due_kind', models.CharField(default=reporting.enums.Owed['READ'], max_length=12)),
                ('public_new_due_at', models.DateTimeField(help_text='promised anew by a supervisor, once that was missed', null=True)),
                ('code_stopped_at', models.DateTimeField(null=True)),
                ('erased_at', models.DateTimeField(null=True)),
                ('erasure_decision', models.BigIntegerField(help_text='the decision with two approvers that allowed it', null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('received_at'), name='reports_by_time_received')],
                'constraints': [models.CheckConstraint(condition=models.Q(('words', ''), ('fingerprint', models.Func(models.Func(models.Func(models.F('words'), models.Value('UTF8'), function='convert_to', output_field=models.BinaryField()), function='sha256', output_field=models.BinaryField()), models.Value('hex'), function='encode', output_field=models.TextField())), _connector='OR'), name='fingerprint_is_that_of_the_words'), models.CheckConstraint(condition=models.Q(('channel__in', [reporting.enums.Channel['WEB'], reporting.enums.Channel['PHONE'], reporting.enums.Channel['COUNTER'], reporting.enums.Channel['LETTER'], reporting.enums.Channel['API'], reporting.enums.Channel['IMPORT']])), name='known_channel'), models.CheckConstraint(condition=models.Q(('public_status__in', [reporting.enums.PublicStatus['RECEIVED'], reporting.enums.PublicStatus['READ'], reporting.enums.PublicStatus['IN_PROGRESS'], reporting.enums.PublicStatus['WAITING'], reporting.enums.PublicStatus['CLOSED']])), name='known_public_status')],
            },
        ),
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('sender', models.CharField(max_length=10)),
                ('words', reporting.models.fields.WordsField()),
                ('token_hash', models.BinaryField(help_text="SHA-256 of the form's token: a double click sends once", unique=True)),
                ('new_selector', models.CharField(blank=True, help_text='set where the words held the code: the report got a new one with this selector', max_length=8)),
                ('author', models.CharField(blank=True, help_text='account of the officer; never shown to the public', max_length=150)),
                ('sent_at', models.DateTimeField()),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='messages', to='reporting.report')),
            ],
            options={
                'indexes': [models.Index(models.F('report'), models.F('sent_at'), name='messages_of_a_report')],
                'constraints': [models.CheckConstraint(condition=models.Q(('sender__in', [reporting.enums.Sender['REPORTER'], reporting.enums.Sender['OFFICER']])), name='known_sender')],
            },
        ),
        migrations.CreateModel(
            name='Alarm',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(max_length=10)),
                ('raised_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, max_length=12)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_by', models.CharField(blank=True, max_length=150)),
                ('log_number', models.CharField(blank=True, help_text="the control room's own number", max_length=60)),
                ('reason', models.TextField(blank=True, help_text='why it is no danger, or what was said at hand-over')),
                ('report', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='alarm', to='reporting.report')),
            ],
            options={
                'indexes': [models.Index(models.F('raised_at'), condition=models.Q(('outcome', '')), name='alarms_that_ring')],
                'constraints': [models.CheckConstraint(condition=models.Q(('cause__in', [reporting.enums.AlarmCause['REPORTER'], reporting.enums.AlarmCause['WORDS'], reporting.enums.AlarmCause['OFFICER'], reporting.enums.AlarmCause['MACHINE']])), name='known_alarm_cause'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('answered_by', ''), ('outcome', '')), models.Q(('answered_at__isnull', False), ('outcome__in', [reporting.enums.AlarmOutcome['ACKNOWLEDGED'], reporting.enums.AlarmOutcome['HANDED_OVER'], reporting.enums.AlarmOutcome['NO_DANGER']]), models.Q(('answered_by', ''), _negated=True)), _connector='OR'), name='an_alarm_is_answered_by_a_named_person'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', reporting.enums.AlarmOutcome['HANDED_OVER']), _negated=True), models.Q(('log_number', ''), _negated=True), _connector='OR'), name='a_hand_over_carries_the_log_number'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', reporting.enums.AlarmOutcome['NO_DANGER']), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='no_danger_needs_a_reason')],
            },
        ),
        *(migrations.RunSQL(create, drop) for create, drop in _functions.statements()),
        AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='report_is_said_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reference" IS DISTINCT FROM NEW."reference" OR OLD."idempotency_hash" IS DISTINCT FROM NEW."idempotency_hash" OR OLD."words" IS DISTINCT FROM NEW."words" OR OLD."fingerprint" IS DISTINCT FROM NEW."fingerprint" OR OLD."answers" IS DISTINCT FROM NEW."answers" OR OLD."sealed_answers" IS DISTINCT FROM NEW."sealed_answers" OR OLD."perceived_strands" IS DISTINCT FROM NEW."perceived_strands" OR OLD."channel" IS DISTINCT FROM NEW."channel" OR OLD."language" IS DISTINCT FROM NEW."language" OR OLD."received_at" IS DISTINCT FROM NEW."received_at" OR OLD."happened_elsewhere_at" IS DISTINCT FROM NEW."happened_elsewhere_at")', func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'a report is never edited' USING ERRCODE = 'integrity_constraint_violation';", hash='bb2b34d2677f36db08d143dc05f2d434ed9615bf', operation='UPDATE', pgid='pgtrigger_report_is_said_once_eb39e', table='reporting_report', when='BEFORE')),
        ),
        AddTrigger(
            model_name='report',
            trigger=pgtrigger.compiler.Trigger(name='report_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a report is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='99bbcc266ab55cdcf84817538054ca53bbc708e5', operation='DELETE', pgid='pgtrigger_report_is_never_deleted_b4ff8', table='reporting_report', when='BEFORE')),
        ),
        AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='message_is_said_once', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'a message is never edited' USING ERRCODE = 'integrity_constraint_violation';", hash='a85fe7a319a7abe1edfad37a0a2eaaafedea3a2d', operation='UPDATE', pgid='pgtrigger_message_is_said_once_26ecf', table='reporting_message', when='BEFORE')),
        ),
        AddTrigger(
            model_name='message',
            trigger=pgtrigger.compiler.Trigger(name='message_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a message is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='fd193a41949016f044c544a57b4c97bd9707fdcd', operation='DELETE', pgid='pgtrigger_message_is_never_deleted_afcbc', table='reporting_message', when='BEFORE')),
        ),
        AddTrigger(
            model_name='alarm',
            trigger=pgtrigger.compiler.Trigger(name='alarm_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'an alarm is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='c48212bb370eb54972cd08af678edc789b5b01a0', operation='DELETE', pgid='pgtrigger_alarm_is_never_deleted_62189', table='reporting_alarm', when='BEFORE')),
        ),
    ]
