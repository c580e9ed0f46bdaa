import uuid

from django.db import migrations, models

from beatbook.access.policies import grant_sql, protect_sql

TABLES = ("force", "neighbourhood", "teammember", "priority", "meeting", "postcode")


class Migration(migrations.Migration):
    initial = True

    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Force",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("url", models.TextField(default="")),
                ("telephone", models.TextField(default="")),
                ("description", models.TextField(default="")),
                ("engagement", models.JSONField(default=list)),
                ("vis", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Postcode",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("longitude", models.FloatField()),
                ("latitude", models.FloatField()),
                ("vis", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="RefusedLine",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("file", models.TextField()),
                ("row", models.TextField()),
                ("column_name", models.TextField(default="")),
                ("reason", models.TextField()),
                ("raw", models.TextField()),
                ("refused_at", models.DateTimeField(auto_now_add=True)),
            ],
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("force", models.TextField()),
                ("neighbourhood", models.TextField()),
                ("title", models.TextField()),
                ("kind", models.TextField(default="meeting")),
                ("description", models.TextField(default="")),
                ("address", models.TextField(default="")),
                ("contact", models.JSONField(default=dict)),
                ("starts_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField(null=True)),
                ("origin", models.TextField()),
                ("vis", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["force", "neighbourhood", "starts_at"], name="meeting_of_neighbourhood")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends_at__isnull", True), ("ends_at__gte", models.F("starts_at")), _connector="OR"),
                        name="meeting_ends_after_it_starts",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Neighbourhood",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("force", models.TextField()),
                ("code", models.TextField()),
                ("name", models.TextField()),
                ("area", models.TextField(null=True)),
                ("description", models.TextField(default="")),
                ("population", models.IntegerField(null=True)),
                ("url", models.TextField(default="")),
                ("contact", models.JSONField(default=dict)),
                ("links", models.JSONField(default=list)),
                ("locations", models.JSONField(default=list)),
                ("vis", models.IntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("force", "code"), name="one_neighbourhood_a_code"),
                    models.CheckConstraint(
                        condition=models.Q(("code", "neighbourhoods"), _negated=True), name="neighbourhood_code_is_no_route"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("population__isnull", True), ("population__gte", 0), _connector="OR"), name="population_counts"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Priority",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("force", models.TextField()),
                ("neighbourhood", models.TextField()),
                ("issue", models.TextField()),
                ("raised_on", models.DateField()),
                ("deeds", models.JSONField(default=list)),
                ("closed_on", models.DateField(null=True)),
                ("origin", models.TextField()),
                ("vis", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["force", "neighbourhood", "-raised_on"], name="priority_of_neighbourhood")],
            },
        ),
        migrations.CreateModel(
            name="TeamMember",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("force", models.TextField()),
                ("neighbourhood", models.TextField(default="")),
                ("place", models.IntegerField()),
                ("name", models.TextField()),
                ("rank", models.TextField(default="")),
                ("bio", models.TextField(default="")),
                ("contact", models.JSONField(default=dict)),
                ("origin", models.TextField()),
                ("vis", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["force", "neighbourhood", "place"], name="team_of_neighbourhood")],
            },
        ),
        *(migrations.RunSQL(protect_sql(f"neighbourhoods_{table}")) for table in TABLES),
        migrations.RunSQL(grant_sql("neighbourhoods_refusedline")),
    ]
