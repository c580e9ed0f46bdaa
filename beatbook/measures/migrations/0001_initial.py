import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models

from beatbook.access.policies import grant_sql, protect_sql
from beatbook.measures.named_sql import sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [("sources", "0004_seals")]

    operations = [
        migrations.CreateModel(
            name="Cell",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "measure", "place", "month", "slot", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("measure", models.TextField()),
                ("place", models.BigIntegerField()),
                ("month", models.DateField()),
                ("slot", models.SmallIntegerField()),
                ("vis", models.IntegerField()),
                ("n", models.IntegerField()),
                ("num", models.IntegerField()),
                ("unknown", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Definition",
            fields=[
                ("pk", models.CompositePrimaryKey("code", "version", blank=True, editable=False, primary_key=True, serialize=False)),
                ("code", models.TextField()),
                ("version", models.IntegerField()),
                ("file", models.TextField()),
                ("text", models.TextField()),
                ("digest", models.TextField()),
                ("adopted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.CreateModel(
            name="Heard",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "feed", "force", "month", "vis", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("feed", models.TextField()),
                ("force", models.TextField()),
                ("month", models.DateField()),
                ("vis", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="LetGo",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("place", models.BigIntegerField()),
                ("month", models.DateField()),
                ("spot", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="State",
            fields=[
                ("id", models.SmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("watermark", models.BigIntegerField(db_default=0)),
                ("signature", models.TextField(db_default="")),
                ("refreshed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Crime",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("feed", models.TextField()),
                ("vis", models.IntegerField()),
                ("place", models.BigIntegerField()),
                ("month", models.DateField()),
                ("crime_type", models.TextField(null=True)),
                ("has_id", models.BooleanField()),
                ("placed", models.BooleanField()),
                ("spot", models.BigIntegerField(null=True)),
                ("positive_months", models.SmallIntegerField(null=True)),
                ("no_suspect_months", models.SmallIntegerField(null=True)),
                ("final_months", models.SmallIntegerField(null=True)),
                ("earlier_same_place", models.IntegerField(db_default=0)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["place", "month"], name="measures_crime_place"),
                    models.Index(
                        condition=models.Q(("spot__isnull", False)), fields=["spot", "crime_type", "month"], name="measures_crime_spot"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("vis", models.IntegerField()),
                ("force", models.TextField()),
                ("era", models.SmallIntegerField()),
                ("codes", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), size=None)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("vis", "force", "era", "codes"), name="one_measure_place")],
            },
        ),
        migrations.CreateModel(
            name="Placing",
            fields=[
                ("pk", models.CompositePrimaryKey("basis", "place", blank=True, editable=False, primary_key=True, serialize=False)),
                ("basis", models.TextField()),
                ("place", models.BigIntegerField()),
                ("force", models.TextField()),
                ("area", models.TextField()),
                ("neighbourhood", models.TextField()),
                ("vis", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["basis", "neighbourhood"], name="measures_placing_area")],
            },
        ),
        migrations.CreateModel(
            name="Stop",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("feed", models.TextField()),
                ("vis", models.IntegerField()),
                ("place", models.BigIntegerField()),
                ("month", models.DateField()),
                ("placed", models.BooleanField()),
                ("search_type", models.TextField(null=True)),
                ("object_of_search", models.TextField(null=True)),
                ("object_linked", models.TextField()),
                ("outcome", models.TextField(null=True)),
                ("ethnicity", models.TextField()),
                ("age_range", models.TextField(null=True)),
                ("gender", models.TextField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["place", "month"], name="measures_stop_place")],
            },
        ),
        migrations.RunSQL(grant_sql("measures_definition", app="SELECT")),
        migrations.RunSQL(grant_sql("measures_state")),
        migrations.RunSQL(grant_sql("measures_letgo")),
        migrations.RunSQL(protect_sql("measures_place")),
        migrations.RunSQL(protect_sql("measures_placing")),
        migrations.RunSQL(protect_sql("measures_crime")),
        migrations.RunSQL(protect_sql("measures_stop")),
        migrations.RunSQL(protect_sql("measures_heard")),
        migrations.RunSQL(protect_sql("measures_cell")),
        migrations.RunSQL(sql("follow_markings")),
    ]
