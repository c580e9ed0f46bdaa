"""Lookup keys of records of every kind."""

from beatbook.linkage.keys import address_of, deletion_variants, keys_of, name_tokens

PERSON = {
    "forenames": "Seán",
    "surname": "O'Brien-Smith",
    "date_of_birth": "1990-02-03",
    "phones": ["+44 (0)7700 900123"],
    "emails": ["Sean@Example.ORG"],
    "address": "Flat 2, 14 High St, Milltown",
    "postcode": "zz1 2ab",
    "pnc_id": "1998/45678K",
    "custody_number": "MC/25/000011",
}


def test_person_is_found_by_every_identifier() -> None:
    keys = keys_of("person", PERSON)
    assert {"name:sean", "name:obrien", "name:smith", "born:1990-02-03", "phone:447700900123", "email:sean@example.org"} <= set(keys)
    assert {"postcode:ZZ12AB", "address:flat 2 14 high street ZZ12AB", "pnc:98/0045678K", "ref:MC25000011"} <= set(keys)


def test_vehicle_is_its_plate_and_event_its_reference() -> None:
    assert "plate:AB51CDE" in keys_of("object", {"object_type": "vehicle", "registration": "ab51 cde"})
    assert keys_of("event", {"reference": "44/0012345/26"}) == ["ref:44001234526"]


def test_event_is_found_by_the_references_of_other_systems() -> None:
    event = {"reference": "MC/25/000011", "other_references": ["44/0012345/26", "LOG 0042 of 2026", None]}
    assert {"ref:MC25000011", "ref:44001234526"} <= set(keys_of("event", event))
    assert keys_of("event", {"other_references": "44/0012345/26"}) == ["ref:44001234526"]


def test_odd_content_gives_no_keys() -> None:
    assert keys_of("person", {"forenames": None, "phones": 5, "emails": [None, "no"], "date_of_birth": "199"}) == []


def test_a_year_or_month_of_birth_is_kept_where_no_more_is_known() -> None:
    assert keys_of("person", {"date_of_birth": "1990"}) == ["born:1990"]
    assert keys_of("person", {"date_of_birth": "1990-02"}) == ["born:1990-02"]


def test_a_street_is_found_without_its_number_and_a_town_by_its_name() -> None:
    assert {"street:high street", "word:milltown"} <= set(keys_of("person", PERSON))
    assert "street:foundry row" in keys_of("location", {"address": "12 Foundry Row"})


def test_address_key_needs_no_postcode() -> None:
    assert address_of("14 High Street", "") == "14 high street"


def test_two_tokens_a_slip_apart_share_a_variant() -> None:
    assert set(deletion_variants("smith")) & set(deletion_variants("smyth"))
    assert deletion_variants("li") == ["li"]
    assert name_tokens(["name:li", "sound:l"]) == ["li"]
