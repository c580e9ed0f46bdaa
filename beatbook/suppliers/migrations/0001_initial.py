"""Tables of the suppliers room."""

import uuid

import django.contrib.postgres.fields
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies: list[tuple[str, str]] = []

    operations = [
        migrations.CreateModel(
            name="ContractParty",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("owner", models.TextField()),
                ("vis", models.IntegerField(db_index=True)),
                ("contract", models.UUIDField(db_index=True)),
                ("role", models.TextField(choices=[("buyer", "buyer"), ("supplier", "supplier")])),
                ("name", models.TextField()),
                ("number", models.TextField(default="")),
                ("organisation", models.TextField(default="")),
                ("tied_by", models.TextField(default="")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="KpiWord",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("owner", models.TextField()),
                ("vis", models.IntegerField(db_index=True)),
                ("contract", models.UUIDField(db_index=True)),
                ("kpi", models.TextField()),
                ("kpi_version", models.SmallIntegerField()),
                ("period", models.TextField()),
                ("kind", models.TextField(choices=[("reply", "reply"), ("dispute", "dispute"), ("settled", "settled")])),
                ("text", models.TextField()),
                ("said_by", models.UUIDField()),
                ("said_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="LoadNote",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("owner", models.TextField()),
                ("vis", models.IntegerField(db_index=True)),
                ("file", models.TextField()),
                ("release", models.TextField(default="")),
                ("path", models.TextField(default="")),
                ("outcome", models.TextField(choices=[("refused", "refused"), ("mended", "mended")])),
                ("reason", models.TextField()),
                ("said", models.TextField(default="")),
                ("noted_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("owner", models.TextField()),
                ("vis", models.IntegerField(db_index=True)),
                ("ocid", models.TextField(db_index=True)),
                ("release", models.TextField()),
                ("date", models.DateTimeField()),
                ("content", models.JSONField()),
                ("file", models.TextField()),
                ("taken_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("owner", models.TextField()),
                ("vis", models.IntegerField(db_index=True)),
                ("contract", models.UUIDField(db_index=True)),
                ("code", models.TextField()),
                ("paid_on", models.DateField(null=True)),
                ("pence", models.BigIntegerField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClosedYear",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("owner", models.TextField()),
                ("vis", models.IntegerField(db_index=True)),
                ("contract", models.UUIDField()),
                ("year", models.SmallIntegerField()),
                ("closed_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("contract", "year"), name="a_year_of_a_contract_closes_once")],
            },
        ),
        migrations.CreateModel(
            name="Contract",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("owner", models.TextField()),
                ("vis", models.IntegerField(db_index=True)),
                ("ocid", models.TextField(db_index=True)),
                ("code", models.TextField()),
                ("title", models.TextField(default="")),
                ("status", models.TextField(default="")),
                ("starts_on", models.DateField(null=True)),
                ("ends_on", models.DateField(null=True)),
                ("value_pence", models.BigIntegerField(null=True)),
                ("amount", models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ("currency", models.TextField(default="")),
                ("signed_on", models.DateField(null=True)),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=models.Q(("value_pence__gte", 0)), name="contract_value_not_negative")],
            },
        ),
        migrations.CreateModel(
            name="ContractFee",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("owner", models.TextField()),
                ("vis", models.IntegerField(db_index=True)),
                ("contract", models.UUIDField()),
                ("content", models.JSONField()),
                ("version", models.IntegerField()),
                ("file", models.TextField()),
                ("said_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("contract", "version"), name="one_version_of_a_fee")],
            },
        ),
        migrations.CreateModel(
            name="KpiReading",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("owner", models.TextField()),
                ("vis", models.IntegerField(db_index=True)),
                ("contract", models.UUIDField(db_index=True)),
                ("kpi", models.TextField()),
                ("kpi_version", models.SmallIntegerField()),
                ("period", models.TextField()),
                ("numerator", models.BigIntegerField(null=True)),
                ("denominator", models.BigIntegerField(null=True)),
                ("evidence", django.contrib.postgres.fields.ArrayField(base_field=models.TextField(), default=list, size=None)),
                ("version", models.IntegerField()),
                ("file", models.TextField()),
                ("row", models.IntegerField()),
                ("said_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("contract", "kpi", "kpi_version", "period", "version"), name="one_version_of_a_kpi_reading"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("denominator__isnull", True), ("numerator__isnull", True)),
                            models.Q(("denominator__gt", 0), ("numerator__gte", 0), ("numerator__lte", models.F("denominator"))),
                            _connector="OR",
                        ),
                        name="kpi_counts_can_be",
                    ),
                ],
            },
        ),
    ]
