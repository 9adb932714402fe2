"""A partner answers a referral with a code: then no officer of ours entered it."""

import django.db.models.deletion
from django.db import migrations, models

import cases.enums.passing_on


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0021_drafts_of_the_desk"),
        ("reporting", "0015_answers_of_partners"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="referral",
            name="a_referral_is_answered_in_full",
        ),
        migrations.AddField(
            model_name="referral",
            name="link",
            field=models.OneToOneField(
                help_text="the partner answers with it",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="referral",
                to="reporting.referrallink",
            ),
        ),
        migrations.AddConstraint(
            model_name="referral",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_at", None), ("outcome", "")),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("entered_by__isnull", False),
                        (
                            "outcome__in",
                            [
                                cases.enums.passing_on.PassingOn["ACCEPTED"],
                                cases.enums.passing_on.PassingOn["DECLINED"],
                                cases.enums.passing_on.PassingOn["WITHDRAWN"],
                            ],
                        ),
                    ),
                    models.Q(
                        ("answered_at__isnull", False),
                        ("entered_by", None),
                        ("link__isnull", False),
                        (
                            "outcome__in",
                            (
                                cases.enums.passing_on.PassingOn["ACCEPTED"],
                                cases.enums.passing_on.PassingOn["DECLINED"],
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="a_referral_is_answered_in_full",
            ),
        ),
    ]
