"""A form that is sent twice does its work once."""

from uuid import UUID, uuid4

from django import forms


class OnceForm(forms.Form):
    """Carries a number of its own, which its work remembers."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def clean_once(self) -> UUID:
        """One that came without a number counts as a new one: nothing typed is lost for that."""
        number: UUID | None = self.cleaned_data["once"]
        return number or uuid4()
