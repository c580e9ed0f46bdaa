"""Loads in a sentence."""

import json
from uuid import UUID

from beatbook.sources.summaries import LoadSummary

LOAD = UUID(int=1)


def test_sentences() -> None:
    published = LoadSummary(LOAD, "f", "published", rows=1200, mentions=1100, new=1000, newer=3, withdrawn=2, ties=7, refused_rows=1)
    assert published.sentence() == "f: 1,200 rows, 1,100 records (1,000 new, 3 newer, 2 withdrawn), 7 ties; 1 row refused."
    assert "nothing changed" in LoadSummary(LOAD, "f", "unchanged", mentions=2).sentence()
    assert LoadSummary(LOAD, "f", "refused", "Too small.").sentence() == "f: refused, nothing published. Too small."


def test_json_and_whether_it_was_taken() -> None:
    refused = LoadSummary(LOAD, "f", "refused")
    assert json.loads(json.dumps(refused.as_json()))["load_id"] == str(LOAD)
    assert [LoadSummary(LOAD, "f", state).published for state in ("published", "unchanged", "refused")] == [True, True, False]
