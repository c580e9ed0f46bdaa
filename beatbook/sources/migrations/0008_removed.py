from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0007_ties_by_marking")]

    operations = [
        migrations.CreateModel(
            name="Removed",
            fields=[
                ("record_id", models.UUIDField(primary_key=True, serialize=False)),
                ("fingerprint", models.BinaryField(null=True, unique=True)),
            ],
        ),
        migrations.RunSQL(
            """
            GRANT SELECT ON sources_removed TO beatbook_ingest;
            GRANT SELECT, INSERT ON sources_removed TO beatbook_purger;
            """
        ),
    ]
