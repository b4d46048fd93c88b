"""The labels that other rooms show."""

from django.template import Context, Template

from openweek.commons.move_commons import PRINCIPLES
from openweek.commons.pictograms import PICTOGRAMS


def _shown(tag: str, **context: str) -> str:
    return Template("{% load commons %}" + tag).render(Context(context))


def test_badges_say_their_words_and_who_declares_them() -> None:
    shown = _shown('{% move_commons_badges "np-rc.di" name=name %}', name="<Le Préau>")
    assert "À but non lucratif" in shown
    assert 'href="/move-commons/np-rc.di/"' in shown
    assert '<span property="foaf:name">&lt;Le Préau&gt;</span>' in shown
    assert 'property="mc:focusesIn" resource="mc:Digital"' in shown
    assert "style=" not in shown


def test_badges_of_nothing_show_nothing() -> None:
    assert _shown('{% move_commons_badges "" %}').strip() == ""
    assert _shown('{% move_commons_badges "nonsense" %}').strip() == ""


def test_a_licence_leads_to_its_own_text() -> None:
    shown = _shown('{% licence_badge "CC-BY-SA-4.0" %}')
    assert 'rel="license" href="https://creativecommons.org/licenses/by-sa/4.0/"' in shown
    assert "CC BY-SA 4.0" in shown
    assert "Partage dans les Mêmes Conditions" in shown


def test_another_licence_is_shown_by_its_code() -> None:
    assert _shown('{% licence_badge "MIT" %}').strip() == '<span class="badge">MIT</span>'
    assert _shown('{% licence_badge "" %}').strip() == ""


def test_every_principle_has_its_drawing() -> None:
    assert set(PRINCIPLES) <= set(PICTOGRAMS)
