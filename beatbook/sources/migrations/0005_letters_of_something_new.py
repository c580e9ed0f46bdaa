from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("sources", "0004_seals")]

    operations = [migrations.AlterField("outbox", "record_id", models.UUIDField(null=True))]
