import django.contrib.postgres.fields
import django.contrib.postgres.functions
from django.db import migrations, models

from beatbook.access.policies import protect_sql
from beatbook.measures.named_sql import sql

_COUNTED = [
    ("measure", models.TextField()),
    ("place", models.BigIntegerField()),
    ("month", models.DateField()),
    ("vis", models.IntegerField()),
    ("slots", django.contrib.postgres.fields.ArrayField(base_field=models.SmallIntegerField(), size=None)),
    *((name, django.contrib.postgres.fields.ArrayField(base_field=models.IntegerField(), size=None)) for name in ("n", "num", "unknown")),
]


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial"), ("access", "0005_sealed_vis")]

    operations = [
        migrations.DeleteModel("Cell"),
        migrations.CreateModel(
            name="Cell",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey("measure", "place", "month", blank=True, editable=False, primary_key=True, serialize=False),
                ),
                *_COUNTED,
            ],
        ),
        migrations.CreateModel(
            name="Total",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "measure", "basis", "force", "month", "slot", "vis", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("measure", models.TextField()),
                ("basis", models.TextField()),
                ("force", models.TextField()),
                ("month", models.DateField()),
                ("slot", models.SmallIntegerField()),
                ("vis", models.IntegerField()),
                ("n", models.IntegerField()),
                ("num", models.IntegerField()),
                ("unknown", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Gone",
            fields=[
                (
                    "id",
                    models.UUIDField(db_default=django.contrib.postgres.functions.RandomUUID(), primary_key=True, serialize=False),
                ),
                *_COUNTED,
            ],
        ),
        migrations.RunSQL(protect_sql("measures_cell")),
        migrations.RunSQL(protect_sql("measures_total")),
        migrations.RunSQL(protect_sql("measures_gone")),
        migrations.RunSQL(sql("let_cells_go")),
    ]
