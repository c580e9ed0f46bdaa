from django.db import migrations, models

# Many records and markings, whatever was counted: where hidden judgements of one record were most of the table, the planner read all of it for
# everybody (1,824 pages for 100,000), so that a clock told of them.
LEANING = "ALTER TABLE {table} ALTER COLUMN a SET (n_distinct = -0.5), ALTER COLUMN b SET (n_distinct = -0.5), ALTER COLUMN vis SET (n_distinct = -0.01)"


class Migration(migrations.Migration):
    dependencies = [("linkage", "0007_judgements_by_marking")]

    operations = [
        migrations.AddIndex("judgement", models.Index(fields=["vis", "va", "vb"], name="linkage_judgement_by_marking")),
        migrations.RunSQL([LEANING.format(table=table) for table in ("linkage_judgement", "linkage_concern")]),
    ]
