import uuid

import django.db.models.functions.datetime
from django.db import migrations, models

import beatbook.sources.models.columns
from beatbook.access.policies import grant_sql, protect_sql
from beatbook.sources.named_sql import sql


class Migration(migrations.Migration):
    initial = True

    dependencies = [("access", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Feed",
            fields=[
                ("code", models.TextField(primary_key=True, serialize=False)),
                ("name", models.TextField()),
                ("system", models.TextField()),
                ("vis", models.IntegerField()),
                ("refresh_minutes", models.IntegerField(null=True)),
                ("last_said_at", models.DateTimeField(null=True)),
                ("last_loaded_at", models.DateTimeField(null=True)),
                ("last_load_id", models.UUIDField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="FeedToken",
            fields=[
                ("feed", models.TextField(primary_key=True, serialize=False)),
                ("token_hash", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="RecordVersion",
            fields=[
                ("pk", models.CompositePrimaryKey("record_id", "version", blank=True, editable=False, primary_key=True, serialize=False)),
                ("record_id", models.UUIDField()),
                ("version", models.BigIntegerField()),
                ("content", models.JSONField()),
                ("content_hash", models.BinaryField()),
                ("vis", models.IntegerField()),
                ("said_at", models.DateTimeField()),
                ("load_id", models.UUIDField()),
                ("changed", beatbook.sources.models.columns.TransactionId(db_default=beatbook.sources.models.columns.CurrentTransaction())),
            ],
        ),
        migrations.CreateModel(
            name="Staged",
            fields=[
                ("pk", models.CompositePrimaryKey("load_id", "id", "seq", blank=True, editable=False, primary_key=True, serialize=False)),
                ("load_id", models.UUIDField()),
                ("seq", models.BigIntegerField()),
                ("tie", models.BooleanField()),
                ("id", models.UUIDField()),
                ("kind", models.TextField(null=True)),
                ("source_key", models.TextField(db_collation="C", null=True)),
                ("version", models.BigIntegerField(null=True)),
                ("said_at", models.DateTimeField()),
                ("happened_at", models.DateTimeField(null=True)),
                ("area", models.TextField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("content", models.JSONField(null=True)),
                ("content_hash", models.BinaryField(null=True)),
                ("vis", models.IntegerField(null=True)),
                ("scope", models.TextField(null=True)),
                ("from_id", models.UUIDField(null=True)),
                ("to_id", models.UUIDField(null=True)),
                ("to_group", models.TextField(db_collation="C", null=True)),
                ("role", models.TextField(null=True)),
                ("basis", models.TextField(null=True)),
                ("file", models.TextField(null=True)),
                ("row_number", models.BigIntegerField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="Inbox",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("feed", models.TextField()),
                ("body", models.BinaryField()),
                ("content_type", models.TextField(default="application/json")),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("taken_at", models.DateTimeField(null=True)),
                ("result", models.JSONField(null=True)),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("taken_at__isnull", True)), fields=["received_at"], name="sources_inbox_waiting")
                ],
            },
        ),
        migrations.CreateModel(
            name="Load",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("feed", models.TextField()),
                ("road", models.TextField(choices=[("file", "file"), ("inbox", "inbox"), ("mended", "mended")])),
                ("fingerprint", models.BinaryField()),
                ("state", models.TextField(default="staging")),
                ("reason", models.TextField(default="")),
                ("started_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("ended_at", models.DateTimeField(null=True)),
                ("watermark", models.BigIntegerField(default=0)),
                ("staged", models.BigIntegerField(default=0)),
                ("tally", models.JSONField(default=dict)),
                ("summary", models.JSONField(default=dict)),
                ("quality", models.JSONField(default=dict)),
                ("vis", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["feed", "-started_at"], name="sources_load_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["staging", "published", "unchanged", "refused", "abandoned"])),
                        name="load_state_is_known",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Outbox",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("feed", models.TextField()),
                ("record_id", models.UUIDField()),
                ("kind", models.TextField()),
                ("body", models.JSONField()),
                ("told_by", models.UUIDField()),
                ("told_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("state", models.TextField(db_default="waiting")),
                ("attempts", models.IntegerField(db_default=0)),
                ("next_attempt_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("last_error", models.TextField(db_default="")),
                ("delivered_at", models.DateTimeField(null=True)),
                ("receipt", models.TextField(db_default="")),
                ("vis", models.IntegerField()),
            ],
            options={
                "indexes": [
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "prepared"])),
                        fields=["next_attempt_at"],
                        name="sources_outbox_waiting",
                    )
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["waiting", "prepared", "delivered", "failed"])), name="outbox_state_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Record",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("feed", models.TextField()),
                ("source_key", models.TextField(db_collation="C")),
                ("kind", models.TextField()),
                ("version", models.BigIntegerField()),
                ("said_at", models.DateTimeField()),
                ("happened_at", models.DateTimeField(null=True)),
                ("received_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("area", models.TextField(null=True)),
                ("longitude", models.FloatField(null=True)),
                ("latitude", models.FloatField(null=True)),
                ("content", models.JSONField()),
                ("content_hash", models.BinaryField()),
                ("vis", models.IntegerField()),
                ("load_id", models.UUIDField()),
                ("scope", models.TextField(null=True)),
                ("withdrawn", models.BooleanField(db_default=False)),
                ("changed", beatbook.sources.models.columns.TransactionId(db_default=beatbook.sources.models.columns.CurrentTransaction())),
            ],
            options={
                "indexes": [
                    models.Index(condition=models.Q(("kind", "event")), fields=["area", "vis", "happened_at"], name="sources_record_area"),
                    models.Index(fields=["kind", "vis"], name="sources_record_kind"),
                    models.Index(fields=["changed"], name="sources_record_changed"),
                    models.Index(condition=models.Q(("scope__isnull", False)), fields=["feed", "scope"], name="sources_record_scope"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("feed", "source_key"), name="one_record_a_key"),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["person", "object", "location", "event"])), name="kind_is_known"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("latitude__isnull", True), ("longitude__isnull", True)),
                            models.Q(("latitude__range", (-90, 90)), ("longitude__range", (-180, 180))),
                            _connector="OR",
                        ),
                        name="place_is_on_the_globe",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="RefusedRow",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, primary_key=True, serialize=False)),
                ("load_id", models.UUIDField()),
                ("feed", models.TextField()),
                ("file", models.TextField()),
                ("row_number", models.BigIntegerField()),
                ("column_name", models.TextField(default="")),
                ("reason", models.TextField()),
                ("raw", models.TextField()),
                ("whole", models.BooleanField(default=True)),
                (
                    "state",
                    models.TextField(choices=[("open", "open"), ("quarantined", "quarantined"), ("mended", "mended")], default="open"),
                ),
                ("fingerprint", models.BinaryField(unique=True)),
                ("refused_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("mended_at", models.DateTimeField(null=True)),
                ("vis", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["feed", "state", "-refused_at"], name="sources_refusedrow_latest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["open", "quarantined", "mended"])), name="refused_row_state_is_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Tie",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("from_id", models.UUIDField()),
                ("to_id", models.UUIDField()),
                ("role", models.TextField()),
                ("basis", models.TextField(choices=[("fact", "fact"), ("opinion", "opinion")])),
                ("said_at", models.DateTimeField()),
                ("feed", models.TextField()),
                ("vis", models.IntegerField()),
                ("va", models.IntegerField()),
                ("vb", models.IntegerField()),
                ("load_id", models.UUIDField()),
                ("withdrawn", models.BooleanField(db_default=False)),
                ("changed", beatbook.sources.models.columns.TransactionId(db_default=beatbook.sources.models.columns.CurrentTransaction())),
            ],
            options={
                "indexes": [
                    models.Index(fields=["from_id", "va", "vb", "to_id"], name="sources_tie_from"),
                    models.Index(fields=["to_id", "vb", "va", "from_id"], name="sources_tie_to"),
                ],
                "constraints": [models.UniqueConstraint(fields=("from_id", "to_id", "role"), name="one_tie_a_role")],
            },
        ),
        migrations.CreateModel(
            name="WaitingTie",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("feed", models.TextField()),
                ("from_id", models.UUIDField()),
                ("to_id", models.UUIDField(null=True)),
                ("to_group", models.TextField(db_collation="C", null=True)),
                ("role", models.TextField()),
                ("basis", models.TextField()),
                ("said_at", models.DateTimeField()),
                ("load_id", models.UUIDField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["from_id"], name="sources_waitingtie_from"),
                    models.Index(fields=["to_id"], name="sources_waitingtie_to"),
                    models.Index(fields=["feed", "to_group"], name="sources_waitingtie_group"),
                ],
            },
        ),
        migrations.RunSQL(protect_sql("sources_record")),
        migrations.RunSQL(protect_sql("sources_recordversion")),
        migrations.RunSQL(protect_sql("sources_tie", vis_columns=("vis", "va", "vb"))),
        migrations.RunSQL(protect_sql("sources_feed")),
        migrations.RunSQL(protect_sql("sources_load")),
        migrations.RunSQL(protect_sql("sources_refusedrow")),
        migrations.RunSQL(protect_sql("sources_outbox", insertable=True, own_column="told_by")),
        migrations.RunSQL(grant_sql("sources_waitingtie")),
        migrations.RunSQL(grant_sql("sources_feedtoken")),
        migrations.RunSQL(sql("close_staging")),
        migrations.RunSQL(grant_sql("sources_inbox", app="INSERT")),
        migrations.RunSQL(sql("open_inbox")),
    ]
