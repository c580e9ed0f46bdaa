"""Who is who: block, compare, weigh, judge."""
