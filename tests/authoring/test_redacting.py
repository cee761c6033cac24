"""A name is taken out wherever it stands, as a whole and however it is spelt; what is not it stays."""

from __future__ import annotations

import pytest

from lessons.authoring.redacting import REPLACEMENT, Name, redacted
from lessons.problems import LessonsError

ANN = Name.of("Ann Driver")


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("We asked Ann Driver.", "We asked (name withheld)."),
        ("Ann Driver's view", "(name withheld)'s view"),
        ("the Ann Drivers’ view", "the Ann Drivers’ view"),
        ("ANN DRIVER said", "(name withheld) said"),
        ("Driver, Ann (1998)", "(name withheld) (1998)"),
        ("of Ms. Ann Driver and Dr Ann Driver", "of (name withheld) and (name withheld)"),
        ("of Ann\n  Driver, who", "of (name withheld), who"),
        ("> of Ann\n> Driver, who", "> of (name withheld), who"),
        ("of Ann\u00a0Driver", "of (name withheld)"),
        ("of **Ann Driver**", "of **(name withheld)**"),
        ("of Ann **Driver** here", "of (name withheld) here"),
        ("of **Ann** Driver here", "of (name withheld) here"),
        ("of _Ann Driver_", "of _(name withheld)_"),
        ("of Ann&nbsp;Driver and Ann Dri&#118;er", "of (name withheld) and (name withheld)"),
        ("of Ann Dri\u00advver and Ann Dri\u00adver", "of Ann Dri\u00advver and (name withheld)"),
        ("Write to ann.driver@x.example.", "Write to (name withheld)."),
        ("Write to <ann.driver+x@x.example> soon", "Write to (name withheld) soon"),
        ("Write to anndriver@x.example or AnnDriver2@x.example", "Write to (name withheld) or AnnDriver2@x.example"),
        ("[Ann Driver](mailto:ann.driver@x.example) drove", "(name withheld) drove"),
        ('[the driver](https://x.example/staff/ann-driver?a=1 "Ann") drove', "the driver drove"),
        ("[the driver](https://x.example/staff/Ann%20Driver) drove", "the driver drove"),
        ("See https://x.example/staff/ann_driver/cv now", "See https://x.example/staff/withheld/cv now"),
        ("url: https://x.example/Ann-Driver", "url: https://x.example/withheld"),
        ("contact: Ann Driver", "contact: (name withheld)"),
        ('contact: "Ann\\u0020Driver"', 'contact: "(name withheld)"'),
        ("tags: [ann-driver, buses]", "tags: [withheld, buses]"),
        ("we asked ann driver, and Ann driver's boss", "we asked (name withheld), and (name withheld)'s boss"),
        ("of ann\n> driver", "of (name withheld)"),
        (
            "of Ann\u200bDriver, Ann\u2060Driver and Ann&#8203;Driver",
            "of (name withheld), (name withheld) and (name withheld)",
        ),
        (
            "of AnnDriver, #AnnDriver, #anndriver and @AnnDriver",
            "of (name withheld), #withheld, #withheld and @withheld",
        ),
        ("See https://x.example/AnnDriver", "See https://x.example/withheld"),
        ("Write to AnnDriver@x.example", "Write to (name withheld)"),
        ("of Ann Dri-\nver, who", "of (name withheld), who"),
        ("> of An-\n> n Dri- \n> ver, who", "> of (name withheld), who"),
        # Others, and words that are no name.
        (
            "Joann Driver, Ann Driverson, Ann Driver-Smith, Mary-Ann Driver",
            "Joann Driver, Ann Driverson, Ann Driver-Smith, Mary-Ann Driver",
        ),
        ("the driver, and a driver. Ann is no driver", "the driver, and a driver. Ann is no driver"),
        ("planndriver and anndrivers", "planndriver and anndrivers"),
        ("Ann. Driver education", "Ann. Driver education"),
        ("Ann\n\nDriver", "Ann\n\nDriver"),
        ("ann-driver-2 and pre-ann-driver", "ann-driver-2 and pre-ann-driver"),
    ],
)
def test_a_name_of_two_words(text: str, becomes: str) -> None:
    assert redacted(text, ANN) == becomes
    assert ANN.stands_in(text) is (becomes != text)


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("Ann Driver said so.", "The bus driver said so."),
        (
            "It ran. Ann Driver said so, and Ann Driver knew.",
            "It ran. The bus driver said so, and the bus driver knew.",
        ),
        ("### Ann Driver is to be asked", "### The bus driver is to be asked"),
        ("- Owner: Ann Driver", "- Owner: the bus driver"),
        ("one\nAnn Driver two", "one\nthe bus driver two"),
    ],
)
def test_a_role_in_its_place_reads_as_a_sentence(text: str, becomes: str) -> None:
    assert redacted(text, ANN, "the bus driver") == becomes


@pytest.mark.parametrize(
    ("name", "text", "becomes"),
    [
        (
            "José Núñez",
            "José Núñez, Jose Nunez, Jose\u0301 Nu\u0301n\u0303ez, jose-nunez",
            f"{REPLACEMENT}, {REPLACEMENT}, {REPLACEMENT}, withheld",
        ),
        ("Mary O'Brien", "Mary O’Brien and Mary O'Brien", f"{REPLACEMENT} and {REPLACEMENT}"),
        ("ann driver", "Ann Driver", REPLACEMENT),
        ("Ludwig van Beethoven", "Ludwig van Beethoven", REPLACEMENT),
        ("Ludwig van Beethoven", "LudwigVanBeethoven, ludwig van beethoven", f"{REPLACEMENT}, {REPLACEMENT}"),
        ("Ann Smith-Jones", "Ann Smith-\nJones, ann smith-jones", f"{REPLACEMENT}, {REPLACEMENT}"),
        ("ann driver", "AnnDriver and anndriver", f"{REPLACEMENT} and anndriver"),
        ("Mary Ann Driver", "Mary Ann Driver, not Ann Driver", f"{REPLACEMENT}, not Ann Driver"),
        ("Grant", "Grant had a grant; grant@x.example", f"{REPLACEMENT} had a grant; {REPLACEMENT}"),
    ],
)
def test_other_names(name: str, text: str, becomes: str) -> None:
    assert redacted(text, Name.of(name)) == becomes


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("contributors:\n  - person: drv-7\n    role: driver\n", "contributors:\n  - role: driver\n"),
        ("contributors:\n  - role: driver\n    person: 'drv-7' # asked\n", "contributors:\n  - role: driver\n"),
        ("contributors: [{person: drv-7, role: driver}]", "contributors: [{role: driver}]"),
        ('contributors: [{role: driver, person: "drv-7"}]', "contributors: [{role: driver}]"),
        (
            "contributors:\n  - person: drv-77\n    role: driver\n",
            "contributors:\n  - person: drv-77\n    role: driver\n",
        ),
    ],
)
def test_who_was_declared_is_left_with_the_role(text: str, becomes: str) -> None:
    assert redacted(text, ANN, slugs={"drv-7"}) == becomes


@pytest.mark.parametrize("text", ["", " ", "A", "12", "ann@x.example", "a/b c", "[Ann] Driver"])
def test_what_is_no_name_is_refused(text: str) -> None:
    with pytest.raises(LessonsError, match="is not a name"):
        Name.of(text)
