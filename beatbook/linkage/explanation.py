"""Why two records are, or are not, joined: field by field in plain words, with the numbers of the waterfall and one sentence.

Invariant: the numbers are those of the kernel under the model named, so that any past explanation can be given again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any
from uuid import UUID

import numpy as np

from beatbook.linkage.columns import Encoder
from beatbook.linkage.evidence import FORENAMES, GUARD, Evidence, Field, Forenames, Guard, evidence_of
from beatbook.linkage.levels import NAME_BINS
from beatbook.linkage.model import Model
from beatbook.linkage.opening import AnyModel
from beatbook.linkage.scoring import compare, weigh_by
from beatbook.linkage.vectors import guard_of
from beatbook.vocabulary.postcodes import written_postcode

if TYPE_CHECKING:
    from beatbook.linkage.splink.adopt import AdoptedModel

_LOCK = Lock()
_ENCODERS: dict[str, Encoder] = {}
_LABELS = {
    Field.NAME: "Name",
    Field.BORN: "Date of birth",
    Field.HOME: "Address",
    Field.PHONE: "Phone",
    Field.EMAIL: "E-mail",
    Field.PNC_ID: "PNC ID",
    Field.CUSTODY_NUMBER: "Custody number",
    Field.SEX: "Sex",
    Field.OCCUPATION: "Occupation",
}
_FIELD_WORDS = {
    "forenames": "Forenames", "surname": "Surname", "full_name": "Name", "date_of_birth": "Date of birth", "postcode": "Postcode", "sex": "Sex",
    "address": "Address", "occupation": "Occupation", "emails": "E-mail", "phones": "Phone", "pnc_id": "PNC ID", "other_names": "Other names",
}  # fmt: skip
_BORN = {
    1: "The same date.",
    2: "The same date, but one that is often given when the date is not known; only the year counts.",
    3: "The same year; one of the dates is often given when the date is not known.",
    4: "One digit differs, or day and month are swapped.",
    5: "Two of day, month and year are the same.",
    6: "Two digits differ.",
    7: "The same year only.",
    8: "Different dates; the years differ by one digit.",
    9: "Different dates.",
}
_POSTCODES = {
    1: "the same postcode",
    2: "postcodes one slip apart",
    3: "the same postcode sector",
    4: "the same postcode district",
    5: "the same postcode area",
    6: "different postcode areas",
}
_PLACES = {1: "the same address", 2: "nearly the same address", 3: "different addresses"}
_PLAIN = {
    Field.PHONE: {
        0: "A landline and a number of a person's own cannot be compared.",
        1: "They share a number.",
        2: "Numbers one digit apart.",
        3: "Numbers of their own that differ.",
        4: "They share a landline, as all of a home do.",
        5: "Different landlines.",
    },
    Field.EMAIL: {1: "They share an e-mail address.", 2: "The same name at another provider.", 3: "No e-mail address in common."},
    Field.PNC_ID: {1: "The same PNC ID.", 2: "PNC IDs one digit apart.", 3: "Two different PNC IDs."},
    Field.CUSTODY_NUMBER: {1: "The same custody number."},
    Field.SEX: {1: "The same.", 2: "Different."},
    Field.OCCUPATION: {1: "The same.", 2: "Different."},
}
_GUARDS = {
    Guard.RELATIVES: "Different forenames: they may be relatives, even twins, so the records are kept apart.",
    Guard.GENERATIONS: "Born twelve or more years apart: they may be parent and child, so the records are kept apart.",
    Guard.PNC_IDS: "Two different PNC IDs: the records are kept apart.",
}
_FURTHER = "Further forenames that differ: they may be parent and child of one name, who are joined only where more records say so."
_ODDS = (
    (0.99, "very likely the same person"),
    (0.9, "likely the same person"),
    (0.5, "more likely than not the same person"),
    (0.1, "possibly the same person"),
    (0.0, "unlikely to be the same person"),
)


@dataclass(frozen=True, slots=True)
class FieldReason:
    """One step of the waterfall: what each record says, what the comparison found, and what it is worth in bits (0 when one is silent)."""

    field: str
    a: str
    b: str
    words: str
    weight_bits: float
    level: int


@dataclass(frozen=True, slots=True)
class Explanation:
    """Everything about one pair: `prior_bits` + the fields' bits + `guard_bits` = `total_bits`; `probability` is the posterior."""

    fields: tuple[FieldReason, ...]
    prior_bits: float
    guard: str
    guard_bits: float
    total_bits: float
    probability: float
    model: str
    joins: bool

    def sentence(self, a_name: str = "One record", b_name: str = "the other record") -> str:
        """For people: `Crime record 44/12 and custody record 7 are very likely the same person: 99 in 100.`"""
        words = next(words for least, words in _ODDS if self.probability >= least)
        return f"{a_name} and {b_name} are {words}: {in_hundred(self.probability)}."


def in_hundred(probability: float) -> str:
    """A probability as a frequency, never as certainty: `99 in 100`, `over 999 in 1,000`, `under 1 in 100`."""
    if probability >= 0.9995:
        return "over 999 in 1,000"
    if probability >= 0.995:
        return f"{int(probability * 1000 + 0.5)} in 1,000"
    if probability < 0.005:
        return "under 1 in 100"
    return f"{int(probability * 100 + 0.5)} in 100"


