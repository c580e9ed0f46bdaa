"""What each system said, and the road back to it."""
