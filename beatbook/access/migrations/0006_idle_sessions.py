from pathlib import Path

from django.db import migrations

from beatbook.db.sql_files import load_sql

models_file = str(Path(__file__).parents[1] / "models.py")


class Migration(migrations.Migration):
    dependencies = [("access", "0005_sealed_vis")]

    operations = [migrations.RunSQL(load_sql(models_file, "end_idle_sessions"))]
