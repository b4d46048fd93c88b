"""Form fields for what people type: cleaned, limited, and answered in plain words."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from openweek.ground.text import clean_line, clean_prose, size_in_words, whole_number

LINE_LENGTH = 120
PROSE_LENGTH = 20_000


def _too_long(length: int, limit: int) -> str:
    return _(
        "This is %(size)s long; at most %(limit)s fit here. "
        "Your text is still below: shorten it and send again."
    ) % {"size": size_in_words(length), "limit": size_in_words(limit)}


class _Text(forms.CharField):
    cleaning = staticmethod(clean_prose)

    def __init__(self, *, limit: int, **options: Any) -> None:
        self.limit = limit
        options.setdefault("label_suffix", "")
        super().__init__(strip=True, **options)

    def to_python(self, value: Any) -> str:
        text = super().to_python(value) or ""
        if len(text) > self.limit:
            raise ValidationError(_too_long(len(text), self.limit), code="too_long")
        return type(self).cleaning(text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        # Not maxlength: a browser would cut what is pasted without a word.
        return {**super().widget_attrs(widget), "data-limit": str(self.limit)}


class LineField(_Text):
    """One line."""

    cleaning = staticmethod(clean_line)

    def __init__(self, *, limit: int = LINE_LENGTH, **options: Any) -> None:
        super().__init__(limit=limit, **options)


class ProseField(_Text):
    """Several lines."""

    def __init__(self, *, limit: int = PROSE_LENGTH, **options: Any) -> None:
        options.setdefault("widget", forms.Textarea(attrs={"rows": 5}))
        super().__init__(limit=limit, **options)


class RowsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # none at run time
    """Some of several rows to tick. A number that no row could have is refused, not looked for."""

    def clean(self, value: Any) -> Any:
        for each in value or ():
            if whole_number(str(each)) is None:
                raise ValidationError(
                    self.error_messages["invalid_pk_value"],
                    code="invalid_pk_value",
                    params={"pk": str(each)[:40]},
                )
        return super().clean(value)
