from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("access", "0003_replays")]

    operations = [
        migrations.AddField("agreement", "shared", models.TextField(default="", db_default="")),
        migrations.AddField("agreement", "owner", models.TextField(default="", db_default="")),
    ]
