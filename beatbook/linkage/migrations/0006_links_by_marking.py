from django.db import migrations

# A person's links are looked up by the marking of the other end too: 100,000 links to records that a viewer may not see cost 86 ms of the processor where
# they were read and left out one by one, which a clock could tell. The key begins with the other end, so that no lookup by `a` goes past the marking.
_BY_MARKING = """
ALTER TABLE linkage_link DROP CONSTRAINT linkage_link_pkey;
ALTER TABLE linkage_link ADD CONSTRAINT linkage_link_pkey PRIMARY KEY (b, a, model);
CREATE INDEX linkage_link_seen ON linkage_link (a, model, vb, va);
"""


class Migration(migrations.Migration):
    dependencies = [("linkage", "0005_reviews_follow_markings")]

    operations = [migrations.RunSQL(_BY_MARKING)]
