"""What an initiative declares."""

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from openweek.commons.move_commons import NotADeclaration, is_declaration, parse

SOURCE = "np-rp-rc.di-gr"
parts = st.tuples(
    st.sampled_from(["", "np", "fp"]),
    st.sampled_from(["", "rp", "ex"]),
    st.sampled_from(["", "rc", "rc.di", "rc.to", "oa"]),
    st.sampled_from(["", "gr", "rs"]),
)


def test_the_source_page_declares_in_its_own_words() -> None:
    declared = parse(SOURCE)
    assert declared.alternative_text_in("fr") == (
        "Move Commons À but non lucratif, Reproductible, "
        "Renforçant les biens communs numériques, Organisation horizontale"
    )
    assert declared.alternative_text_in("en") == (
        "Move Commons Non-Profit, Reproducible, Reinforcing the Digital Commons, Grassroots"
    )
    assert declared.identifier_in("fr") == f"http://movecommons.org/fr/{SOURCE}/0.1/"


@given(parts)
def test_what_is_written_is_read_again_the_same(written: tuple[str, ...]) -> None:
    code = "-".join(filter(None, written))
    assert parse(code).code == code
    assert bool(parse(code)) == bool(code)


@given(parts.flatmap(st.permutations))
def test_the_order_of_what_is_written_does_not_matter(written: list[str]) -> None:
    dimensions = [each.principle.dimension for each in parse("-".join(written)).principles]
    order = ["profit", "reproduction", "commons", "organisation"]
    assert dimensions == sorted(dimensions, key=order.index)


@pytest.mark.parametrize("code", ["xx", "np-fp", "np.di", "rc.zz", "rc.", "<script>", "np" * 99])
def test_nonsense_is_no_declaration(code: str) -> None:
    with pytest.raises(NotADeclaration):
        parse(code)
    assert not is_declaration(code)


@given(st.text(max_size=40))
def test_any_text_is_read_or_refused(text: str) -> None:
    assert is_declaration(text) in {True, False}


def test_the_deed_speaks_both_languages_to_people_and_machines(client: Client) -> None:
    page = client.get(f"/move-commons/{SOURCE}/").content.decode()
    assert "Renforçant les biens communs numériques" in page
    assert '<p class="soft" lang="en" property="skos:prefLabel">Grassroots</p>' in page
    assert 'resource="mc:NonProfit"' in page
    assert "<img" not in page
    assert 'href="http://movecommons.org' not in page


def test_a_deed_has_one_address(client: Client) -> None:
    answer = client.get("/move-commons/gr-np/")
    assert (answer.status_code, answer["Location"]) == (301, "/move-commons/np-gr/")
    assert client.get("/move-commons/nonsense/").status_code == 404
    assert client.get("/move-commons/--/").status_code == 404
