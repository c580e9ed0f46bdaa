"""One code path: all at once, in batches, one by one, in any order, give the same links and weights bit for bit."""

import json
import random
from uuid import UUID

import numpy as np
import pytest

from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import FORENAMES, GUARD, Evidence, Field, Forenames, Guard, evidence_of
from beatbook.linkage.index import FoundLinks, LinkIndex
from beatbook.linkage.model import Model, ModelUnreadable, read_model
from beatbook.linkage.scoring import compare
from beatbook.linkage.training import TooFewRecords, train
from beatbook.linkage.vectors import clash, facts_of
from tests.linkage.worlds import mentions

Records = list[tuple[UUID, Evidence]]


def _as_dict(*found: FoundLinks) -> dict[tuple[UUID, UUID], tuple[float, bytes]]:
    return {
        (a, b): (weight, levels.tobytes())
        for links in found
        for a, b, weight, levels in zip(links.a, links.b, links.weights.tolist(), links.levels, strict=True)
    }


@pytest.fixture(scope="module")
def records() -> Records:
    found, _ = mentions(80)
    return [(record_id, evidence_of(content)) for record_id, content in found]


@pytest.fixture(scope="module")
def model(records: Records) -> Model:
    return train(records, random_pairs=50_000)


def test_order_and_batches_change_nothing(records: Records, model: Model) -> None:
    expected = _as_dict(LinkIndex(model).add(records))
    chance = random.Random(3)
    for _ in range(4):
        shuffled = chance.sample(records, len(records))
        index = LinkIndex(model)
        cuts = sorted(chance.sample(range(1, len(records)), 5))
        batches = [shuffled[start:stop] for start, stop in zip([0, *cuts], [*cuts, len(shuffled)], strict=True)]
        assert _as_dict(*(index.add(batch) for batch in batches)) == expected
    one_by_one = LinkIndex(model)
    assert _as_dict(*(one_by_one.add([record]) for record in records)) == expected


@pytest.mark.parametrize("many", [1, 50_000])
def test_all_in_batches_is_all_at_once_and_takes_more(records: Records, model: Model, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    alike = [(UUID(int=number), records[0][1]) for number in range(1, 70)]  # a crowd
    first, later = [*records[:-20], *alike[:60]], [*records[-20:], *alike[60:]]
    expected, index = LinkIndex(model), LinkIndex(model)
    known = expected.add(first)
    monkeypatch.setattr("beatbook.linkage.index.MANY_ROWS", many)
    found = index.add_all(first[start : start + 37] for start in range(0, len(first), 37))
    assert _as_dict(found) == _as_dict(known) and found.n_pairs == known.n_pairs and found.a
    for batch in (later, first[:3]):
        found, known = index.add(batch), expected.add(batch)
        assert _as_dict(found) == _as_dict(known) and found.relinked == known.relinked and found.a


def test_weight_is_that_of_a_database_of_two_records(records: Records, model: Model) -> None:
    by_id = dict(records)
    found = _as_dict(LinkIndex(model).add(records))
    for (a, b), told in list(found.items())[:40]:
        alone = _as_dict(LinkIndex(model).add([(b, by_id[b]), (a, by_id[a])]))
        assert alone == {(a, b): told}


def test_training_is_the_same_for_any_order_of_records(records: Records, model: Model) -> None:
    assert train(records[::-1], random_pairs=50_000).version == model.version


def test_saved_model_reads_back_the_same(model: Model) -> None:
    again = read_model(model.to_json())
    assert again.version == model.version and again.to_json() == model.to_json()


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 99}', "nonsense"])
def test_damaged_model_is_refused(text: str) -> None:
    with pytest.raises(ModelUnreadable):
        read_model(text)


def test_changed_record_replaces_its_old_self(records: Records, model: Model) -> None:
    index = LinkIndex(model)
    index.add(records)
    record_id, evidence = records[0]
    index.add([(record_id, evidence_of({"forenames": "Zebedee", "surname": "Quackenbush"}))])
    assert len(index) == len(records)
    other = UUID(int=77)
    assert record_id not in {*_as_dict(index.add([(other, evidence)]))}
    assert all(record_id not in pair for pair in _as_dict(index.add([(other, evidence)])))


@pytest.mark.parametrize(
    ("one", "other", "said"),
    [
        ("Alan Keith", "Alan Joseph", Forenames.MORE_DIFFER),
        ("Alan Keith", "Alan Kieth", Forenames.MORE_AGREE),
        ("Alan Keith", "Alan K", Forenames.AGREE),
        ("Alan Keith", "Alan", Forenames.AGREE),
        ("Alan Keith", "Keith", Forenames.AGREE),
        ("Alan Keith", "Brian Joseph", Forenames.DIFFER),
    ],
)
def test_what_forenames_say(model: Model, one: str, other: str, said: Forenames) -> None:
    home = {"surname": "Thistlewood", "address": "4 Mill Lane", "postcode": "ZZ1 2AB"}
    records = [(UUID(int=place + 1), evidence_of({"forenames": names} | home)) for place, names in enumerate((one, other))]
    encoder = Encoder(model.frequencies)
    encoder.append([record_id for record_id, _ in records], [evidence for _, evidence in records])
    for left, right in ((0, 1), (1, 0)):
        levels = compare(encoder, np.array([left]), np.array([right])).levels[0]
        assert levels[FORENAMES] == said
        assert clash(facts_of(levels.tobytes())) == (said in (Forenames.DIFFER, Forenames.MORE_DIFFER))


