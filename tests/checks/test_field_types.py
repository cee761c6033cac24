"""The rule ``field-types``; what each type takes and says is tested with the record."""

from __future__ import annotations

from tests.support.sample import problems, review


def test_a_value_of_the_wrong_kind_is_named_by_its_field() -> None:
    assert problems(review("cost:\n  amount: £5\n  currency: pounds\ntags:\n  - [a]"), rule="field-types") == [
        '8:11 amount: found "£5"; write 5, and the currency in a field of its own',
        '9:13 currency: found "pounds"; a currency is its ISO 4217 code of three capital letters, such as GBP, did you mean GBP?',
        "11:5 tags: found a list; write one value",
    ]