def explain(a_content: Mapping[str, Any], b_content: Mapping[str, Any], model: AnyModel, levels: bytes | None = None) -> Explanation:
    """Explanation of any pair, joined or not, the smaller id first. `levels`, when given, are those stored with the link; they are the same as are
    found anew."""
    if not isinstance(model, Model):
        return _of_adopted(a_content, b_content, model, levels)
    a, b = evidence_of(a_content), evidence_of(b_content)
    with _LOCK:
        encoder = _encoder(model)
        start, _ = encoder.append([UUID(int=1), UUID(int=2)], [a, b])
        compared = compare(encoder, np.array([start]), np.array([start + 1]))
        encoder.forget_rows()
    fields, total = weigh_by(model, compared)
    vector = compared.levels[0].tobytes() if levels is None else levels
    guard = Guard(vector[GUARD])
    reasons = (_reason(f, a, b, vector[f], float(fields[0, f])) for f in Field)
    weight = float(total[0])
    return Explanation(
        fields=tuple(reason for reason in reasons if reason.a or reason.b),
        prior_bits=model.prior,
        guard=(_GUARDS.get(guard) if model.guard_bits[guard] else None) or (_FURTHER if vector[FORENAMES] == Forenames.MORE_DIFFER else ""),
        guard_bits=model.guard_bits[guard],
        total_bits=weight,
        probability=1.0 / (1.0 + 2.0 ** -max(min(weight, 60.0), -60.0)),
        model=model.version,
        joins=weight >= model.threshold,
    )


def _of_adopted(a: Mapping[str, Any], b: Mapping[str, Any], model: "AdoptedModel", levels: bytes | None) -> Explanation:
    # A Splink model weighs no guard; where the link has one, it keeps the persons apart all the same.
    found = model.explain(a, b)
    reasons = []
    for part, fields in zip(found.parts, model.fields_by_comparison, strict=True):
        label = _FIELD_WORDS.get(fields[0], "") if len(fields) == 1 else ""
        words = f"{part.level}." + (" Counted by how common the value is." if part.tf_bits else "")
        first, second = (", ".join(_text_of(content.get(field)) for field in fields if content.get(field)) for content in (a, b))
        level = 0 if part.m is None else 1
        reasons.append(
            FieldReason(label or part.comparison.replace("_", " ").capitalize(), first, second, words, part.bits + part.tf_bits, level)
        )
    return Explanation(
        fields=tuple(reason for reason in reasons if reason.a or reason.b),
        prior_bits=found.prior,
        guard=_GUARDS.get(guard_of(levels or b""), ""),
        guard_bits=0.0,
        total_bits=found.weight,
        probability=1.0 / (1.0 + 2.0 ** -max(min(found.weight, 60.0), -60.0)),
        model=model.version,
        joins=found.weight >= model.threshold,
    )


def _text_of(value: Any) -> str:
    return ", ".join(str(one) for one in value) if isinstance(value, list) else str(value)


def _encoder(model: Model) -> Encoder:
    # Of the last two models, by version: a model holds dictionaries and is no key itself.
    if model.version not in _ENCODERS:
        for old in list(_ENCODERS)[:-1]:
            del _ENCODERS[old]
        _ENCODERS[model.version] = Encoder(model.frequencies)
    return _ENCODERS[model.version]


def _reason(f: Field, a: Evidence, b: Evidence, level: int, weight_bits: float) -> FieldReason:
    left, right = _value(f, a), _value(f, b)
    return FieldReason(_LABELS[f], left, right, _words(f, level, (left, right)), weight_bits, level)


def _words(f: Field, level: int, both: tuple[str, str]) -> str:
    if level == 0 and f == Field.PHONE and all(both):
        return _PLAIN[f][0]
    if level == 0:
        return "They cannot be compared." if f == Field.CUSTODY_NUMBER else "At least one record does not say."
    if f == Field.NAME:
        return _name_words(level)
    if f == Field.BORN:
        return _BORN[level]
    if f == Field.HOME:
        parts = [part for part in (_PLACES.get(level % 4), _POSTCODES.get(level // 4)) if part]
        text = ", ".join(parts)
        return text[:1].upper() + text[1:] + "."
    return _PLAIN[f][level]


def _name_words(level: int) -> str:
    left, step = divmod(level - 1, NAME_BINS)
    if left == 3:
        return "The forenames are different."
    rarity = "common" if step < 2 else "fairly uncommon" if step < 4 else "rare"
    agreed = f"They agree on {rarity} names" if step else "They agree on little"
    return agreed + (".", ", with one name left over on both sides.", ", with several names left over on both sides.")[left]


def _value(f: Field, evidence: Evidence) -> str:
    if f == Field.NAME:
        return "; ".join(" ".join(name.tokens).title() for name in evidence.names)
    if f == Field.BORN:
        return "-".join(f"{part:02d}" for part in evidence.born or () if part)
    if f == Field.HOME:
        return ", ".join(part for part in ((evidence.place or "").title(), written_postcode(evidence.postcode or "")) if part)
    value = {
        Field.PHONE: ", ".join("+" + phone for phone in evidence.phones),
        Field.EMAIL: ", ".join(evidence.emails),
        Field.PNC_ID: evidence.pnc_id,
        Field.CUSTODY_NUMBER: evidence.custody_number,
        Field.SEX: evidence.sex,
        Field.OCCUPATION: evidence.occupation,
    }[f]
    return value or ""
