from django.db import migrations, models

from beatbook.linkage.named_sql import sql


class Migration(migrations.Migration):
    dependencies = [("linkage", "0003_review")]

    operations = [
        migrations.AddIndex("reviewitem", models.Index(fields=["a"], name="linkage_review_a")),
        migrations.AddIndex("reviewitem", models.Index(fields=["b"], name="linkage_review_b")),
        migrations.AddIndex("reviewclaim", models.Index(fields=["b"], name="linkage_review_claim_b")),
        migrations.RunSQL(sql("reviews_follow_markings")),
    ]
