import django.db.models.functions.datetime
from django.db import migrations, models

SEALER = "beatbook_sealer"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ("count", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("chained", models.BinaryField()),
                ("signature", models.BinaryField()),
                ("key", models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name="Leaf",
            fields=[
                ("pk", models.CompositePrimaryKey("seal", "place", blank=True, editable=False, primary_key=True, serialize=False)),
                ("seal", models.BigIntegerField()),
                ("place", models.IntegerField()),
                ("event_id", models.UUIDField(unique=True)),
                ("leaf", models.BinaryField()),
            ],
        ),
        migrations.RunSQL(
            f"""
            ALTER TABLE audit_seal ADD COLUMN upto xid8 NOT NULL;
            CREATE INDEX audit_event_changed ON audit_event (changed);
            GRANT SELECT, INSERT ON audit_seal, audit_leaf TO {SEALER};
            """
        ),
    ]
