from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0002_spoken")]

    operations = [
        migrations.AddIndex(
            model_name="load",
            index=models.Index(fields=["feed", "vis", "-started_at"], condition=models.Q(road="file"), name="sources_load_files"),
        ),
    ]
