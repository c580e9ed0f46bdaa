import uuid

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

from beatbook.access.policies import protect_sql

WRITTEN = (
    *("lastread", "beatvisit", "partnertask", "taskstep", "reviewrequest", "reviewstep", "problem", "problemstep", "lesson"),
    *("scrutinypack", "paneldecision"),
)


class Migration(migrations.Migration):
    dependencies = [
        ("neighbourhoods", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("problem_id", models.UUIDField()),
                ("force", models.TextField()),
                ("title", models.TextField()),
                ("kinds", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("response", models.TextField()),
                ("words", models.TextField()),
                ("begins", models.DateField()),
                ("figures", models.JSONField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PanelDecision",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("pack_id", models.UUIDField(db_index=True)),
                ("number", models.SmallIntegerField()),
                ("decision", models.TextField()),
                ("words", models.TextField(default="")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ScrutinyPack",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("title", models.TextField()),
                ("chosen", models.TextField()),
                ("drawn_from", models.IntegerField()),
                ("records", models.JSONField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="BeatVisit",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("area", models.TextField()),
                ("kind", models.TextField()),
                ("minutes", models.SmallIntegerField()),
                ("words", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["area", "vis", "-written_at"], name="hoods_visit_of_area")],
                "constraints": [models.CheckConstraint(condition=models.Q(("minutes__range", (1, 480))), name="beat_visit_is_of_a_shift")],
            },
        ),
        migrations.CreateModel(
            name="LastRead",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("area", models.TextField()),
                ("watermark", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["written_by", "area", "-written_at"], name="hoods_last_read_by")],
            },
        ),
        migrations.CreateModel(
            name="PartnerTask",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("area", models.TextField()),
                ("problem_id", models.UUIDField(null=True)),
                ("action", models.TextField()),
                ("owner", models.TextField()),
                ("due_on", models.DateField()),
                ("shared_by", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["area", "vis", "due_on"], name="hoods_task_of_area")],
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("force", models.TextField()),
                ("area", models.TextField()),
                ("title", models.TextField()),
                ("kinds", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
                ("places", models.JSONField()),
                ("radius_m", models.IntegerField()),
                ("words", models.TextField()),
            ],
            options={
                "indexes": [models.Index(fields=["area", "vis"], name="hoods_problem_of_area")],
                "constraints": [models.CheckConstraint(condition=models.Q(("radius_m__range", (50, 2000))), name="problem_is_of_a_place")],
            },
        ),
        migrations.CreateModel(
            name="ProblemStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("problem_id", models.UUIDField(db_index=True)),
                ("stage", models.TextField()),
                ("words", models.TextField()),
                ("response", models.TextField(default="")),
                ("begins", models.DateField(null=True)),
                ("beside", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ("figures", models.JSONField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("stage__in", ("analysis", "response", "assessment", "ended"))), name="problem_stage_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PublishedCount",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("force", models.TextField()),
                ("area", models.TextField(default="")),
                ("sort", models.TextField()),
                ("period", models.TextField()),
                ("figures", models.JSONField()),
                ("vis", models.IntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("force", "area", "sort", "period"), name="one_published_count")],
            },
        ),
        migrations.CreateModel(
            name="ReviewRequest",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("area", models.TextField()),
                ("asked_on", models.DateField()),
                ("complaints", models.JSONField(default=list)),
                ("harm", models.TextField(default="")),
                ("shared_by", models.TextField(default="")),
            ],
            options={
                "indexes": [models.Index(fields=["area", "vis", "-asked_on"], name="hoods_review_of_area")],
            },
        ),
        migrations.CreateModel(
            name="ReviewStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("request_id", models.UUIDField(db_index=True)),
                ("step", models.TextField()),
                ("on", models.DateField()),
                ("words", models.TextField(default="")),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__in", ("threshold met", "threshold not met", "review held", "recommendations made", "told"))
                        ),
                        name="review_step_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TaskStep",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("written_by", models.UUIDField()),
                ("written_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("vis", models.IntegerField()),
                ("task_id", models.UUIDField(db_index=True)),
                ("state", models.TextField()),
                ("words", models.TextField(default="")),
                ("due_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("state__in", ("done", "not done", "moved"))), name="task_state_is_known"),
                    models.CheckConstraint(
                        condition=models.Q(models.Q(("state", "moved"), _negated=True), ("due_on__isnull", False), _connector="OR"),
                        name="task_moved_has_a_day",
                    ),
                ],
            },
        ),
        migrations.RunSQL(protect_sql("neighbourhoods_publishedcount")),
        *(migrations.RunSQL(protect_sql(f"neighbourhoods_{name}", insertable=True, own_column="written_by")) for name in WRITTEN),
    ]
