from django.db import migrations, models

from beatbook.access.policies import protect_sql


class Migration(migrations.Migration):
    dependencies = [("sources", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Spoken",
            fields=[
                ("pk", models.CompositePrimaryKey("feed", "vis", blank=True, editable=False, primary_key=True, serialize=False)),
                ("feed", models.TextField()),
                ("vis", models.IntegerField()),
                ("last_said_at", models.DateTimeField(null=True)),
                ("last_loaded_at", models.DateTimeField()),
            ],
        ),
        migrations.RunSQL(protect_sql("sources_spoken")),
        migrations.RemoveField(model_name="feed", name="last_said_at"),
        migrations.RemoveField(model_name="feed", name="last_loaded_at"),
        migrations.RemoveField(model_name="feed", name="last_load_id"),
    ]
