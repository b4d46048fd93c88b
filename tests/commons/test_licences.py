"""What may be made of what: CC's chart, its share-alike clauses, and their general laws."""

from itertools import product

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from openweek.commons.licences import (
    LICENCES,
    UnknownLicence,
    Verdict,
    compatible,
    licence,
    may_adapt,
    may_collect,
    same_uri,
    verdict,
)

NEW = ["BY", "BY-NC", "BY-NC-ND", "BY-NC-SA", "BY-ND", "BY-SA", "PD"]
# As CC prints it: G yes, Y permitted but advised against, N no.
CHART = {
    "PD": "GGGGGGG",
    "BY": "GGGGGGY",
    "BY-NC": "YGGGYYY",
    "BY-NC-SA": "NNNGNNN",
    "BY-SA": "NNNNNGN",
    "BY-ND": "NNNNNNN",
    "BY-NC-ND": "NNNNNNN",
}
SAID = {"G": Verdict.YES, "Y": Verdict.DISCOURAGED, "N": Verdict.NO}

anything = st.sampled_from(
    [
        *LICENCES,
        "CC-PDM-1.0",
        "CC-BY-SA-1.0",
        "CC-BY-SA-2.0",
        "CC-BY-SA-2.5",
        "CC-BY-NC-SA-2.0-FR",
        "LicenseRef-CC-BY-NC-SA-3.0-FR",
    ]
)


def _of(family: str) -> str:
    return "CC0-1.0" if family == "PD" else f"CC-{family}-4.0"


@pytest.mark.parametrize(("source", "new"), list(product(CHART, NEW)))
def test_an_adaptation_follows_the_chart(source: str, new: str) -> None:
    expected = SAID[CHART[source][NEW.index(new)]]
    assert verdict(licence(_of(source)), licence(_of(new))) is expected
    assert may_adapt(licence(_of(source)), licence(_of(new))) is (expected is Verdict.YES)


@pytest.mark.parametrize(
    ("source", "new", "may"),
    [
        ("CC-BY-SA-1.0", "CC-BY-SA-1.0", True),
        ("CC-BY-SA-1.0", "CC-BY-SA-4.0", False),
        ("CC-BY-SA-2.0", "CC-BY-SA-2.0", True),
        ("CC-BY-SA-2.0", "CC-BY-SA-4.0", True),
        ("CC-BY-SA-2.5", "CC-BY-SA-2.0", False),
        ("CC-BY-SA-2.5", "LicenseRef-CC-BY-SA-2.0-FR", True),
        ("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-3.0", True),
        ("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-4.0", True),
        ("CC-BY-NC-SA-3.0", "LicenseRef-CC-BY-NC-SA-3.0-FR", True),
        ("CC-BY-NC-SA-3.0", "CC-BY-NC-SA-2.0-FR", False),
        ("CC-BY-NC-SA-3.0", "CC-BY-SA-3.0", False),
        ("CC-BY-NC-SA-4.0", "CC-BY-NC-SA-3.0", False),
        ("CC-BY-SA-4.0", "CC-BY-SA-4.0", True),
    ],
)
def test_share_alike_looks_at_the_version(source: str, new: str, may: bool) -> None:
    assert may_adapt(licence(source), licence(new)) is may


@given(sources=st.lists(anything, max_size=4), more=anything, new=anything)
def test_one_more_source_never_makes_more_possible(sources: list[str], more: str, new: str) -> None:
    before = compatible(map(licence, sources), licence(new))
    after = compatible(map(licence, [*sources, more]), licence(new))
    assert before or not after


@given(new=anything)
def test_share_alike_and_non_commercial_share_alike_never_mix(new: str) -> None:
    both = [licence("CC-BY-SA-4.0"), licence("CC-BY-NC-SA-4.0")]
    assert not compatible(both, licence(new))


@given(source=anything)
def test_what_is_shared_alike_may_stay_as_it_is(source: str) -> None:
    its = licence(source)
    assert may_adapt(its, its) or its.forbids_adaptations


def test_a_collection_minds_only_who_sells_it() -> None:
    parts = [licence("CC-BY-NC-SA-3.0"), licence("CC-BY-SA-4.0"), licence("CC-BY-ND-4.0")]
    assert may_collect(parts, for_sale=False)
    assert not may_collect(parts, for_sale=True)
    assert may_collect(parts[1:], for_sale=True)


@pytest.mark.parametrize(
    ("code", "french", "english", "uri"),
    [
        (
            "CC-BY-NC-SA-3.0",
            "Attribution - Pas d'Utilisation Commerciale - Partage à l'Identique 3.0 non transposé",
            "Attribution-NonCommercial-ShareAlike 3.0 Unported",
            "https://creativecommons.org/licenses/by-nc-sa/3.0/",
        ),
        (
            "CC-BY-NC-SA-4.0",
            (
                "Attribution - Pas d'Utilisation Commerciale - "
                "Partage dans les Mêmes Conditions 4.0 International"
            ),
            "Attribution-NonCommercial-ShareAlike 4.0 International",
            "https://creativecommons.org/licenses/by-nc-sa/4.0/",
        ),
        (
            "CC0-1.0",
            "CC0 1.0 universel",
            "CC0 1.0 Universal",
            "https://creativecommons.org/publicdomain/zero/1.0/",
        ),
        (
            "LicenseRef-CC-BY-SA-3.0-FR",
            "Attribution - Partage à l'Identique 3.0 FR",
            "Attribution-ShareAlike 3.0 FR",
            "https://creativecommons.org/licenses/by-sa/3.0/fr/",
        ),
    ],
)
def test_a_licence_has_its_own_names_and_address(
    code: str, french: str, english: str, uri: str
) -> None:
    found = licence(code)
    assert (found.title_fr, found.title_en, found.uri) == (french, english, uri)
    with translation.override("en"):
        assert found.title == english


@pytest.mark.parametrize("code", ["", "MIT", "CC-BY-NC-5.0", "CC-BY-4.0-FR", "CC-BY-ND-SA-4.0"])
def test_what_is_no_licence_is_not_taken_for_one(code: str) -> None:
    with pytest.raises(UnknownLicence):
        licence(code)


def test_old_and_new_addresses_name_one_licence() -> None:
    assert same_uri(
        "http://creativecommons.org/licenses/by-sa/4.0",
        "https://creativecommons.org/licenses/by-sa/4.0/",
    )
    assert not same_uri(licence("CC-BY-4.0").uri, licence("CC-BY-3.0").uri)
