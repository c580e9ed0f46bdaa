"""What a team does in its neighbourhood: visits, work agreed with partners, and case reviews of anti-social behaviour."""
