from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("neighbourhoods", "0002_written"),
    ]

    operations = [
        migrations.AddField(
            model_name="neighbourhood",
            name="deprivation",
            field=models.SmallIntegerField(null=True),
        ),
        migrations.AddConstraint(
            model_name="neighbourhood",
            constraint=models.CheckConstraint(
                condition=models.Q(("deprivation__isnull", True), ("deprivation__range", (1, 10)), _connector="OR"),
                name="deprivation_is_a_tenth",
            ),
        ),
    ]
