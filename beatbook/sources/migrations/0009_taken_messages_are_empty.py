from django.db import migrations


class Migration(migrations.Migration):
    """What was taken before bodies were let go is let go now: a removal could not find a record's words in it."""

    dependencies = [("sources", "0008_removed")]

    operations = [migrations.RunSQL("UPDATE sources_inbox SET body = '' WHERE taken_at IS NOT NULL AND body <> ''", migrations.RunSQL.noop)]
