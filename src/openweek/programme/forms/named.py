"""Who somebody is, asked of those alone whom nobody knows."""

from typing import Any

from django import forms

from openweek.programme.models import Participant


class NamedForm(forms.Form):
    """With a ``name`` and an ``email``; neither is asked of whoever gave it already."""

    def __init__(
        self,
        *args: Any,
        participant: Participant | None = None,
        account_name: str = "",
        **options: Any,
    ) -> None:
        super().__init__(*args, **options)
        self.account_name = account_name
        for name in ("name", "email"):
            if account_name or getattr(participant, name, ""):
                del self.fields[name]

    def said(self) -> dict[str, str]:
        """What they say of themselves; empty where it was not asked."""
        return {name: self.cleaned_data.get(name, "") for name in ("name", "email")}
