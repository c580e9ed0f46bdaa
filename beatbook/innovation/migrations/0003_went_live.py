"""A day on which an innovation went live, and the measure of the service that a benefit names."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("innovation", "0002_access"),
    ]

    operations = [
        migrations.CreateModel(
            name="WentLive",
            fields=[
                (
                    "bid",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, primary_key=True, serialize=False, to="innovation.bid"
                    ),
                ),
                ("owner", models.TextField()),
                ("vis", models.IntegerField()),
                ("live_on", models.DateField()),
                ("said_by", models.UUIDField()),
                ("said_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
            ],
        ),
        migrations.AddField(
            model_name="benefitclaim",
            name="measure_code",
            field=models.TextField(db_default=""),
        ),
    ]
