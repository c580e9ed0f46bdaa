from django.db import migrations, models


def by_marking(model: str) -> list[migrations.operations.base.Operation]:
    """Indexes with the markings within the key, in place of those without: many hidden judgements of one record cost its visible page time."""
    return [
        migrations.AddIndex(model, models.Index(fields=["a", "vb", "vis", "va"], name=f"linkage_{model}_of_a")),
        migrations.AddIndex(model, models.Index(fields=["b", "va", "vis", "vb"], name=f"linkage_{model}_of_b")),
        migrations.RemoveIndex(model, f"linkage_{model}_a"),
        migrations.RemoveIndex(model, f"linkage_{model}_b"),
    ]


class Migration(migrations.Migration):
    dependencies = [("linkage", "0006_links_by_marking")]

    operations = [*by_marking("judgement"), *by_marking("concern")]
