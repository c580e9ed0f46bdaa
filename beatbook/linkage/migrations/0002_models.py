import django.db.models.functions.datetime
from django.db import migrations, models

_SIDE_BY_SIDE = """
ALTER TABLE linkage_link DROP CONSTRAINT linkage_link_pkey;
ALTER TABLE linkage_link ADD CONSTRAINT linkage_link_pkey PRIMARY KEY (a, b, model);
"""
_LAST_PUBLISHED = """
UPDATE linkage_model SET state = CASE
    WHEN version = (SELECT m.version FROM linkage_model m ORDER BY m.published_at DESC, m.version LIMIT 1) THEN 'published' ELSE 'retired'
END;
"""


class Migration(migrations.Migration):
    dependencies = [("linkage", "0004_concerns")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(_SIDE_BY_SIDE)],
            state_operations=[
                migrations.DeleteModel(name="Link"),
                migrations.CreateModel(
                    name="Link",
                    fields=[
                        (
                            "pk",
                            models.CompositePrimaryKey("a", "b", "model", blank=True, editable=False, primary_key=True, serialize=False),
                        ),
                        ("a", models.UUIDField()),
                        ("b", models.UUIDField()),
                        ("va", models.IntegerField()),
                        ("vb", models.IntegerField()),
                        ("weight", models.FloatField()),
                        ("levels", models.BinaryField()),
                        ("model", models.TextField()),
                    ],
                ),
            ],
        ),
        migrations.AddField("model", "state", models.TextField(db_default="trained")),
        migrations.AddField("model", "threshold", models.FloatField(default=3.3), preserve_default=False),
        migrations.AddField("model", "made_at", models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
        migrations.AddField("model", "report", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
        migrations.AddField("model", "chosen_by", models.JSONField(db_default=models.Value({}, models.JSONField()), default=dict)),
        migrations.AlterField("model", "published_at", models.DateTimeField(null=True)),
        migrations.RunSQL(_LAST_PUBLISHED),
        migrations.AddConstraint(
            "model",
            models.CheckConstraint(
                condition=models.Q(("state__in", ["trained", "beside", "published", "retired"])), name="model_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            "model",
            models.UniqueConstraint(condition=models.Q(("state", "published")), fields=("state",), name="one_model_is_published"),
        ),
    ]
