"""What only the operator can say, and questions about the person that are kept as bare numbers."""

from django.db import migrations, models

# The public process adds to a number and reads none: a small number could be told apart.
_COUNT = """
    CREATE FUNCTION count_equality(a_month date, questions text[], answers text[]) RETURNS void
    LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, public, pg_temp AS $$
        INSERT INTO public.reporting_equalitycount AS known (month, question, answer, number)
        SELECT a_month, question, answer, 1 FROM unnest(questions, answers) AS given (question, answer)
        ORDER BY question, answer
        ON CONFLICT (month, question, answer) DO UPDATE SET number = known.number + 1
    $$;
    REVOKE EXECUTE ON FUNCTION count_equality(date, text[], text[]) FROM PUBLIC
"""


class Migration(migrations.Migration):
    dependencies = [
        ("reporting", "0002_signed_translation"),
    ]

    operations = [
        migrations.CreateModel(
            name="EqualityCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="its first day")),
                ("question", models.SlugField()),
                ("answer", models.SlugField()),
                ("number", models.PositiveIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("month"), models.F("question"), models.F("answer"), name="one_number_a_month"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("month__day", 1)), name="a_month_begins_on_its_first_day"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EqualityQuestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField()),
                ("label", models.CharField(max_length=200)),
                ("hint", models.CharField(blank=True, max_length=300)),
                ("answers", models.JSONField(help_text="answers on offer, each a key and its words")),
                ("place", models.PositiveSmallIntegerField(default=0, help_text="order on the page")),
                ("in_force_from", models.DateField()),
                (
                    "in_force_until",
                    models.DateField(blank=True, help_text="the last day on which it is asked", null=True),
                ),
                ("source", models.CharField(blank=True, help_text="whose list it is", max_length=300)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(models.F("key"), models.F("in_force_from"), name="one_wording_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_until", None),
                            ("in_force_until__gte", models.F("in_force_from")),
                            _connector="OR",
                        ),
                        name="asked_until_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OperatorStatement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "about",
                    models.CharField(
                        choices=[("immigration", "what happens with information about somebody’s immigration status")],
                        max_length=20,
                    ),
                ),
                ("language", models.CharField(default="en-gb", max_length=12)),
                (
                    "text",
                    models.TextField(
                        help_text="plain words, as the public pages show them; an empty line begins a new paragraph"
                    ),
                ),
                ("in_force_from", models.DateField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        models.F("about"), models.F("language"), models.F("in_force_from"), name="one_statement_a_day"
                    ),
                    models.CheckConstraint(condition=models.Q(("about__in", ["immigration"])), name="known_statement"),
                    models.CheckConstraint(
                        condition=models.Q(("text", ""), _negated=True), name="a_statement_says_something"
                    ),
                ],
            },
        ),
        migrations.RunSQL(_COUNT, "DROP FUNCTION count_equality(date, text[], text[])"),
    ]
