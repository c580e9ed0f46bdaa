from django.db import migrations


class Migration(migrations.Migration):
    """One tie a role is held by its id, which is made from both ends and the role; the index of the constraint passed over hidden ties."""

    dependencies = [("sources", "0006_facets")]

    operations = [migrations.RemoveConstraint("tie", "one_tie_a_role")]