@pytest.mark.parametrize(
    ("ours", "theirs", "level"),
    [
        (["07700 900001"], ["07700 900001"], 1),
        (["07700 900001"], ["07700 900002"], 2),
        (["07700 900001"], ["07700 900345"], 3),
        (["01632 960001"], ["01632 960001"], 4),
        (["01632 960001"], ["01632 960002"], 5),
        (["01632 960001"], ["07700 900001"], 0),
        (["01632 960001", "07700 900001"], ["01632 960001", "07700 900345"], 4),
        (["01632 960001", "07700 900001"], ["01632 960001", "07700 900001"], 1),
        (["07700 900001"], [], 0),
    ],
)
def test_a_number_of_a_home_is_told_from_a_number_of_one_s_own(model: Model, ours: list[str], theirs: list[str], level: int) -> None:
    records = [(UUID(int=place + 1), evidence_of({"surname": "Marsh", "phones": phones})) for place, phones in enumerate((ours, theirs))]
    encoder = Encoder(model.frequencies)
    encoder.append([record_id for record_id, _ in records], [evidence for _, evidence in records])
    for left, right in ((0, 1), (1, 0)):
        assert compare(encoder, np.array([left]), np.array([right])).levels[0, Field.PHONE] == level


def test_a_model_of_before_landlines_were_told_apart_weighs_as_it_did(model: Model) -> None:
    parts = json.loads(model.to_json())
    del parts["frequencies"]["landlines"]
    before = read_model(json.dumps(parts, separators=(",", ":"), sort_keys=True))
    assert json.loads(before.to_json()) == parts
    encoder = Encoder(before.frequencies)
    encoder.append([UUID(int=1), UUID(int=2)], [evidence_of({"phones": [phone]}) for phone in ("01632 960001", "07700 900345")])
    assert compare(encoder, np.array([0]), np.array([1])).levels[0, Field.PHONE] == 3


BASE = {"surname": "Thistlewood", "address": "4 Mill Lane", "postcode": "ZZ1 2AB", "phones": ["07700 900001"]}


@pytest.mark.parametrize(
    ("a", "b", "guard"),
    [
        ({"forenames": "Arthur", "date_of_birth": "1999-05-06"}, {"forenames": "Noah", "date_of_birth": "1999-05-06"}, Guard.RELATIVES),
        ({"forenames": "Arthur", "date_of_birth": "1999-05-06"}, {"forenames": "Arthur", "date_of_birth": "1962-11-23"}, Guard.GENERATIONS),
        ({"forenames": "Arthur", "pnc_id": "98/0000001K"}, {"forenames": "Arthur", "pnc_id": "05/7654321L"}, Guard.PNC_IDS),
        (
            {"forenames": "Chloe May", "date_of_birth": "2001-06-30"},
            {"forenames": "Casey May", "date_of_birth": "2001-06-30"},
            Guard.RELATIVES,
        ),
        ({"forenames": "Mohammed Imran"}, {"forenames": "Imran"}, Guard.NONE),
        ({"forenames": "Arthur"}, {"forenames": "L"}, Guard.RELATIVES),
        ({"forenames": "Arthur"}, {"surname": "L Thistlewood"}, Guard.RELATIVES),
        ({"forenames": "Arthur"}, {"surname": "", "full_name": "Thistlewood, L"}, Guard.RELATIVES),
        ({"forenames": "Arthur"}, {"forenames": "A"}, Guard.NONE),
        ({"forenames": "Arthur", "date_of_birth": "1999-05-06"}, {"forenames": "Art", "date_of_birth": "1999-05-06"}, Guard.NONE),
    ],
)
def test_guards(model: Model, a: dict[str, str], b: dict[str, str], guard: Guard) -> None:
    found = LinkIndex(model).add([(UUID(int=1), evidence_of(BASE | a)), (UUID(int=2), evidence_of(BASE | b))])
    assert [levels[GUARD] for levels in found.levels] == [guard]
    assert (found.weights[0] >= model.threshold) == (guard == Guard.NONE)


def test_pair_that_would_join_but_for_its_birth_dates_is_kept(model: Model) -> None:
    a, b = BASE | {"forenames": "Arthur", "date_of_birth": "1991-05-06"}, BASE | {"forenames": "Arthur", "date_of_birth": "1988-11-23"}
    found = LinkIndex(model).add([(UUID(int=1), evidence_of(a)), (UUID(int=2), evidence_of(b))])
    assert len(found.a) == 1 and clash(facts_of(found.levels[0].tobytes()))


def test_strange_records_are_taken(model: Model) -> None:
    strange = [
        {},
        {"forenames": "x" * 1_000_000},
        {"forenames": "", "surname": " "},
        {"forenames": "محمد", "surname": "علي"},
        {"date_of_birth": "0000-99-99"},
    ]
    index = LinkIndex(model)
    index.add([(UUID(int=number), evidence_of(content)) for number, content in enumerate(strange, 1)])
    assert len(index) == len(strange)
    assert len(LinkIndex(model).add([]).a) == 0


def test_too_few_records_teach_nothing(records: Records) -> None:
    with pytest.raises(TooFewRecords):
        train(records[:10])
