"""Doors, covers, codes and the other pictures and pieces of a page."""

import xml.etree.ElementTree as ET
from datetime import UTC, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import translation

from openweek.look.covers import cover
from openweek.look.doors import Door, as_door, book_drawing


def render(source: str, language: str = "fr", **context: object) -> str:
    with translation.override(language):
        return Template("{% load look %}" + source).render(Context(context))


def test_doors_are_links_that_say_their_state_in_words() -> None:
    html = render(
        "{% doors days %}",
        days=[
            Door("lundi", "past", "/lundi/"),
            {"label": "mardi", "state": "today", "href": "/mardi/"},
            ("mercredi", "closed"),
        ],
    )

    assert '<a class="door door-past" href="/lundi/">' in html
    assert 'href="/mardi/" aria-current="date"' in html
    assert "journée passée" in html
    assert "fermé ce jour-là" in html
    assert html.count("<a ") == 2


def test_door_label_is_escaped() -> None:
    html = render("{% doors days %}", days=[Door("<i>", "future")])

    assert "&lt;i&gt;" in html


def test_door_is_not_drawn_from_nonsense() -> None:
    with pytest.raises(TypeError):
        as_door(3)


def test_book_doors_say_how_many_chapters_are_begun() -> None:
    assert 'aria-label="2 chapitres commencés sur 3"' in render(
        "{% book_doors shares %}", shares=[1, 0.2, 0]
    )


def test_book_doors_open_one_after_another_for_a_whole_book() -> None:
    assert render("{% book_doors 0.5 %}") == render("{% book_doors s %}", s=[1, 1, 0.5, 0, 0])


def test_book_doors_keep_within_shut_and_wide() -> None:
    assert book_drawing([-3, 7]) == book_drawing([0, 1])


def test_cover_is_the_same_for_the_same_seed() -> None:
    assert cover("Le Comptoir", seed="7") == cover("Le Comptoir", seed="7")
    assert cover("Le Comptoir", seed="7") != cover("Le Comptoir", seed="8")


@pytest.mark.parametrize("title", ["A", "<b>&\"'", "x" * 500, "Le Comptoir raconté " * 30, ""])
def test_cover_stands_alone_whatever_the_title(title: str) -> None:
    drawn = ET.fromstring(cover(title, "sous-titre", "1"))  # noqa: S314  our own drawing

    assert drawn.tag == "{http://www.w3.org/2000/svg}svg"
    assert title in drawn.attrib["aria-label"]
    assert "style" not in "".join(key for node in drawn.iter() for key in node.attrib)


def test_qr_is_named_and_has_no_style() -> None:
    html = render('{% qr "https://example.org/v/abc" "Votre billet" %}')

    assert 'aria-label="Votre billet"' in html
    assert "style=" not in html


def test_icon_is_silent_unless_it_is_named() -> None:
    assert 'aria-hidden="true"' in render('{% icon "key" %}')
    assert 'role="img" aria-label="Clé"' in render('{% icon "key" "Clé" %}')


def test_notice_escapes_its_title_and_keeps_its_content() -> None:
    html = render('{% notice "warning" title %}<p>Bonjour</p>{% endnotice %}', title="<b>")

    assert "&lt;b&gt;" in html
    assert "<p>Bonjour</p>" in html
    assert "notice-warning" in html


def test_time_range_can_be_read_by_machines() -> None:
    html = render(
        '{% time_range start end "Europe/Paris" %}',
        start=datetime(2012, 3, 20, 13, 30, tzinfo=UTC),
        end=datetime(2012, 3, 20, 15, 0, tzinfo=UTC),
    )

    assert html.replace("\N{NO-BREAK SPACE}", " ") == (
        '<time datetime="2012-03-20T14:30+01:00">14 h 30 – 16 h</time>'
    )


def test_breadcrumb_ends_where_one_is() -> None:
    html = render('{% breadcrumb "Accueil" "/" "Ici" %}')

    assert '<a href="/">Accueil</a>' in html
    assert '<span aria-current="page">Ici</span>' in html


def test_pagination_is_absent_from_a_single_page() -> None:
    assert render("{% pagination page %}", page=Paginator([1], 10).page(1)).strip() == ""


def test_pagination_leads_to_both_neighbours() -> None:
    html = render("{% pagination page %}", page=Paginator(range(30), 10).page(2))

    assert 'rel="prev" href="?page=1"' in html
    assert 'rel="next" href="?page=3"' in html
    assert "Page 2 sur 3" in html
