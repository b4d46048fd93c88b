"""A form field is shown whole, says what is wrong where it is, and keeps what was typed."""

import re
from typing import ClassVar

from django import forms
from django.template import Context, Template
from django.utils import translation


class ProposalForm(forms.Form):
    title = forms.CharField(label="Title <b>", help_text="Enough & short", max_length=20)
    story = forms.CharField(widget=forms.Textarea, required=False)
    day = forms.DateField(widget=forms.DateInput, required=False)
    begins = forms.TimeField(widget=forms.TimeInput, required=False)
    kind = forms.ChoiceField(choices=[("o", "Offer"), ("w", "Wish")], widget=forms.RadioSelect)
    halves = forms.MultipleChoiceField(
        choices=[("am", "Morning"), ("pm", "Afternoon")], widget=forms.CheckboxSelectMultiple
    )
    rules = forms.BooleanField()

    good: ClassVar[dict[str, object]] = {
        "title": "Soup",
        "kind": "o",
        "halves": ["am"],
        "rules": "on",
    }


def shown(form: forms.Form, name: str) -> str:
    template = Template("{% load look %}{% field bound %}")
    with translation.override("en"):
        return template.render(Context({"bound": form[name]}))


def test_field_ties_label_help_and_control() -> None:
    html = shown(ProposalForm(), "title")

    assert 'for="id_title"' in html
    assert 'aria-describedby="id_title_help"' in html
    assert '<p class="field-help" id="id_title_help">Enough &amp; short</p>' in html
    assert "Title &lt;b&gt;" in html


def test_field_says_its_limit_without_letting_the_browser_cut() -> None:
    html = shown(ProposalForm(), "title")

    assert 'data-limit="20"' in html
    assert "maxlength" not in html


def test_field_marks_what_is_optional_only() -> None:
    assert "(optional)" in shown(ProposalForm(), "story")
    assert "(optional)" not in shown(ProposalForm(), "title")


def test_field_gone_wrong_is_described_by_its_error_first() -> None:
    html = shown(ProposalForm({}), "title")

    assert 'aria-describedby="id_title_error id_title_help"' in html
    assert 'aria-invalid="true"' in html
    assert "This field is required." in html


def test_field_keeps_what_was_typed_and_escapes_it() -> None:
    form = ProposalForm({"story": "<script>alert(1)</script> שלום 🌱"})

    html = shown(form, "story")

    assert "&lt;script&gt;alert(1)&lt;/script&gt; שלום 🌱</textarea>" in html
    assert "<script>" not in html


def test_day_that_does_not_exist_is_shown_as_it_was_typed() -> None:
    html = shown(ProposalForm({"day": "31 février"}), "day")

    assert 'type="text"' in html
    assert 'value="31 février"' in html


def test_days_and_hours_use_the_browsers_own_pickers() -> None:
    form = ProposalForm({"day": "2026-03-20", "begins": "14:30"})

    assert 'type="date"' in shown(form, "day")
    assert 'value="2026-03-20"' in shown(form, "day")
    assert 'type="time"' in shown(form, "begins")


def test_group_is_a_fieldset_with_its_question() -> None:
    html = shown(ProposalForm({**ProposalForm.good, "kind": "nonsense"}), "kind")

    assert re.search(r'<fieldset class="field field-wrong" aria-describedby="id_kind_error">', html)
    assert "<legend>Kind</legend>" in html
    assert html.count('type="radio"') == 2
    assert 'class="radio"' in html


def test_boxes_of_a_group_are_not_each_required() -> None:
    form = ProposalForm(ProposalForm.good)

    html = shown(form, "halves")

    assert " required" not in html
    assert html.count("checked") == 1


def test_error_summary_leads_to_each_field() -> None:
    template = Template("{% load look %}{% error_summary form %}")

    with translation.override("fr"):
        html = template.render(Context({"form": ProposalForm({"story": "x"})}))

    assert "4 points à corriger" in html
    assert 'tabindex="-1"' in html
    targets = re.findall(r'href="#([^"]+)"', html)
    assert targets == ["id_title", "id_kind_0", "id_halves_0", "id_rules"]


def test_error_summary_is_silent_when_all_is_well() -> None:
    template = Template("{% load look %}{% error_summary form %}")

    assert template.render(Context({"form": ProposalForm(ProposalForm.good)})).strip() == ""


def test_whole_form_is_rendered_by_the_same_fields() -> None:
    html = str(ProposalForm())

    assert html.count('class="field-help"') == 1
    assert "<fieldset" in html
