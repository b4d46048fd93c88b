"""What teams say of works that their book adapts."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from openweek.commons.licences import (
    LICENCES,
    PUBLIC_DOMAIN_MARK,
    Licence,
    licence,
    may_adapt,
)
from openweek.ground.fields import LineField
from openweek.publishing.models import Book
from openweek.publishing.queries import licences_for

# Nobody chooses these for something new, but much was published under them.
_OLDER = [
    f"CC-{family}-{version}"
    for version in ("2.5", "2.0", "1.0")
    for family in ("BY", "BY-SA", "BY-NC", "BY-NC-SA", "BY-ND", "BY-NC-ND")
] + ["CC-BY-SA-3.0-FR", "CC-BY-NC-SA-3.0-FR", "CC-BY-SA-2.0-FR", "CC-BY-NC-SA-2.0-FR"]
_NONE = "none"


class AddSourceForm(forms.Form):
    """Title, author, address, licence, and what was changed."""

    title = LineField(
        label=gettext_lazy("Title of the work"),
        help_text=gettext_lazy("A book, an article, a picture, a recipe that you carried on."),
    )
    author = LineField(
        label=gettext_lazy("Who made it"), help_text=gettext_lazy("A person, or a group.")
    )
    url = forms.URLField(
        label=gettext_lazy("Where it can be found"),
        help_text=gettext_lazy("Its address on the web, if it has one."),
        required=False,
        max_length=500,
        assume_scheme="https",
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Its licence"),
        help_text=gettext_lazy("It usually stands at the foot of the page, or beside the picture."),
    )
    changes = LineField(
        label=gettext_lazy("What you changed"),
        help_text=gettext_lazy("For example: translated, shortened, told anew for our place."),
        required=False,
        limit=300,
    )
    once = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, book: Book, **options: Any) -> None:
        super().__init__(*args, **options)
        self.book = book
        choice = self.fields["licence"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  said some lines above
        choice.choices = _choices()

    def clean_url(self) -> str:
        url = str(self.cleaned_data["url"])
        if url and not url.startswith(("http://", "https://")):
            raise forms.ValidationError(_("An address begins with https:// or http://."))
        return url

    def clean_licence(self) -> str:
        code = str(self.cleaned_data["licence"])
        if code == _NONE:
            raise forms.ValidationError(
                _(
                    "Without a free licence nobody may adapt it. Ask its author, who may allow "
                    "it under one; until then you can quote a few lines, or link to it."
                )
            )
        source, own = licence(code), licence(self.book.licence)
        if not may_adapt(source, own):
            raise forms.ValidationError(self._refused(source, own))
        return code

    def _refused(self, source: Licence, own: Licence) -> str:
        told = {"source": source.short, "book": own.short}
        if source.forbids_adaptations:
            return _("%(source)s lets you pass it on, but not adapt it. Link to it instead.") % told
        would = licences_for(self.book, source)
        if would:
            told["others"] = ", ".join(each.short for each in would)
            return _(
                "What is under %(source)s cannot go into a book under %(book)s. It could if the "
                "book were under one of these: %(others)s. Ask the concierge."
            ) % told  # fmt: skip
        return _(
            "What is under %(source)s cannot go into a book under %(book)s, and no licence suits "
            "both it and the other works that you adapt. Link to it instead."
        ) % told  # fmt: skip


def _choices() -> list[tuple[str, Any]]:
    def lines(codes: list[str]) -> list[tuple[str, str]]:
        return [(code, licence(code).short) for code in codes]

    return [
        ("", _("Choose…")),
        (_("Usual ones"), lines([*LICENCES, PUBLIC_DOMAIN_MARK.code])),
        (_("Older ones"), lines([_known(code) for code in _OLDER])),
        (_("None"), [(_NONE, _("No free licence, or I do not know"))]),
    ]


def _known(code: str) -> str:
    """Ports have no SPDX identifier but those that SPDX lists."""
    return code if code.count("-FR") == 0 else f"LicenseRef-{code}"
