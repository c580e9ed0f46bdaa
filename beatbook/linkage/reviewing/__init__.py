"""The review queue in the database: what waits for a viewer, their list of the day, claims, and how a team gets on. The order itself is `linkage.review`."""
