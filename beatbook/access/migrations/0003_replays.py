from pathlib import Path

from django.db import migrations

from beatbook.db.sql_files import load_sql

models_file = str(Path(__file__).parents[1] / "models.py")


class Migration(migrations.Migration):
    dependencies = [("access", "0002_personal_tokens")]

    operations = [migrations.RunSQL(load_sql(models_file, "add_replays"))]
