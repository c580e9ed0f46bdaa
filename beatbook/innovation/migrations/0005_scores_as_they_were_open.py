from django.db import migrations

SEEN = "EXISTS (SELECT 1 FROM innovation_bid b WHERE b.id = innovation_bidscore.bid_id)"
CLOSED = (
    "EXISTS (SELECT 1 FROM innovation_bid b JOIN innovation_fundround r ON r.code = b.round_id"
    " WHERE b.id = innovation_bidscore.bid_id AND r.closes_on < (SELECT sec.day()))"
)


class Migration(migrations.Migration):
    """In a replay a round is closed when it was closed then: else it would show scores that its reader did not see."""

    dependencies = [("innovation", "0004_live_access"), ("access", "0007_replay_roles")]

    operations = [
        migrations.RunSQL(
            f"ALTER POLICY blind_until_closed ON innovation_bidscore"
            f" USING ({SEEN} AND (innovation_bidscore.assessor = (SELECT sec.my_user()) OR {CLOSED}))"
        )
    ]
