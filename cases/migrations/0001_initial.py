"""Every table of the officers' side, the rules across them, and the triggers.

One piece: as a chain of twenty small steps it made each first start wait. `replaces` names those steps, so that a
database that took them goes on from here.
"""

import cases.enums
import cases.models.unit
import datetime
import django.contrib.auth.models
import django.contrib.auth.validators
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import django.utils.timezone
import pgtrigger.compiler
import uuid
from django.conf import settings
from django.db import migrations, models
from django.contrib.postgres.operations import TrigramExtension, UnaccentExtension

from cases.migrations import _functions
from reporting.models.trigger_of_table import AddTrigger


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("cases", "0001_tables"),
        ("cases", "0002_rules_across_tables"),
        ("cases", "0003_identifiers"),
        ("cases", "0004_models_and_corrections"),
        ("cases", "0005_voices_of_a_switch"),
        ("cases", "0006_queue_at_scale_and_saved_views"),
        ("cases", "0007_search"),
        ("cases", "0008_labelled_by_an_officer"),
        ("cases", "0009_risk_tasks_named"),
        ("cases", "0010_referral_transfer"),
        ("cases", "0011_units_and_routing"),
        ("cases", "0012_claiming_and_duty"),
        ("cases", "0013_correspondence"),
        ("cases", "0014_promises_and_translation"),
        ("cases", "0015_series"),
        ("cases", "0016_bulk"),
        ("cases", "0017_presence_and_drafts"),
        ("cases", "0018_indexes_at_scale"),
        ("cases", "0019_keys"),
    ]

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('reporting', '0001_initial'),
    ]

    operations = [
        UnaccentExtension(),
        TrigramExtension(),
        *(
            migrations.RunSQL(*_functions.configuration(code, language))
            for code, language in _functions.LANGUAGES.items()
        ),
        migrations.CreateModel(
            name='BankHoliday',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField(unique=True)),
                ('name', models.CharField(max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(unique=True)),
                ('name', models.CharField(max_length=100)),
                ('is_default', models.BooleanField(default=False, help_text='new cases come here unless a rule says otherwise')),
                ('is_sealed', models.BooleanField(default=False, help_text='for everybody else its cases answer as if they did not exist')),
                ('is_active', models.BooleanField(default=True, help_text='no rule leads to a unit that is not active')),
                ('takes_police_reports', models.BooleanField(default=False, help_text='reports about the police or its staff come here and not to the unit that has new cases, as soon as somebody here is named to read restricted cases')),
                ('borough', models.SlugField(blank=True, help_text='the London borough that it works for')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('takes_police_reports', True)), fields=('takes_police_reports',), name='one_unit_for_reports_about_police'), models.UniqueConstraint(condition=models.Q(('borough', ''), _negated=True), fields=('borough',), name='one_unit_a_borough'), models.CheckConstraint(condition=models.Q(('takes_police_reports', False), ('is_active', True), _connector='OR'), name='the_unit_for_reports_about_police_is_active'), models.UniqueConstraint(condition=models.Q(('is_default', True)), fields=('is_default',), name='one_default_unit'), models.CheckConstraint(condition=models.Q(('is_default', False), models.Q(('is_active', True), ('is_sealed', False)), _connector='OR'), name='the_default_unit_is_active_and_not_sealed')],
            },
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('username', models.CharField(error_messages={'unique': 'A user with that username already exists.'}, help_text='Required. 150 characters or fewer. Letters, digits and @/./+/-/_ only.', max_length=150, unique=True, validators=[django.contrib.auth.validators.UnicodeUsernameValidator()], verbose_name='username')),
                ('first_name', models.CharField(blank=True, max_length=150, verbose_name='first name')),
                ('last_name', models.CharField(blank=True, max_length=150, verbose_name='last name')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='email address')),
                ('is_staff', models.BooleanField(default=False, help_text='Designates whether the user can log into this admin site.', verbose_name='staff status')),
                ('is_active', models.BooleanField(default=True, help_text='Designates whether this user should be treated as active. Unselect this instead of deleting accounts.', verbose_name='active')),
                ('date_joined', models.DateTimeField(default=django.utils.timezone.now, verbose_name='date joined')),
                ('role', models.CharField(choices=[('officer', 'Officer'), ('supervisor', 'Supervisor'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], default=cases.enums.Role['OFFICER'], max_length=15)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=cases.models.unit._english, help_text='codes of the languages held, such as en, pl', size=None)),
                ('reads_restricted', models.BooleanField(default=False, help_text='named reader of restricted cases of the own unit')),
                ('records_names', models.BooleanField(default=False, help_text='may record a case against a named person, as supervisors may')),
                ('sees_hard_words', models.BooleanField(default=False, help_text="the account's own wish: slurs and graphic words are not hidden until asked for")),
                ('single_keys', models.BooleanField(default=True, help_text="the account's own wish: keys pressed alone, such as n, do something at the desk")),
                ('absent_until', models.DateField(blank=True, null=True)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accounts', to='cases.unit')),
            ],
            options={
                'verbose_name': 'account',
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', [cases.enums.Role['OFFICER'], cases.enums.Role['SUPERVISOR'], cases.enums.Role['AUDITOR'], cases.enums.Role['ADMINISTRATOR']])), name='known_role'), models.CheckConstraint(condition=models.Q(('unit__isnull', False), models.Q(('role__in', [cases.enums.Role['OFFICER'], cases.enums.Role['SUPERVISOR']]), _negated=True), _connector='OR'), name='officers_belong_to_a_unit'), models.CheckConstraint(condition=models.Q(('is_superuser', False)), name='rights_come_from_the_role_alone')],
            },
            managers=[
                ('objects', django.contrib.auth.models.UserManager()),
            ],
        ),
        migrations.CreateModel(
            name='Bulk',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('chosen_by', models.CharField(blank=True, help_text="the filter, as in the queue's address", max_length=2000)),
                ('act', models.CharField(blank=True, max_length=10)),
                ('given', models.JSONField(default=dict, help_text='what the act needs: to, name, until, reason and so on')),
                ('made_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('undo_at', models.DateTimeField(help_text='when undoing was asked for', null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('owner'), models.OrderBy(models.F('made_at'), descending=True), name='bulks_of_an_account')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('confirmed_at', None)), fields=('owner',), name='one_open_selection_of_an_account'), models.CheckConstraint(condition=models.Q(('act__in', ['', 'assign', 'tag', 'wait', 'link', 'close'])), name='known_bulk_act'), models.CheckConstraint(condition=models.Q(('confirmed_at', None), models.Q(('act', ''), _negated=True), _connector='OR'), name='what_is_confirmed_says_what_is_done')],
            },
        ),
        migrations.CreateModel(
            name='Case',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reference', models.CharField(max_length=12, unique=True)),
                ('state', models.CharField(default=cases.enums.State['NEW'], max_length=12)),
                ('lane', models.CharField(default=cases.enums.Lane['MAIN'], max_length=5)),
                ('is_restricted', models.BooleanField(default=False)),
                ('recused', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='ids of accounts that know someone in this: the case does not exist for them', size=None)),
                ('hidden_from', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, help_text='ids of accounts that may not know of it: officers involved', size=None)),
                ('needs_person', models.CharField(blank=True, help_text='why the machine left this to a person; empty when it did not', max_length=200)),
                ('priority', models.CharField(default='standard', max_length=10)),
                ('priority_reason', models.CharField(blank=True, max_length=300)),
                ('strands', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, help_text="what reporters ticked, and the officer's; until one decided, the machine's instead", size=None)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('is_labelled', models.BooleanField(default=False, help_text='an officer has said which strands and kinds apply, none included', verbose_name='labelled by an officer')),
                ('language', models.CharField(default='und', max_length=12)),
                ('area', models.CharField(blank=True, help_text='town, area or postcode as the reporter gave it', max_length=200)),
                ('received_at', models.DateTimeField(help_text='of the report that opened it')),
                ('opened_at', models.DateTimeField()),
                ('next_due_at', models.DateTimeField(help_text='due time of the earliest open commitment', null=True)),
                ('next_due_kind', models.CharField(blank=True, max_length=20)),
                ('waiting_until', models.DateField(null=True)),
                ('waiting_for', models.CharField(blank=True, max_length=300)),
                ('closed_at', models.DateTimeField(null=True)),
                ('closing_reason', models.CharField(blank=True, max_length=24)),
                ('closing_note', models.TextField(blank=True)),
                ('closing_details', models.JSONField(default=dict, help_text='force, number, passed_to: what the closing reason demands')),
                ('version', models.PositiveIntegerField(default=1, help_text='counts the writes, so that a stale page is noticed')),
                ('closed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('closing_proposed_by', models.ForeignKey(help_text='first of two people', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('officer', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='cases', to=settings.AUTH_USER_MODEL)),
                ('opened_for', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='opened_case', to='reporting.report')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='cases', to='cases.unit')),
            ],
            options={
                'indexes': [models.Index(models.F('unit'), models.F('next_due_at'), models.F('id'), condition=models.Q(('state__in', (cases.enums.State['NEW'], cases.enums.State['IN_PROGRESS'], cases.enums.State['WAITING']))), name='queue_of_a_unit'), models.Index(condition=models.Q(('state__in', (cases.enums.State['NEW'], cases.enums.State['IN_PROGRESS'], cases.enums.State['WAITING']))), fields=['officer', 'next_due_at', 'id'], include=('unit', 'is_restricted', 'recused', 'hidden_from'), name='queue_of_an_officer'), models.Index(condition=models.Q(('state', cases.enums.State['NEW'])), fields=['unit', 'next_due_at', 'id'], include=('is_restricted', 'recused', 'hidden_from'), name='queue_of_what_nobody_has'), models.Index(condition=models.Q(('officer__isnull', False), ('state__in', (cases.enums.State['NEW'], cases.enums.State['IN_PROGRESS'], cases.enums.State['WAITING']))), fields=['unit', 'next_due_at', 'id'], include=('is_restricted', 'recused', 'hidden_from'), name='queue_of_what_somebody_has'), models.Index(condition=models.Q(('state', cases.enums.State['WAITING'])), fields=['unit', 'next_due_at', 'id'], include=('is_restricted', 'recused', 'hidden_from'), name='queue_of_what_waits'), models.Index(condition=models.Q(('lane', cases.enums.Lane['HELD']), ('state__in', (cases.enums.State['NEW'], cases.enums.State['IN_PROGRESS'], cases.enums.State['WAITING']))), fields=['unit', 'next_due_at', 'id'], include=('is_restricted', 'recused', 'hidden_from'), name='queue_of_what_is_held'), models.Index(condition=models.Q(models.Q(('needs_person', ''), _negated=True), ('state__in', (cases.enums.State['NEW'], cases.enums.State['IN_PROGRESS'], cases.enums.State['WAITING']))), fields=['unit', 'next_due_at', 'id'], include=('is_restricted', 'recused', 'hidden_from'), name='queue_of_what_needs_a_person'), models.Index(models.F('unit'), django.db.models.functions.comparison.Coalesce('next_due_at', models.Value(datetime.datetime(9999, 1, 1, 0, 0, tzinfo=datetime.timezone.utc), models.DateTimeField())), models.OrderBy(models.F('id'), descending=True), condition=models.Q(('state', cases.enums.State['EMPTIED']), _negated=True), include=('is_restricted', 'recused', 'hidden_from'), name='all_cases_of_a_unit'), models.Index(models.F('waiting_until'), condition=models.Q(('state', cases.enums.State['WAITING'])), name='waiting_cases_by_day'), models.Index(models.F('received_at'), name='cases_by_time_received'), django.contrib.postgres.indexes.GinIndex(models.F('strands'), name='cases_by_strand')],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', [cases.enums.State['NEW'], cases.enums.State['IN_PROGRESS'], cases.enums.State['WAITING'], cases.enums.State['CLOSED'], cases.enums.State['EMPTIED']])), name='known_state'), models.CheckConstraint(condition=models.Q(('priority__in', ['immediate', 'high', 'standard', 'routine'])), name='known_priority'), models.CheckConstraint(condition=models.Q(('lane__in', [cases.enums.Lane['MAIN'], cases.enums.Lane['HELD']])), name='known_lane'), models.CheckConstraint(condition=models.Q(models.Q(('state', cases.enums.State['CLOSED']), _negated=True), models.Q(('closed_at__isnull', False), ('closed_by__isnull', False), ('closing_reason__in', ['with_investigators', 'person_wants_no_more', 'no_line_left', 'not_hate_related', 'transferred', 'form_abuse'])), _connector='OR'), name='a_closed_case_says_when_by_whom_and_why'), models.CheckConstraint(condition=models.Q(models.Q(('closing_reason', 'no_line_left'), ('state', cases.enums.State['CLOSED']), _negated=True), models.Q(('closing_note', ''), _negated=True), _connector='OR'), name='no_line_left_needs_its_reason'), models.CheckConstraint(condition=models.Q(models.Q(('closing_reason', 'form_abuse'), ('state', cases.enums.State['CLOSED']), _negated=True), models.Q(('closing_proposed_by__isnull', False), models.Q(('closing_proposed_by', models.F('closed_by')), _negated=True)), _connector='OR'), name='form_abuse_takes_two_people'), models.CheckConstraint(condition=models.Q(models.Q(('closing_reason', 'not_hate_related'), ('state', cases.enums.State['CLOSED']), _negated=True), ('closing_details__has_key', 'passed_to'), _connector='OR'), name='not_hate_related_says_passed_to_whom'), models.CheckConstraint(condition=models.Q(models.Q(('closing_reason', 'transferred'), ('state', cases.enums.State['CLOSED']), _negated=True), ('closing_details__has_keys', ['force', 'number']), _connector='OR'), name='a_transfer_names_force_and_number'), models.CheckConstraint(condition=models.Q(models.Q(('state', cases.enums.State['WAITING']), _negated=True), models.Q(('waiting_until__isnull', False), models.Q(('waiting_for', ''), _negated=True)), _connector='OR'), name='waiting_has_a_date_and_a_reason'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', [cases.enums.State['IN_PROGRESS'], cases.enums.State['WAITING']]), _negated=True), ('officer__isnull', False), _connector='OR'), name='work_in_progress_has_an_officer')],
            },
        ),
        migrations.CreateModel(
            name='BulkCase',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveIntegerField()),
                ('outcome', models.CharField(blank=True, max_length=8)),
                ('sentence', models.CharField(blank=True, help_text='why it was skipped or failed', max_length=300)),
                ('before', models.JSONField(default=dict)),
                ('version_after', models.PositiveIntegerField(null=True)),
                ('undo', models.CharField(blank=True, max_length=8)),
                ('undo_sentence', models.CharField(blank=True, max_length=300)),
                ('bulk', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='cases', to='cases.bulk')),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('bulk', 'case'), name='a_case_is_chosen_once'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', 'done', 'skipped', 'failed']), ('undo__in', ['', 'done', 'skipped', 'failed'])), name='known_bulk_outcome')],
            },
        ),
        migrations.CreateModel(
            name='CaseReport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('attached_at', models.DateTimeField()),
                ('attached_by', models.CharField(blank=True, max_length=150)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('detached_at', models.DateTimeField(null=True)),
                ('detached_by', models.CharField(blank=True, max_length=150)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='cases.case')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='reporting.report')),
            ],
            options={
                'constraints': [models.UniqueConstraint(condition=models.Q(('detached_at', None)), fields=('case', 'report'), name='attached_once_at_a_time'), models.CheckConstraint(condition=models.Q(('detached_at', None), models.Q(('detached_by', ''), _negated=True), _connector='OR'), name='detached_by_a_named_person')],
            },
        ),
        migrations.CreateModel(
            name='Tag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=40)),
                ('made_at', models.DateTimeField()),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='cases.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(models.F('unit'), django.db.models.functions.text.Lower('name'), name='one_tag_of_a_name_for_each_unit'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_tag_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='CaseTag',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('put_at', models.DateTimeField()),
                ('put_by', models.CharField(max_length=150)),
                ('taken_off_at', models.DateTimeField(null=True)),
                ('taken_off_by', models.CharField(blank=True, max_length=150)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tags', to='cases.case')),
                ('tag', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.tag')),
            ],
            options={
                'indexes': [models.Index(models.F('tag'), condition=models.Q(('taken_off_at', None)), name='cases_of_a_tag')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('taken_off_at', None)), fields=('case', 'tag'), name='a_tag_is_on_a_case_once'), models.CheckConstraint(condition=models.Q(('taken_off_at', None), models.Q(('taken_off_by', ''), _negated=True), _connector='OR'), name='a_tag_is_taken_off_by_a_named_person')],
            },
        ),
        migrations.CreateModel(
            name='CaseTraits',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('keys', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), default=list, size=None)),
                ('sealed', models.BinaryField(help_text='cases/engine/traits.py: Traits, encrypted', null=True)),
                ('version', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, related_name='traits', to='cases.case')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(models.F('keys'), name='cases_by_trait')],
            },
        ),
        migrations.CreateModel(
            name='EnhancedGround',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField()),
                ('label', models.CharField(max_length=120)),
                ('hint', models.CharField(blank=True, max_length=300)),
                ('in_force_from', models.DateField()),
                ('in_force_until', models.DateField(blank=True, help_text='last day', null=True)),
                ('source', models.CharField(blank=True, help_text='who decided it, where it stands', max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('key', 'in_force_from'), name='one_ground_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(max_length=16)),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sealed_identity', models.BinaryField(help_text='name, e-mail, telephone, address', null=True)),
                ('sealed_contact', models.BinaryField(help_text='contact card: channel, safe times, voicemail, who might see', null=True)),
                ('sealed_secrets', models.BinaryField(help_text='what people around them do not know: do not disclose', null=True)),
                ('sealed_agreed', models.BinaryField(help_text='what officers have agreed with them since, every version of it; beside it their own words', null=True)),
                ('knowledge', models.JSONField(default=dict, help_text='how they know of it, and who they are to the person it happened to')),
                ('consent', models.JSONField(default=dict, help_text='what they agreed to, by purpose')),
                ('needs', models.JSONField(default=dict, help_text='language, interpreter, support, under 18')),
                ('wants_no_contact', models.BooleanField(default=False, help_text='their own wish, in words of the report or a message')),
                ('enhanced_reason', models.CharField(blank=True, max_length=300)),
                ('enhanced_at', models.DateTimeField(null=True)),
                ('created_at', models.DateTimeField()),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='cases.case')),
                ('enhanced_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('enhanced_ground', models.ForeignKey(help_text='why enhanced service is owed', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.enhancedground')),
                ('report', models.ForeignKey(help_text='the report that told of them', on_delete=django.db.models.deletion.PROTECT, related_name='persons', to='reporting.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('role__in', [cases.enums.PersonRole['REPORTER'], cases.enums.PersonRole['VICTIM'], cases.enums.PersonRole['WITNESS'], cases.enums.PersonRole['SUPPORTER'], cases.enums.PersonRole['PERSON_REPORTED']])), name='known_person_role'), models.CheckConstraint(condition=models.Q(models.Q(('enhanced_at', None), ('enhanced_by', None), ('enhanced_ground', None)), models.Q(('enhanced_at__isnull', False), ('enhanced_by__isnull', False), ('enhanced_ground__isnull', False)), _connector='OR'), name='enhanced_service_says_why_by_whom_and_when')],
            },
        ),
        migrations.CreateModel(
            name='PromiseRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('read', 'read'), ('recording_decision', 'recording decision'), ('answer', 'answer'), ('referral', 'referral'), ('update', 'update'), ('next_action', 'next action')], max_length=20)),
                ('priority', models.CharField(blank=True, max_length=10)),
                ('is_enhanced', models.BooleanField(default=False, help_text='for people who are owed enhanced service')),
                ('within', models.DurationField(help_text='elapsed time, nights included')),
                ('in_force_from', models.DateField()),
                ('in_force_until', models.DateField(blank=True, help_text='last day', null=True)),
                ('source', models.CharField(blank=True, help_text='who decided it, where it stands', max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [cases.enums.CommitmentKind['READ'], cases.enums.CommitmentKind['RECORDING_DECISION'], cases.enums.CommitmentKind['ANSWER'], cases.enums.CommitmentKind['REFERRAL'], cases.enums.CommitmentKind['UPDATE'], cases.enums.CommitmentKind['NEXT_ACTION']])), name='known_promise'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'read'), _negated=True), ('within__lte', datetime.timedelta(days=1)), _connector='OR'), name='reading_is_promised_within_24_hours'), models.UniqueConstraint(fields=('kind', 'priority', 'is_enhanced', 'in_force_from'), name='one_promise_a_day_kind_and_priority')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('what', models.CharField(blank=True, help_text="in the officer's words, for a next action", max_length=300)),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('met_at', models.DateTimeField(null=True)),
                ('released_at', models.DateTimeField(null=True)),
                ('released_because', models.CharField(blank=True, max_length=100)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='cases.case')),
                ('met_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='reporting.report')),
                ('owed_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.person')),
                ('rule', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.promiserule')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), models.F('due_at'), condition=models.Q(('met_at', None), ('released_at', None)), name='open_commitments_of_a_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [cases.enums.CommitmentKind['READ'], cases.enums.CommitmentKind['RECORDING_DECISION'], cases.enums.CommitmentKind['ANSWER'], cases.enums.CommitmentKind['REFERRAL'], cases.enums.CommitmentKind['UPDATE'], cases.enums.CommitmentKind['NEXT_ACTION']])), name='known_commitment'), models.CheckConstraint(condition=models.Q(models.Q(('kind', 'read'), _negated=True), ('report__isnull', False), _connector='OR'), name='reading_is_owed_to_a_report'), models.CheckConstraint(condition=models.Q(('met_at', None), ('met_by__isnull', False), _connector='OR'), name='met_by_a_named_person'), models.CheckConstraint(condition=models.Q(('released_at', None), models.Q(('released_because', ''), _negated=True), _connector='OR'), name='released_for_a_reason'), models.UniqueConstraint(condition=models.Q(('kind', 'read'), ('met_at', None), ('released_at', None)), fields=('case', 'report'), name='one_open_reading_a_report_and_case')],
            },
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=150, unique=True)),
                ('kind', models.CharField(choices=[('partner', 'partner'), ('force', 'force')], max_length=8)),
                ('helps_with', models.CharField(blank=True, help_text='what it does, and for whom', max_length=300)),
                ('contact', models.CharField(blank=True, help_text='the agreed way to send it something: secure address, number', max_length=300)),
                ('is_active', models.BooleanField(default=True)),
                ('is_demonstration', models.BooleanField(default=False, help_text='made up, for looking around')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [cases.enums.OrganisationKind['PARTNER'], cases.enums.OrganisationKind['FORCE']])), name='known_kind_of_organisation'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='an_organisation_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='Consent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), default=list, size=None)),
                ('agreed_by', models.CharField(help_text='themselves, a parent, or somebody who may decide for them', max_length=8)),
                ('how', models.CharField(help_text='how they said it', max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='consents', to='cases.person')),
            ],
            options={
                'indexes': [models.Index(models.F('person'), models.F('organisation'), name='consents_of_a_person')],
                'constraints': [models.CheckConstraint(condition=models.Q(('fields__contained_by', ['name', 'phone', 'email', 'safe_contact', 'needs', 'words', 'when', 'where', 'because'])), name='only_what_can_be_shared'), models.CheckConstraint(condition=models.Q(('how', ''), _negated=True), name='consent_says_how_it_was_given'), models.CheckConstraint(condition=models.Q(('agreed_by__in', [cases.enums.AgreedBy['SELF'], cases.enums.AgreedBy['PARENT'], cases.enums.AgreedBy['DECIDER']])), name='known_who_agreed')],
            },
        ),
        migrations.CreateModel(
            name='ContactAttempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('means', models.CharField(max_length=8)),
                ('reason', models.TextField()),
                ('planned_for', models.CharField(blank=True, help_text="when, in the officer's words", max_length=100)),
                ('at', models.DateTimeField()),
                ('forbidden', models.JSONField(default=list, help_text='what the contact card said against it, in sentences')),
                ('danger_to', models.CharField(blank=True, help_text='why it was done against the card: life or child', max_length=6)),
                ('danger_reason', models.TextField(blank=True)),
                ('safest_means', models.TextField(blank=True, help_text='why this means is the safest')),
                ('outcome', models.CharField(blank=True, max_length=16)),
                ('outcome_note', models.TextField(blank=True)),
                ('outcome_at', models.DateTimeField(null=True)),
                ('needs_review', models.BooleanField(default=False, help_text='it went against the card: a supervisor looks at it')),
                ('reviewed_at', models.DateTimeField(null=True)),
                ('review_note', models.TextField(blank=True)),
                ('by', models.ForeignKey(help_text='empty: Heard itself', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_attempts', to='cases.case')),
                ('outcome_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(help_text="the person's", on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.report')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_attempts', to='cases.person')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), models.F('at'), name='contact_attempts_of_a_case'), models.Index(models.F('at'), condition=models.Q(('needs_review', True), ('reviewed_at', None)), name='contact_attempts_to_review')],
                'constraints': [models.CheckConstraint(condition=models.Q(('means__in', [cases.enums.Means['WEBSITE'], cases.enums.Means['PHONE'], cases.enums.Means['TEXT'], cases.enums.Means['EMAIL'], cases.enums.Means['LETTER'], cases.enums.Means['VISIT']])), name='known_means_of_contact'), models.CheckConstraint(condition=models.Q(('outcome__in', ['', cases.enums.ContactOutcome['REACHED'], cases.enums.ContactOutcome['NO_ANSWER'], cases.enums.ContactOutcome['SOMEBODY_ELSE'], cases.enums.ContactOutcome['VOICEMAIL'], cases.enums.ContactOutcome['SENT'], cases.enums.ContactOutcome['NOT_DELIVERED'], cases.enums.ContactOutcome['NOT_TRIED']])), name='known_outcome_of_contact'), models.CheckConstraint(condition=models.Q(('danger_to__in', ['', cases.enums.DangerTo['LIFE'], cases.enums.DangerTo['CHILD']])), name='known_danger_of_contact'), models.CheckConstraint(condition=models.Q(('danger_to', ''), ('needs_review', True), _connector='OR'), name='danger_against_a_card_is_reviewed'), models.CheckConstraint(condition=models.Q(('outcome', ''), ('outcome_at__isnull', False), _connector='OR'), name='an_outcome_of_contact_has_a_time'), models.CheckConstraint(condition=models.Q(('reviewed_at', None), models.Q(('needs_review', True), ('reviewed_by__isnull', False)), _connector='OR'), name='a_review_of_contact_is_somebodys')],
            },
        ),
        migrations.CreateModel(
            name='ContactKey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('digest', models.BinaryField(max_length=32)),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='contact_keys', to='cases.person')),
            ],
            options={
                'indexes': [models.Index(models.F('digest'), name='persons_by_contact')],
                'constraints': [models.UniqueConstraint(fields=('person', 'digest'), name='a_contact_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='CorrectionsExport',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('asked_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('made_at', models.DateTimeField(null=True)),
                ('rows', models.PositiveIntegerField(null=True)),
                ('sha256', models.CharField(blank=True, help_text='of the file that was written', max_length=64)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('asked_by')), _negated=True), _connector='OR'), name='an_export_takes_two_people'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='an_export_has_a_reason'), models.CheckConstraint(condition=models.Q(('made_at', None), ('approved_by__isnull', False), _connector='OR'), name='an_export_is_made_after_approval')],
            },
        ),
        migrations.CreateModel(
            name='DecisionRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recording', models.CharField(max_length=24)),
                ('is_allowed', models.BooleanField()),
                ('in_force_from', models.DateField()),
                ('source', models.CharField(blank=True, max_length=300)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('recording', 'in_force_from'), name='one_rule_a_day_and_decision')],
            },
        ),
        migrations.CreateModel(
            name='Draft',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('form', models.CharField(help_text='section of the case page', max_length=20)),
                ('about', models.CharField(blank=True, help_text='which report or task, where there are several', max_length=24)),
                ('sealed', models.BinaryField(null=True)),
                ('saved_at', models.DateTimeField()),
                ('version', models.PositiveIntegerField(default=0)),
                ('entry', models.PositiveBigIntegerField(default=0, help_text='newest line of the timeline that was shown')),
                ('done_page', models.CharField(blank=True, help_text='page from which it was last sent or discarded', max_length=40)),
                ('done_digest', models.BinaryField(help_text='of that page and what it sent', max_length=32, null=True)),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(models.F('saved_at'), name='drafts_by_age')],
                'constraints': [models.UniqueConstraint(fields=('account', 'case', 'form', 'about'), name='one_draft_of_a_form_for_each_officer'), models.CheckConstraint(condition=models.Q(('form', ''), _negated=True), name='a_draft_is_of_a_form')],
            },
        ),
        migrations.CreateModel(
            name='DutyShift',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('duty', 'Duty'), ('supervisor', 'Supervisor')], default=cases.enums.Shift['DUTY'], max_length=10)),
                ('starts_at', models.DateTimeField()),
                ('ends_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='shifts', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('starts_at'), models.F('ends_at'), name='shifts_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('ends_at__gt', models.F('starts_at'))), name='a_shift_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('kind__in', [cases.enums.Shift['DUTY'], cases.enums.Shift['SUPERVISOR']])), name='known_shift')],
            },
        ),
        migrations.CreateModel(
            name='ErasureDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField()),
                ('decided_at', models.DateTimeField()),
                ('approved_at', models.DateTimeField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('decided_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='erasure_decisions', to='reporting.report')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('approved_by', None), models.Q(('approved_by', models.F('decided_by')), _negated=True), _connector='OR'), name='erasure_takes_two_people'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='erasure_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='Identifier',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('start', models.PositiveIntegerField(help_text="offset into the report's words, in characters")),
                ('end', models.PositiveIntegerField()),
                ('digest', models.BinaryField(help_text='HMAC-SHA-256 of kind and normal form', max_length=32)),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='identifiers', to='reporting.report')),
            ],
            options={
                'indexes': [models.Index(models.F('digest'), name='reports_by_identifier')],
                'constraints': [models.UniqueConstraint(fields=('report', 'kind', 'start', 'end'), name='an_identifier_stands_once_in_a_place'), models.CheckConstraint(condition=models.Q(('start__lt', models.F('end'))), name='an_identifier_has_a_place')],
            },
        ),
        migrations.CreateModel(
            name='MessageTemplate',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(help_text='the same for every language of one message', max_length=40)),
                ('title', models.CharField(help_text='what officers choose it by, in English', max_length=80)),
                ('language', models.CharField(help_text='code, such as en or pl', max_length=12)),
                ('text', models.TextField(help_text='plain words; {reference} and the like are filled in')),
                ('asks', models.BooleanField(default=False, help_text='asks for an answer, so that the case can wait for it')),
                ('is_reviewed', models.BooleanField(default=False, help_text='somebody who holds the language has read it and agrees with every word')),
                ('reviewed_by', models.CharField(blank=True, help_text='who that was', max_length=150)),
                ('is_active', models.BooleanField(default=True, help_text='offered to officers')),
            ],
            options={
                'verbose_name': 'message template',
                'constraints': [models.UniqueConstraint(fields=('key', 'language'), name='one_template_a_key_and_language'), models.CheckConstraint(condition=models.Q(('text__regex', '^([^{}]|\\{(reference|received_on|answer_by|done|reason|passed_to)\\})*$')), name='placeholders_of_a_template_are_known', violation_error_message='The text has a placeholder that does not exist.'), models.CheckConstraint(condition=models.Q(('is_reviewed', False), models.Q(('reviewed_by', ''), _negated=True), _connector='OR'), name='a_review_says_whose_it_was', violation_error_message='Say who has reviewed the text.')],
            },
        ),
        migrations.CreateModel(
            name='ModelVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.CharField(max_length=60, unique=True)),
                ('file_name', models.CharField(blank=True, help_text="in the models' folder; empty: came with Heard", max_length=120)),
                ('sha256', models.CharField(max_length=64)),
                ('inputs', models.JSONField(default=dict, help_text='what it was trained on, with checksums')),
                ('offered_at', models.DateTimeField()),
                ('compared_at', models.DateTimeField(null=True)),
                ('compared_with', models.CharField(blank=True, help_text='the version then in force', max_length=60)),
                ('figures', models.JSONField(default=dict, help_text='both versions on the same held-back cases')),
            ],
        ),
        migrations.CreateModel(
            name='ModelSwitch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='switches', to='cases.modelversion')),
            ],
        ),
        migrations.CreateModel(
            name='NamedRecordRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('threshold', models.TextField(help_text='in the words of the guidance; officers say that it is reached')),
                ('is_allowed', models.BooleanField(default=True)),
                ('in_force_from', models.DateField(unique=True)),
                ('source', models.CharField(blank=True, help_text='who decided it, where it stands', max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('threshold', ''), _negated=True), name='a_threshold_is_written_down')],
            },
        ),
        migrations.CreateModel(
            name='RecordingDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('recording', models.CharField(max_length=24)),
                ('at', models.DateTimeField()),
                ('reason', models.TextField(blank=True)),
                ('strands', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('perceived_by', models.CharField(blank=True, help_text='by whose perception: role of a person, or officer', max_length=16)),
                ('system', models.CharField(blank=True, help_text='crime: the recording system', max_length=60)),
                ('number', models.CharField(blank=True, help_text='crime: its number there', max_length=60)),
                ('offence', models.CharField(blank=True, max_length=200)),
                ('body', models.CharField(blank=True, help_text='another body: whose matter it is', max_length=200)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='decisions', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), models.F('at'), name='decisions_of_a_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('recording__in', ['crime', 'antisocial_behaviour', 'incident', 'intelligence_only', 'another_body', 'nothing_recorded'])), name='known_recording_decision'), models.CheckConstraint(condition=models.Q(models.Q(('recording', 'crime'), _negated=True), models.Q(models.Q(('system', ''), _negated=True), models.Q(('number', ''), _negated=True), models.Q(('offence', ''), _negated=True), ('strands__len__gt', 0)), _connector='OR'), name='a_crime_names_system_number_offence_strands'), models.CheckConstraint(condition=models.Q(models.Q(('recording', 'another_body'), _negated=True), models.Q(('body', ''), _negated=True), _connector='OR'), name='another_body_is_named'), models.CheckConstraint(condition=models.Q(models.Q(('recording', 'nothing_recorded'), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='nothing_recorded_needs_a_reason'), models.CheckConstraint(condition=models.Q(('kinds__contains', ['sexual_offence', 'physical_assault']), _negated=True), name='a_sexual_offence_is_not_counted_as_an_assault_too')],
            },
        ),
        migrations.CreateModel(
            name='NamedRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seal_id', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('sealed_name', models.BinaryField()),
                ('sealed_grounds', models.BinaryField(help_text='why the threshold is reached')),
                ('was_told', models.BooleanField()),
                ('sealed_telling', models.BinaryField(help_text='how and when the person was told, or why not')),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='named_records', to='cases.case')),
                ('rule', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.namedrecordrule')),
                ('decision', models.ForeignKey(help_text='then in force', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.recordingdecision')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), models.F('at'), name='named_records_of_a_case')],
            },
        ),
        migrations.CreateModel(
            name='NamedRecordStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=10)),
                ('sealed_note', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('record', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='cases.namedrecord')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('step__in', ['told', 'withdrawn'])), name='known_step_of_a_record'), models.UniqueConstraint(fields=('record', 'step'), name='each_step_of_a_record_once')],
            },
        ),
        migrations.CreateModel(
            name='NewTime',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('due_at', models.DateTimeField()),
                ('reason', models.CharField(help_text='why it was missed, for colleagues; the reporter is not told', max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='new_times', to='cases.commitment')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('due_at__gt', models.F('at'))), name='a_new_time_lies_ahead'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_new_time_has_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='OfferRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('hard_cases_a_day', models.PositiveSmallIntegerField(help_text='hard reports read in a day before others come first')),
                ('hard_kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('supervisor_before', models.DurationField(help_text='from then on a hard case is offered to supervisors all the same')),
                ('anyone_before', models.DurationField(help_text='from then on it is offered to everybody all the same')),
                ('language_before', models.DurationField(help_text='until then a case is kept for those who hold its language, where somebody who is there does')),
                ('in_force_from', models.DateField(unique=True)),
                ('source', models.CharField(blank=True, help_text='who decided it, where it stands', max_length=300)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('supervisor_before__gte', models.F('anyone_before'))), name='the_supervisor_is_offered_it_before_everybody'), models.CheckConstraint(condition=models.Q(('anyone_before__gt', datetime.timedelta(0)), ('language_before__gt', datetime.timedelta(0))), name='nothing_is_kept_until_it_is_late')],
            },
        ),
        migrations.CreateModel(
            name='Presence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('since', models.DateTimeField()),
                ('seen_at', models.DateTimeField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), models.F('seen_at'), name='who_is_on_a_case'), models.Index(models.F('seen_at'), name='presence_by_age')],
                'constraints': [models.UniqueConstraint(fields=('account', 'case'), name='an_account_is_on_a_case_once')],
            },
        ),
        migrations.CreateModel(
            name='Reading',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('understood', models.CharField(max_length=15)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(help_text='the case it was read in', on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='cases.case')),
                ('report', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='readings', to='reporting.report')),
            ],
            options={
                'indexes': [models.Index(models.F('report'), name='readings_of_a_report'), models.Index(models.F('by'), models.F('at'), name='readings_of_an_officer')],
            },
        ),
        migrations.CreateModel(
            name='Referral',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fields', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=16), size=None)),
                ('reason', models.TextField(help_text='what the organisation is asked to do')),
                ('asked_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, max_length=9)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_name', models.CharField(blank=True, help_text='who answered there', max_length=150)),
                ('number', models.CharField(blank=True, help_text='their number for it', max_length=60)),
                ('note', models.TextField(blank=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.case')),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.commitment')),
                ('consent', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.consent')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.organisation')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='referrals', to='cases.person')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), name='referrals_of_a_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('case', 'person', 'organisation'), name='asked_once_at_a_time'), models.CheckConstraint(condition=models.Q(('fields__len__gt', 0)), name='a_referral_gives_something'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_referral_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('entered_by__isnull', False), ('outcome__in', [cases.enums.PassingOn['ACCEPTED'], cases.enums.PassingOn['DECLINED'], cases.enums.PassingOn['WITHDRAWN']])), _connector='OR'), name='a_referral_is_answered_in_full'), models.CheckConstraint(condition=models.Q(('answered_at', None), ('answered_at__gte', models.F('asked_at')), _connector='OR'), name='a_referral_is_answered_after_it_was_asked')],
            },
        ),
        migrations.CreateModel(
            name='RiskAssessment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('answers', models.JSONField(help_text='by question: yes, no or not_known')),
                ('notes', models.JSONField(default=dict, help_text="by question, in the officer's words")),
                ('level', models.CharField(max_length=10)),
                ('plan', models.TextField(blank=True)),
                ('review_on', models.DateField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='assessments', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), models.F('at'), name='assessments_of_a_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', [cases.enums.RiskLevel['STANDARD'], cases.enums.RiskLevel['MEDIUM'], cases.enums.RiskLevel['HIGH']])), name='known_risk_level'), models.CheckConstraint(condition=models.Q(('answers__has_keys', ['danger', 'escalation', 'repeat', 'weapons', 'access', 'isolation', 'dependants', 'self_harm'])), name='every_question_of_risk_is_answered'), models.CheckConstraint(condition=models.Q(('level', 'standard'), models.Q(('plan', ''), _negated=True), _connector='OR'), name='a_raised_risk_has_a_plan')],
            },
        ),
        migrations.CreateModel(
            name='RoutingRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=80, unique=True)),
                ('place', models.PositiveSmallIntegerField(default=100, help_text='rules with lower numbers are asked first', verbose_name='order')),
                ('strands', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('places', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('areas', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=60), blank=True, default=list, size=None)),
                ('languages', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), blank=True, default=list, size=None)),
                ('priorities', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('cues', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), blank=True, default=list, size=None)),
                ('in_force_from', models.DateField()),
                ('in_force_until', models.DateField(blank=True, help_text='the last day', null=True)),
                ('is_active', models.BooleanField(default=False)),
                ('switched_at', models.DateTimeField(editable=False, null=True)),
                ('switched_by', models.ForeignKey(editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='routing_rules', to='cases.unit')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('areas', []), ('cues', []), ('kinds', []), ('languages', []), ('places', []), ('priorities', []), ('strands', []), _negated=True), name='a_rule_asks_about_something'), models.CheckConstraint(condition=models.Q(('in_force_until', None), ('in_force_until__gte', models.F('in_force_from')), _connector='OR'), name='a_rule_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('is_active', False), models.Q(('switched_at__isnull', False), ('switched_by__isnull', False)), _connector='OR'), name='a_rule_is_switched_on_by_somebody')],
            },
        ),
        migrations.CreateModel(
            name='SameSuggestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=10)),
                ('score', models.FloatField()),
                ('sealed_reasons', models.BinaryField(help_text='why, encrypted: it holds words of the reports', null=True)),
                ('version', models.CharField(max_length=20)),
                ('made_at', models.DateTimeField()),
                ('state', models.CharField(default=cases.enums.Answer['OPEN'], max_length=10)),
                ('by', models.CharField(blank=True, max_length=150)),
                ('at', models.DateTimeField(null=True)),
                ('reason', models.CharField(blank=True, max_length=300)),
                ('case_a', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('case_b', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(models.F('case_a'), models.F('kind'), name='alike_by_first_case'), models.Index(models.F('case_b'), models.F('kind'), name='alike_by_second_case')],
                'constraints': [models.UniqueConstraint(fields=('case_a', 'case_b', 'version'), name='a_pair_is_suggested_once'), models.CheckConstraint(condition=models.Q(('case_a__lt', models.F('case_b'))), name='the_older_case_comes_first'), models.CheckConstraint(condition=models.Q(('kind__in', [cases.enums.Alike['INCIDENT'], cases.enums.Alike['PATTERN'], cases.enums.Alike['RELATED']])), name='known_likeness'), models.CheckConstraint(condition=models.Q(('state__in', [cases.enums.Answer['OPEN'], cases.enums.Answer['ACCEPTED'], cases.enums.Answer['REJECTED']])), name='known_answer'), models.CheckConstraint(condition=models.Q(('state', cases.enums.Answer['OPEN']), models.Q(models.Q(('by', ''), _negated=True), ('at__isnull', False), models.Q(('reason', ''), _negated=True)), _connector='OR'), name='an_answer_says_by_whom_when_and_why')],
            },
        ),
        migrations.CreateModel(
            name='SavedView',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=60)),
                ('query', models.CharField(help_text="tab and filters, as in the queue's address", max_length=2000)),
                ('saved_at', models.DateTimeField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='saved_views', to=settings.AUTH_USER_MODEL)),
                ('unit', models.ForeignKey(help_text='shared with it', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.unit')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('owner', 'name'), name='one_view_of_a_name_for_each_owner'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='a_saved_view_has_a_name')],
            },
        ),
        migrations.CreateModel(
            name='SearchText',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(help_text='the first 200,000 characters, in the form of cases/engine/findable.py')),
                ('spellings', models.TextField(help_text='its distinct words, folded: for spellings like another and pieces of numbers')),
                ('language', models.CharField(default='heard_en', help_text='text search configuration of its language', max_length=12)),
                ('vector', django.contrib.postgres.search.SearchVectorField(null=True)),
                ('recipe', models.PositiveSmallIntegerField(default=0, help_text='how it was made; an older one is made anew')),
                ('made_at', models.DateTimeField()),
                ('case', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='search_text', to='cases.case')),
                ('report', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='search_text', to='reporting.report')),
            ],
            options={
                'indexes': [django.contrib.postgres.indexes.GinIndex(models.F('vector'), name='search_by_words'), django.contrib.postgres.indexes.GinIndex(fields=['spellings'], name='search_by_spelling', opclasses=['gin_trgm_ops'])],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('case__isnull', False), ('report', None)), models.Q(('case', None), ('report__isnull', False)), _connector='OR'), name='search_text_is_of_a_report_or_of_a_case')],
            },
        ),
        migrations.CreateModel(
            name='Series',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=120)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=150)),
                ('owner', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='series', to=settings.AUTH_USER_MODEL)),
                ('split_from', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='parts', to='cases.series')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series', to='cases.unit')),
            ],
            options={
                'verbose_name_plural': 'series',
                'constraints': [models.CheckConstraint(condition=models.Q(('title', ''), _negated=True), name='a_series_has_a_title')],
            },
        ),
        migrations.CreateModel(
            name='SeriesCommitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('what', models.CharField(max_length=300)),
                ('opened_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('met_at', models.DateTimeField(null=True)),
                ('met_by', models.CharField(blank=True, max_length=150)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='commitments', to='cases.series')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', [cases.enums.SeriesWork['NEXT_ACTION'], cases.enums.SeriesWork['REVIEW']])), name='known_work_of_a_series'), models.UniqueConstraint(condition=models.Q(('met_at', None)), fields=('series', 'kind'), name='one_open_work_of_a_kind')],
            },
        ),
        migrations.CreateModel(
            name='SeriesEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.CharField(max_length=150)),
                ('what', models.CharField(max_length=40)),
                ('details', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True)),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timeline', to='cases.series')),
            ],
            options={
                'indexes': [models.Index(models.F('series'), models.F('at'), name='timeline_of_a_series')],
            },
        ),
        migrations.CreateModel(
            name='SeriesLink',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('added_at', models.DateTimeField()),
                ('added_by', models.CharField(max_length=150)),
                ('reason', models.CharField(max_length=300)),
                ('removed_at', models.DateTimeField(null=True)),
                ('removed_by', models.CharField(blank=True, max_length=150)),
                ('removed_because', models.CharField(blank=True, max_length=300)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='series_links', to='cases.case')),
                ('series', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='links', to='cases.series')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), condition=models.Q(('removed_at', None)), name='series_of_a_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('removed_at', None)), fields=('series', 'case'), name='a_case_is_once_in_a_series'), models.CheckConstraint(condition=models.Q(('removed_at', None), models.Q(models.Q(('removed_by', ''), _negated=True), models.Q(('removed_because', ''), _negated=True)), _connector='OR'), name='taken_out_by_somebody_for_a_reason')],
            },
        ),
        migrations.CreateModel(
            name='StaffingNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('trouble', models.CharField(max_length=20)),
                ('channel', models.CharField(help_text='email or webhook', max_length=10)),
                ('to', models.CharField(max_length=254)),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(help_text='sending, sent, or the class name of what went wrong', max_length=100)),
            ],
            options={
                'indexes': [models.Index(models.F('at'), name='staffing_notices_by_time')],
                'constraints': [models.CheckConstraint(condition=models.Q(('trouble__in', [cases.enums.Trouble['NOBODY_ON_DUTY'], cases.enums.Trouble['NO_DEFAULT_UNIT'], cases.enums.Trouble['EVERYBODY_ABSENT']])), name='known_trouble')],
            },
        ),
        migrations.CreateModel(
            name='Task',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300)),
                ('due_on', models.DateField(null=True)),
                ('added_at', models.DateTimeField()),
                ('done_at', models.DateTimeField(null=True)),
                ('outcome', models.TextField(blank=True, help_text='what came of it')),
                ('added_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('assigned_to', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='tasks', to='cases.case')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(models.F('case'), models.F('added_at'), name='tasks_of_a_case')],
                'constraints': [models.CheckConstraint(condition=models.Q(('what', ''), _negated=True), name='a_task_says_what'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False)), _connector='OR'), name='a_finished_task_says_when_and_by_whom')],
            },
        ),
        migrations.CreateModel(
            name='TimelineEntry',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('by', models.CharField(blank=True, max_length=150)),
                ('what', models.CharField(help_text='key of the thing done, such as taken, read, closed', max_length=40)),
                ('details', models.JSONField(default=dict)),
                ('note', models.TextField(blank=True, help_text="in the officer's words")),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='timeline', to='cases.case')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), models.F('at'), name='timeline_of_a_case'), models.Index(models.F('case'), condition=models.Q(('what', 'raised_for_repeat')), name='cases_raised_for_repeat')],
            },
        ),
        migrations.CreateModel(
            name='Transfer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('reason', models.TextField(help_text='why it is theirs')),
                ('asked_at', models.DateTimeField()),
                ('outcome', models.CharField(blank=True, max_length=9)),
                ('answered_at', models.DateTimeField(null=True)),
                ('answered_name', models.CharField(blank=True, help_text='who takes it there', max_length=150)),
                ('number', models.CharField(blank=True, help_text='their number', max_length=60)),
                ('note', models.TextField(blank=True)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='cases.case')),
                ('commitment', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.commitment')),
                ('entered_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('force', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='transfers', to='cases.organisation')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), name='transfers_of_a_case')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('outcome', '')), fields=('case',), name='one_force_is_asked_at_a_time'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='a_transfer_says_why'), models.CheckConstraint(condition=models.Q(models.Q(('answered_at', None), ('outcome', '')), models.Q(('answered_at__isnull', False), ('entered_by__isnull', False), ('outcome__in', [cases.enums.PassingOn['ACCEPTED'], cases.enums.PassingOn['DECLINED'], cases.enums.PassingOn['WITHDRAWN']])), _connector='OR'), name='a_transfer_is_answered_in_full'), models.CheckConstraint(condition=models.Q(models.Q(('outcome', cases.enums.PassingOn['ACCEPTED']), _negated=True), models.Q(models.Q(('answered_name', ''), _negated=True), models.Q(('number', ''), _negated=True)), _connector='OR'), name='taken_over_with_name_and_number')],
            },
        ),
        migrations.CreateModel(
            name='Voice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('speaker', models.CharField(max_length=10)),
                ('by', models.CharField(blank=True, help_text='account, translator or model version', max_length=150)),
                ('at', models.DateTimeField()),
                ('strands', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('kinds', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=40), default=list, size=None)),
                ('priority', models.CharField(blank=True, max_length=10)),
                ('language', models.CharField(blank=True, max_length=12)),
                ('text', models.TextField(blank=True, help_text="a translation, or the officer's reason")),
                ('details', models.JSONField(default=dict, help_text='machine: scores, evidence as offsets, reasons')),
                ('is_blind', models.BooleanField(default=False, help_text='machine: hidden until the officer has chosen (random 5 %)')),
                ('switch', models.BigIntegerField(default=0, help_text='machine: number of the model switch then in force, 0 before any')),
                ('case', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='cases.case')),
                ('report', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='voices', to='reporting.report')),
            ],
            options={
                'indexes': [models.Index(models.F('report'), models.F('at'), name='voices_of_a_report'), models.Index(models.F('case'), models.F('at'), name='voices_of_a_case'), models.Index(models.F('report'), condition=models.Q(('is_blind', True), ('speaker', cases.enums.Speaker['MACHINE'])), name='hidden_suggestions')],
                'constraints': [models.CheckConstraint(condition=models.Q(('speaker__in', [cases.enums.Speaker['REPORTER'], cases.enums.Speaker['MACHINE'], cases.enums.Speaker['TRANSLATOR'], cases.enums.Speaker['OFFICER']])), name='known_speaker'), models.CheckConstraint(condition=models.Q(('report__isnull', False), ('case__isnull', False), _connector='OR'), name='a_voice_speaks_of_something'), models.UniqueConstraint(condition=models.Q(('speaker', cases.enums.Speaker['MACHINE'])), fields=('report', 'by', 'switch'), name='one_suggestion_a_report_version_and_switch')],
            },
        ),
        migrations.CreateModel(
            name='TranslationRequest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('of', models.CharField(max_length=7)),
                ('words', models.TextField(blank=True, help_text="of an answer: the officer's draft")),
                ('from_language', models.CharField(max_length=12)),
                ('to_language', models.CharField(max_length=12)),
                ('note', models.CharField(blank=True, help_text='for whoever translates', max_length=300)),
                ('asked_at', models.DateTimeField()),
                ('started_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.CharField(blank=True, max_length=300)),
                ('asked_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='translations', to='cases.case')),
                ('done_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('message', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.message')),
                ('report', models.ForeignKey(help_text='whose thread it is', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.report')),
                ('sent_as', models.OneToOneField(help_text='of an answer: what was sent', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='reporting.message')),
                ('started_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('withdrawn_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('voice', models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='translation', to='cases.voice')),
            ],
            options={
                'indexes': [models.Index(models.F('case'), models.F('asked_at'), name='translations_of_a_case'), models.Index(models.F('asked_at'), condition=models.Q(('done_at', None), ('withdrawn_at', None)), name='open_translations')],
                'constraints': [models.CheckConstraint(condition=models.Q(('of__in', [cases.enums.TranslationOf['REPORT'], cases.enums.TranslationOf['MESSAGE'], cases.enums.TranslationOf['ANSWER']])), name='known_translation'), models.CheckConstraint(condition=models.Q(models.Q(('message__isnull', False), ('of', cases.enums.TranslationOf['MESSAGE'])), models.Q(models.Q(('of', 'message'), _negated=True), ('message', None)), _connector='OR'), name='a_translation_is_of_the_words_it_says'), models.CheckConstraint(condition=models.Q(('from_language', models.F('to_language')), _negated=True), name='a_translation_is_into_another_language'), models.CheckConstraint(condition=models.Q(models.Q(('done_at', None), ('done_by', None), ('voice', None)), models.Q(('done_at__isnull', False), ('done_by__isnull', False), ('voice__isnull', False), ('withdrawn_at', None)), _connector='OR'), name='a_done_translation_is_a_voice'), models.CheckConstraint(condition=models.Q(('withdrawn_at', None), models.Q(('withdrawn_by__isnull', False), models.Q(('withdrawn_because', ''), _negated=True)), _connector='OR'), name='withdrawn_for_a_reason'), models.CheckConstraint(condition=models.Q(('sent_as', None), models.Q(('done_at__isnull', False), ('of', cases.enums.TranslationOf['ANSWER'])), _connector='OR'), name='only_a_done_answer_is_sent'), models.UniqueConstraint(condition=models.Q(('done_at', None), ('withdrawn_at', None), models.Q(('of', 'answer'), _negated=True)), fields=('case', 'report', 'of', 'message', 'to_language'), name='one_open_translation_of_the_same_words', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='ActionTaken',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=24)),
                ('at', models.DateTimeField()),
                ('note', models.TextField(blank=True)),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='cases.case')),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('action__in', ['safeguarding_adult', 'safeguarding_child', 'support_referral', 'visit', 'patrol', 'site_warned', 'platform_told', 'housing_or_council', 'safety_plan', 'restorative_offer'])), name='known_action')],
            },
        ),
        migrations.CreateModel(
            name='AlarmContact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=100)),
                ('step', models.PositiveSmallIntegerField(choices=[(0, 'at once: duty desk'), (1, 'after 5 minutes: supervisor'), (2, 'after 10 minutes: control room')])),
                ('email', models.EmailField(blank=True, max_length=254)),
                ('webhook', models.URLField(blank=True)),
                ('is_active', models.BooleanField(default=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('email', ''), _negated=True), models.Q(('webhook', ''), _negated=True), _connector='OR'), name='an_alarm_contact_can_be_reached')],
            },
        ),
        migrations.CreateModel(
            name='AlarmStep',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.PositiveSmallIntegerField(help_text='0 duty desk, 1 supervisor, 2 control room')),
                ('channel', models.CharField(help_text='desk, email or webhook', max_length=10)),
                ('to', models.CharField(blank=True, max_length=254)),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(help_text='sent, or the class name of what went wrong', max_length=100)),
                ('alarm', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='steps', to='reporting.alarm')),
            ],
            options={
                'indexes': [models.Index(models.F('alarm'), models.F('step'), name='steps_of_an_alarm')],
            },
        ),
        migrations.CreateModel(
            name='AuditEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('account_id', models.BigIntegerField(null=True)),
                ('username', models.CharField(blank=True, max_length=150)),
                ('role', models.CharField(blank=True, max_length=15)),
                ('unit', models.CharField(blank=True, max_length=50)),
                ('action', models.CharField(help_text='such as case.open, queue.list, admin.view', max_length=40)),
                ('address', models.CharField(help_text='path without query', max_length=300)),
                ('references', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=12), default=list, help_text='every case and report shown', size=None)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('details', models.JSONField(default=dict)),
                ('sequence', models.BigIntegerField(help_text='set by the sealer', null=True, unique=True)),
                ('previous_mac', models.BinaryField(null=True)),
                ('mac', models.BinaryField(null=True)),
            ],
            options={
                'indexes': [models.Index(models.F('at'), name='audit_by_time'), django.contrib.postgres.indexes.GinIndex(models.F('references'), name='audit_by_reference'), models.Index(models.F('id'), condition=models.Q(('sequence', None)), name='audit_not_sealed')],
            },
        ),
        migrations.AddField(
            model_name='case',
            name='reports',
            field=models.ManyToManyField(related_name='cases', through='cases.CaseReport', to='reporting.report'),
        ),
        # For rows that are not written by Django.
        migrations.RunSQL(
            "ALTER TABLE cases_case ALTER recused SET DEFAULT '{}'", "ALTER TABLE cases_case ALTER recused DROP DEFAULT"
        ),
        migrations.RunSQL(_functions.CASE_MUST_HOLD, "DROP FUNCTION case_must_hold(bigint)"),
        migrations.RunSQL(_functions.ERASE_REPORT, "DROP FUNCTION erase_report(bigint, bigint)"),
        migrations.RunSQL(_functions.ADDRESSES, "DROP VIEW cases_account_address"),
        migrations.RunSQL(_functions.FORGET, _functions.REMEMBER),
        AddTrigger(
            model_name='auditevent',
            trigger=pgtrigger.compiler.Trigger(name='audit_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."at" IS DISTINCT FROM NEW."at" OR OLD."account_id" IS DISTINCT FROM NEW."account_id" OR OLD."username" IS DISTINCT FROM NEW."username" OR OLD."role" IS DISTINCT FROM NEW."role" OR OLD."unit" IS DISTINCT FROM NEW."unit" OR OLD."action" IS DISTINCT FROM NEW."action" OR OLD."address" IS DISTINCT FROM NEW."address" OR OLD."references" IS DISTINCT FROM NEW."references" OR OLD."reason" IS DISTINCT FROM NEW."reason" OR OLD."details" IS DISTINCT FROM NEW."details")', func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = NULL::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'an audit row is never changed' USING ERRCODE = 'integrity_constraint_violation';", hash='cf0aed939fc2d4219014d0207c87741b66cec464', operation='UPDATE', pgid='pgtrigger_audit_is_kept_8b190', table='cases_auditevent', when='BEFORE')),
        ),
        AddTrigger(
            model_name='auditevent',
            trigger=pgtrigger.compiler.Trigger(name='audit_is_sealed_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.sequence IS NOT NULL)', func="RAISE EXCEPTION 'an audit row is sealed once' USING ERRCODE = 'integrity_constraint_violation';", hash='45fbb64906a442228d1151bb145cd75a5c201e9f', operation='UPDATE', pgid='pgtrigger_audit_is_sealed_once_0d514', table='cases_auditevent', when='BEFORE')),
        ),
        AddTrigger(
            model_name='auditevent',
            trigger=pgtrigger.compiler.Trigger(name='audit_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'an audit row is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='3472d3efd54c24cf3b012b73054f82894f54f558', operation='DELETE', pgid='pgtrigger_audit_is_never_deleted_d8013', table='cases_auditevent', when='BEFORE')),
        ),
        AddTrigger(
            model_name='modelversion',
            trigger=pgtrigger.compiler.Trigger(name='model_version_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a model version is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='85bf040c0a785df0d41c80a3b65271655d072731', operation='DELETE', pgid='pgtrigger_model_version_is_never_deleted_63698', table='cases_modelversion', when='BEFORE')),
        ),
        AddTrigger(
            model_name='staffingnotice',
            trigger=pgtrigger.compiler.Trigger(name='staffing_notice_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a staffing notice is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='46c1882e0afcf20afb923fd8d5dce81d6efe9ac8', operation='UPDATE OR DELETE', pgid='pgtrigger_staffing_notice_is_kept_793ed', table='cases_staffingnotice', when='BEFORE')),
        ),
        AddTrigger(
            model_name='alarmstep',
            trigger=pgtrigger.compiler.Trigger(name='step_of_an_alarm_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a step of an alarm is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='d7abfa32f39639385ed72f8ee3435aec074a578b', operation='UPDATE OR DELETE', pgid='pgtrigger_step_of_an_alarm_is_kept_2ad14', table='cases_alarmstep', when='BEFORE')),
        ),
        AddTrigger(
            model_name='actiontaken',
            trigger=pgtrigger.compiler.Trigger(name='taken_action_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a taken action is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='d90830b01b57d1d522fea54b277c30dd7ef6b54c', operation='UPDATE OR DELETE', pgid='pgtrigger_taken_action_is_kept_0013e', table='cases_actiontaken', when='BEFORE')),
        ),
        AddTrigger(
            model_name='casereport',
            trigger=pgtrigger.compiler.Trigger(name='link_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a link between case and report is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='4a193bb9ef4892e822274fb34767032340e7de9c', operation='DELETE', pgid='pgtrigger_link_is_never_deleted_7f609', table='cases_casereport', when='BEFORE')),
        ),
        AddTrigger(
            model_name='casereport',
            trigger=pgtrigger.compiler.Trigger(name='link_keeps_its_ends', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."report_id" IS DISTINCT FROM (NEW."report_id") OR OLD."attached_at" IS DISTINCT FROM (NEW."attached_at") OR OLD."attached_by" IS DISTINCT FROM (NEW."attached_by"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='91b34394904c167935d5ab028abfbf8d29157943', operation='UPDATE', pgid='pgtrigger_link_keeps_its_ends_b5038', table='cases_casereport', when='BEFORE')),
        ),
        AddTrigger(
            model_name='casereport',
            trigger=pgtrigger.compiler.Trigger(name='link_holds_rules', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='PERFORM case_must_hold(NEW.case_id); RETURN NULL;', hash='8700deaf54e4fa3614088b211ee51aa2c1542fc7', operation='INSERT OR UPDATE', pgid='pgtrigger_link_holds_rules_80b7b', table='cases_casereport', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        AddTrigger(
            model_name='correctionsexport',
            trigger=pgtrigger.compiler.Trigger(name='export_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'an export of corrections is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='1d63a860e7e4b9da3303df7bb7a65aa4a60edcaf', operation='DELETE', pgid='pgtrigger_export_is_never_deleted_491ef', table='cases_correctionsexport', when='BEFORE')),
        ),
        AddTrigger(
            model_name='erasuredecision',
            trigger=pgtrigger.compiler.Trigger(name='erasure_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a decision on erasure is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='653ef8129e1351e262f6c77658855f33f0fd9d07', operation='DELETE', pgid='pgtrigger_erasure_is_never_deleted_dbd12', table='cases_erasuredecision', when='BEFORE')),
        ),
        AddTrigger(
            model_name='identifier',
            trigger=pgtrigger.compiler.Trigger(name='identifier_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'an identifier is never changed' USING ERRCODE = 'integrity_constraint_violation';", hash='28392caa5661e43ce7941f0b5e434b0287d95988', operation='UPDATE', pgid='pgtrigger_identifier_is_kept_de78e', table='cases_identifier', when='BEFORE')),
        ),
        AddTrigger(
            model_name='identifier',
            trigger=pgtrigger.compiler.Trigger(name='identifier_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'an identifier is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='4d9c9160a26ba0ade4df0ca8794c2993a4f02b2a', operation='DELETE', pgid='pgtrigger_identifier_is_never_deleted_f593d', table='cases_identifier', when='BEFORE')),
        ),
        AddTrigger(
            model_name='modelswitch',
            trigger=pgtrigger.compiler.Trigger(name='model_switch_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a model switch is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='7bb4bdc270d9f99c0afb2c3602610c949502d888', operation='UPDATE OR DELETE', pgid='pgtrigger_model_switch_is_kept_6692b', table='cases_modelswitch', when='BEFORE')),
        ),
        AddTrigger(
            model_name='namedrecordstep',
            trigger=pgtrigger.compiler.Trigger(name='step_of_a_record_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a step of a record is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='300b72c4cfef7464cf351fd27b9abed0549d8028', operation='UPDATE OR DELETE', pgid='pgtrigger_step_of_a_record_is_kept_2a3af', table='cases_namedrecordstep', when='BEFORE')),
        ),
        AddTrigger(
            model_name='newtime',
            trigger=pgtrigger.compiler.Trigger(name='new_time_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a new time is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='b73f253f9d74e9c63e8ec768c517c36acad579c8', operation='UPDATE OR DELETE', pgid='pgtrigger_new_time_is_kept_c4102', table='cases_newtime', when='BEFORE')),
        ),
        AddTrigger(
            model_name='person',
            trigger=pgtrigger.compiler.Trigger(name='person_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a person in a case is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='1b234a1060fa179c806286c21bbe1aa7618664fc', operation='DELETE', pgid='pgtrigger_person_is_never_deleted_e3ff7', table='cases_person', when='BEFORE')),
        ),
        AddTrigger(
            model_name='contactattempt',
            trigger=pgtrigger.compiler.Trigger(name='contact_attempt_is_said_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM NEW."case_id" OR OLD."person_id" IS DISTINCT FROM NEW."person_id" OR OLD."report_id" IS DISTINCT FROM NEW."report_id" OR OLD."means" IS DISTINCT FROM NEW."means" OR OLD."reason" IS DISTINCT FROM NEW."reason" OR OLD."planned_for" IS DISTINCT FROM NEW."planned_for" OR OLD."by_id" IS DISTINCT FROM NEW."by_id" OR OLD."at" IS DISTINCT FROM NEW."at" OR OLD."danger_to" IS DISTINCT FROM NEW."danger_to" OR OLD."danger_reason" IS DISTINCT FROM NEW."danger_reason" OR OLD."safest_means" IS DISTINCT FROM NEW."safest_means")', func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'what was said before a contact never changes' USING ERRCODE = 'integrity_constraint_violation';", hash='da1a8a6d9d1039e1583963c2b551ee3f569986e2', operation='UPDATE', pgid='pgtrigger_contact_attempt_is_said_once_ae132', table='cases_contactattempt', when='BEFORE')),
        ),
        AddTrigger(
            model_name='contactattempt',
            trigger=pgtrigger.compiler.Trigger(name='contact_outcome_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN ((OLD.outcome <> '' AND NEW.outcome IS DISTINCT FROM OLD.outcome) OR (OLD.needs_review AND NOT NEW.needs_review) OR (OLD.reviewed_at IS NOT NULL AND NEW.reviewed_at IS DISTINCT FROM OLD.reviewed_at))", func="RAISE EXCEPTION 'what came of a contact is never changed' USING ERRCODE = 'integrity_constraint_violation';", hash='0f1c9eed05580d838d566718ce09bc75cd9b830c', operation='UPDATE', pgid='pgtrigger_contact_outcome_is_kept_305d9', table='cases_contactattempt', when='BEFORE')),
        ),
        AddTrigger(
            model_name='contactattempt',
            trigger=pgtrigger.compiler.Trigger(name='contact_attempt_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'an attempt to reach somebody is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='8bdaad62106ea82a0609e204629955ca2b7777e7', operation='DELETE', pgid='pgtrigger_contact_attempt_is_never_deleted_9ce29', table='cases_contactattempt', when='BEFORE')),
        ),
        AddTrigger(
            model_name='consent',
            trigger=pgtrigger.compiler.Trigger(name='consent_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a consent is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='cdc48a7b0120ec05ffb609357d7d08931a7127d4', operation='UPDATE OR DELETE', pgid='pgtrigger_consent_is_kept_a4097', table='cases_consent', when='BEFORE')),
        ),
        AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='commitment_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a commitment is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='aeb7a9122034c8abf676034ef87264ccf40b1929', operation='DELETE', pgid='pgtrigger_commitment_is_never_deleted_5f05d', table='cases_commitment', when='BEFORE')),
        ),
        AddTrigger(
            model_name='commitment',
            trigger=pgtrigger.compiler.Trigger(name='commitment_holds_rules', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='PERFORM case_must_hold(NEW.case_id); RETURN NULL;', hash='840e311d829e0cc28bf94e4ab34f78c223a0badc', operation='INSERT OR UPDATE', pgid='pgtrigger_commitment_holds_rules_f8bac', table='cases_commitment', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        AddTrigger(
            model_name='reading',
            trigger=pgtrigger.compiler.Trigger(name='reading_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a reading is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='8ac020ee181a4c33cf80fce6ad7e4b25da66b04b', operation='UPDATE OR DELETE', pgid='pgtrigger_reading_is_kept_de631', table='cases_reading', when='BEFORE')),
        ),
        AddTrigger(
            model_name='reading',
            trigger=pgtrigger.compiler.Trigger(name='reading_holds_rules', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='PERFORM case_must_hold(NEW.case_id); RETURN NULL;', hash='5efece3bb118bb563d612faa94a6567d3fbe6cd2', operation='INSERT', pgid='pgtrigger_reading_holds_rules_6e0e5', table='cases_reading', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        AddTrigger(
            model_name='recordingdecision',
            trigger=pgtrigger.compiler.Trigger(name='decision_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a decision is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='1616e5b3adaa2c086ff242b239ef7ddae3f6c02d', operation='UPDATE OR DELETE', pgid='pgtrigger_decision_is_kept_42ca8', table='cases_recordingdecision', when='BEFORE')),
        ),
        AddTrigger(
            model_name='namedrecord',
            trigger=pgtrigger.compiler.Trigger(name='record_against_a_person_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a record against a person is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='dcd910ff236d1c9a4b83bad37fccd1740b55c78d', operation='UPDATE OR DELETE', pgid='pgtrigger_record_against_a_person_is_kept_64e8a', table='cases_namedrecord', when='BEFORE')),
        ),
        AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='referral_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a referral is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='93776403bd663831fbd214c440fcbcd1b22ba663', operation='DELETE', pgid='pgtrigger_referral_is_never_deleted_3c3cc', table='cases_referral', when='BEFORE')),
        ),
        AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='referral_keeps_what_was_asked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."consent_id" IS DISTINCT FROM (NEW."consent_id") OR OLD."fields" IS DISTINCT FROM (NEW."fields") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='23d5f585c78db36771de13fc2cbf4aefe10536fa', operation='UPDATE', pgid='pgtrigger_referral_keeps_what_was_asked_19255', table='cases_referral', when='BEFORE')),
        ),
        AddTrigger(
            model_name='referral',
            trigger=pgtrigger.compiler.Trigger(name='only_what_was_agreed', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF NOT EXISTS (\n        SELECT 1 FROM cases_consent c JOIN cases_person p ON p.id = c.person_id\n        WHERE c.id = NEW.consent_id AND c.person_id = NEW.person_id AND c.organisation_id = NEW.organisation_id\n          AND p.case_id = NEW.case_id AND NEW.fields <@ c.fields\n          AND NOT EXISTS (SELECT 1 FROM cases_consent later WHERE later.person_id = c.person_id\n                          AND later.organisation_id = c.organisation_id AND later.id > c.id)\n    ) THEN\n        RAISE EXCEPTION 'only what a person agreed to is given to an organisation'\n        USING ERRCODE = 'integrity_constraint_violation';\n    END IF;\n    RETURN NEW;\n", hash='9c6a36db63b865ade244d3101de87e372ce365c9', operation='INSERT', pgid='pgtrigger_only_what_was_agreed_775d1', table='cases_referral', when='BEFORE')),
        ),
        AddTrigger(
            model_name='riskassessment',
            trigger=pgtrigger.compiler.Trigger(name='risk_assessment_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a risk assessment is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='81dc5a4d0f0feed742066b4a59dbb756def38cc3', operation='UPDATE OR DELETE', pgid='pgtrigger_risk_assessment_is_kept_240e5', table='cases_riskassessment', when='BEFORE')),
        ),
        AddTrigger(
            model_name='samesuggestion',
            trigger=pgtrigger.compiler.Trigger(name='suggestion_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a suggestion is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='06748b55e7f3c7f5b95dbc1d24688043e248e6e6', operation='DELETE', pgid='pgtrigger_suggestion_is_never_deleted_0e90b', table='cases_samesuggestion', when='BEFORE')),
        ),
        AddTrigger(
            model_name='seriescommitment',
            trigger=pgtrigger.compiler.Trigger(name='series_commitment_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a commitment is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='33b4bb4d2f9d53f803518b58bac9a634d62e5e4a', operation='DELETE', pgid='pgtrigger_series_commitment_is_never_deleted_4cd6f', table='cases_seriescommitment', when='BEFORE')),
        ),
        AddTrigger(
            model_name='seriesentry',
            trigger=pgtrigger.compiler.Trigger(name='series_entry_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a series entry is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='cca655c4ffaf1e8a46d6c1ad799964354e64e75e', operation='UPDATE OR DELETE', pgid='pgtrigger_series_entry_is_kept_bdf34', table='cases_seriesentry', when='BEFORE')),
        ),
        AddTrigger(
            model_name='serieslink',
            trigger=pgtrigger.compiler.Trigger(name='series_link_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a link between series and case is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='8ba9692a56a9f4cd753fd9e91e42341535df20e8', operation='DELETE', pgid='pgtrigger_series_link_is_never_deleted_2d9fb', table='cases_serieslink', when='BEFORE')),
        ),
        AddTrigger(
            model_name='serieslink',
            trigger=pgtrigger.compiler.Trigger(name='series_link_keeps_its_ends', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."series_id" IS DISTINCT FROM (NEW."series_id") OR OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at") OR OLD."added_by" IS DISTINCT FROM (NEW."added_by"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='db44b5277ee3fd8a49833f318068736b8e503e86', operation='UPDATE', pgid='pgtrigger_series_link_keeps_its_ends_76706', table='cases_serieslink', when='BEFORE')),
        ),
        AddTrigger(
            model_name='casetag',
            trigger=pgtrigger.compiler.Trigger(name='case_tag_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a tag of a case is taken off, never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='aee0ff7fb44519ebba965979a46d6b097ecc2372', operation='DELETE', pgid='pgtrigger_case_tag_is_never_deleted_579fe', table='cases_casetag', when='BEFORE')),
        ),
        AddTrigger(
            model_name='casetag',
            trigger=pgtrigger.compiler.Trigger(name='case_tag_keeps_its_ends', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."tag_id" IS DISTINCT FROM (NEW."tag_id") OR OLD."put_at" IS DISTINCT FROM (NEW."put_at") OR OLD."put_by" IS DISTINCT FROM (NEW."put_by"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='148a09cb9b1c81fda294905d49c098fa895b4306', operation='UPDATE', pgid='pgtrigger_case_tag_keeps_its_ends_51d9a', table='cases_casetag', when='BEFORE')),
        ),
        AddTrigger(
            model_name='task',
            trigger=pgtrigger.compiler.Trigger(name='task_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a task is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='5e39f13942b2d081e7794f3599d031304a2bd19f', operation='DELETE', pgid='pgtrigger_task_is_never_deleted_e8e57', table='cases_task', when='BEFORE')),
        ),
        AddTrigger(
            model_name='task',
            trigger=pgtrigger.compiler.Trigger(name='task_keeps_its_words', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."what" IS DISTINCT FROM (NEW."what") OR OLD."added_by_id" IS DISTINCT FROM (NEW."added_by_id") OR OLD."added_at" IS DISTINCT FROM (NEW."added_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='e459e67dfcacf1e252984a7bfad1ddeb496daa89', operation='UPDATE', pgid='pgtrigger_task_keeps_its_words_80647', table='cases_task', when='BEFORE')),
        ),
        AddTrigger(
            model_name='task',
            trigger=pgtrigger.compiler.Trigger(name='task_is_finished_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.done_at IS NOT NULL)', func="RAISE EXCEPTION 'a task is finished once' USING ERRCODE = 'integrity_constraint_violation';", hash='5f7f9acb4d47be96caabb8745f73e71d981fff43', operation='UPDATE', pgid='pgtrigger_task_is_finished_once_37f9a', table='cases_task', when='BEFORE')),
        ),
        AddTrigger(
            model_name='timelineentry',
            trigger=pgtrigger.compiler.Trigger(name='timeline_entry_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a timeline entry is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='53f8c8f902b2b75f2af25702148344c6a591c1da', operation='UPDATE OR DELETE', pgid='pgtrigger_timeline_entry_is_kept_e0879', table='cases_timelineentry', when='BEFORE')),
        ),
        AddTrigger(
            model_name='transfer',
            trigger=pgtrigger.compiler.Trigger(name='transfer_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a transfer is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='3fb6399c14da5e39fe466816625c7f619750d5b5', operation='DELETE', pgid='pgtrigger_transfer_is_never_deleted_8e808', table='cases_transfer', when='BEFORE')),
        ),
        AddTrigger(
            model_name='transfer',
            trigger=pgtrigger.compiler.Trigger(name='transfer_keeps_what_was_asked', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM (NEW."case_id") OR OLD."force_id" IS DISTINCT FROM (NEW."force_id") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_at" IS DISTINCT FROM (NEW."asked_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='973d3f240d7e6c15a2a708c9bd0c31bfbf5d3907', operation='UPDATE', pgid='pgtrigger_transfer_keeps_what_was_asked_02ea9', table='cases_transfer', when='BEFORE')),
        ),
        AddTrigger(
            model_name='tag',
            trigger=pgtrigger.compiler.Trigger(name='tag_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a tag is never changed or deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='994bccf2c6c5d3d41b331478d74a6baddcae0c40', operation='UPDATE OR DELETE', pgid='pgtrigger_tag_is_kept_05f6b', table='cases_tag', when='BEFORE')),
        ),
        AddTrigger(
            model_name='series',
            trigger=pgtrigger.compiler.Trigger(name='series_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a series is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='202ed252a151b3647467d2368c1d911e3e99974b', operation='DELETE', pgid='pgtrigger_series_is_never_deleted_53375', table='cases_series', when='BEFORE')),
        ),
        AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='case_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a case is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='c727e2242724a51ff1db15dffec31c2c1cc77b38', operation='DELETE', pgid='pgtrigger_case_is_never_deleted_7022a', table='cases_case', when='BEFORE')),
        ),
        AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='case_keeps_its_reference', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."reference" IS DISTINCT FROM (NEW."reference") OR OLD."opened_for_id" IS DISTINCT FROM (NEW."opened_for_id") OR OLD."received_at" IS DISTINCT FROM (NEW."received_at") OR OLD."opened_at" IS DISTINCT FROM (NEW."opened_at"))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='87b569ad0a91e6b1c1d827964ea3ffeff8036762', operation='UPDATE', pgid='pgtrigger_case_keeps_its_reference_c0761', table='cases_case', when='BEFORE')),
        ),
        AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='case_moves_by_the_table', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{closed:new,emptied:new,in_progress:closed,in_progress:emptied,in_progress:new,in_progress:waiting,new:emptied,new:in_progress,waiting:closed,waiting:emptied,waiting:in_progress,waiting:new}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='9c3277a5f3b01f83750ff542acaea98eabf44a30', operation='UPDATE', pgid='pgtrigger_case_moves_by_the_table_2add3', table='cases_case', when='BEFORE')),
        ),
        AddTrigger(
            model_name='case',
            trigger=pgtrigger.compiler.Trigger(name='case_holds_rules', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='PERFORM case_must_hold(NEW.id); RETURN NULL;', hash='c8096530b0880c7c774ded661bea191dd96106e7', operation='INSERT OR UPDATE', pgid='pgtrigger_case_holds_rules_a66af', table='cases_case', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        AddTrigger(
            model_name='voice',
            trigger=pgtrigger.compiler.Trigger(name='voice_is_kept', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'a voice is never overwritten' USING ERRCODE = 'integrity_constraint_violation';", hash='82630e6c028d5911622a84f196f45225d318de83', operation='UPDATE', pgid='pgtrigger_voice_is_kept_b6bd5', table='cases_voice', when='BEFORE')),
        ),
        AddTrigger(
            model_name='voice',
            trigger=pgtrigger.compiler.Trigger(name='voice_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a voice is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='1a680fd3219f76a7d0ba251e10cfca8c9dc3bd3d', operation='DELETE', pgid='pgtrigger_voice_is_never_deleted_b3a53', table='cases_voice', when='BEFORE')),
        ),
        AddTrigger(
            model_name='translationrequest',
            trigger=pgtrigger.compiler.Trigger(name='translation_is_asked_once', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."case_id" IS DISTINCT FROM NEW."case_id" OR OLD."report_id" IS DISTINCT FROM NEW."report_id" OR OLD."of" IS DISTINCT FROM NEW."of" OR OLD."message_id" IS DISTINCT FROM NEW."message_id" OR OLD."words" IS DISTINCT FROM NEW."words" OR OLD."from_language" IS DISTINCT FROM NEW."from_language" OR OLD."to_language" IS DISTINCT FROM NEW."to_language" OR OLD."asked_by_id" IS DISTINCT FROM NEW."asked_by_id" OR OLD."asked_at" IS DISTINCT FROM NEW."asked_at")', func="\n    IF TG_OP = 'UPDATE' AND current_setting('heard.erasing', true) = OLD.report_id::text\n       AND current_user = (SELECT tableowner FROM pg_tables\n                           WHERE schemaname = TG_TABLE_SCHEMA AND tablename = TG_TABLE_NAME) THEN\n        RETURN NEW;\n    END IF;\nRAISE EXCEPTION 'what is to be translated stays as it was asked' USING ERRCODE = 'integrity_constraint_violation';", hash='2d352380275fb62d8dd3117adca95b837b1a765e', operation='UPDATE', pgid='pgtrigger_translation_is_asked_once_5e994', table='cases_translationrequest', when='BEFORE')),
        ),
        AddTrigger(
            model_name='translationrequest',
            trigger=pgtrigger.compiler.Trigger(name='translation_is_never_deleted', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'a translation that was asked for is never deleted' USING ERRCODE = 'integrity_constraint_violation';", hash='5467da8263e1496288431e7203c4a014939743ca', operation='DELETE', pgid='pgtrigger_translation_is_never_deleted_2efc3', table='cases_translationrequest', when='BEFORE')),
        ),
    ]
