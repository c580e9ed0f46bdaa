from pathlib import Path

from django.db import migrations

from beatbook.db.sql_files import load_sql

models_file = str(Path(__file__).parents[1] / "models.py")


class Migration(migrations.Migration):
    dependencies = [("access", "0006_idle_sessions")]

    operations = [migrations.RunSQL(load_sql(models_file, "replay_roles"))]
