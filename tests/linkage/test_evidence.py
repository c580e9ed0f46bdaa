"""Evidence from the content of a person record."""

import pytest

from beatbook.linkage.evidence import names_in
from beatbook.vocabulary.names import MAX_TOKENS


@pytest.mark.parametrize(("forenames", "surname"), [(9, 9), (7, 2), (1, 9), (9, 0), (0, 9), (8, 1)])
def test_no_name_is_longer_than_its_column(forenames: int, surname: int) -> None:
    """One that was, stopped all linking."""
    words = "Ana Bela Carla Dora Elsa Flor Gina Hana Ines".split()
    content = {"forenames": " ".join(words[:forenames]), "surname": " ".join(words[:surname]), "other_names": ["Zita", " ".join(words)]}
    names = names_in(content)
    assert names and all(len(name.tokens) <= MAX_TOKENS and name.forenames <= len(name.tokens) for name in names)
    assert not forenames or not surname or (0 < names[0].forenames < len(names[0].tokens))
