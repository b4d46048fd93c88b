"""How one form field is shown: its name, its help, what is wrong, and where to write."""

from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.safestring import SafeString

_CLASSES: list[tuple[type[forms.Widget], str]] = [
    (forms.Textarea, "textarea"),
    (forms.RadioSelect, "radio"),
    (forms.CheckboxSelectMultiple, "checkbox"),
    (forms.CheckboxInput, "checkbox"),
    (forms.Select, "select"),
    (forms.FileInput, "file-input"),
    (forms.widgets.Input, "input"),
]


@dataclass(frozen=True, slots=True)
class ShownField:
    bound: BoundField
    kind: str
    label: str
    help_text: str
    optional: bool
    widget: SafeString
    help_id: str
    error_id: str
    limit: int | None

    @property
    def errors(self) -> list[str]:
        return [str(error) for error in self.bound.errors]


def show(bound: BoundField, *, label: str = "", help_text: str = "", **attrs: Any) -> ShownField:
    """Ready for look/components/field.html; `attrs` go on the control itself."""
    widget = bound.field.widget
    _use_native_picker(widget, bound)
    base = bound.auto_id or bound.html_name
    help_id, error_id = f"{base}_help", f"{base}_error"
    said_help = help_text or str(bound.help_text or "")
    limit = _limit(bound)
    described = [error_id] * bool(bound.errors) + [help_id] * bool(said_help)
    kind = _kind(widget)
    control: dict[str, Any] = {
        "class": " ".join(filter(None, [widget.attrs.get("class", ""), _css_class(widget)])),
        # A browser would cut what is pasted at maxlength without a word.
        "maxlength": False,
        **{name.replace("_", "-"): value for name, value in attrs.items()},
    }
    if limit:
        control["data-limit"] = str(limit)
    # A group is described by its fieldset; its single boxes are not.
    if kind == "group":
        control["aria-describedby"] = False
        control["aria-invalid"] = False
    else:
        control["aria-describedby"] = " ".join(described) or False
        control["aria-invalid"] = "true" if bound.errors else False
    return ShownField(
        bound=bound,
        kind=kind,
        label=label or str(bound.label),
        help_text=said_help,
        optional=not bound.field.required,
        widget=bound.as_widget(attrs=control) if kind != "group" else SafeString(""),
        help_id=help_id if said_help else "",
        error_id=error_id if bound.errors else "",
        limit=limit,
    )


def choice_control(widget: Any) -> SafeString:
    """One box of a group, with our class and without what belongs to the group."""
    attrs = widget.data["attrs"]
    attrs["class"] = "radio" if widget.data["type"] == "radio" else "checkbox"
    # The browser would ask for every box of the group.
    if widget.data["type"] == "checkbox":
        attrs.pop("required", None)
    for name in ("aria-describedby", "aria-invalid"):
        attrs.pop(name, None)
    return SafeString(widget.tag())


def _kind(widget: forms.Widget) -> str:
    if isinstance(widget, forms.HiddenInput | forms.MultipleHiddenInput):
        return "hidden"
    if isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return "group"
    if isinstance(widget, forms.CheckboxInput):
        return "box"
    return "control"


def _css_class(widget: forms.Widget) -> str:
    return next((name for kind, name in _CLASSES if isinstance(widget, kind)), "")


def _limit(bound: BoundField) -> int | None:
    limit = getattr(bound.field, "limit", None) or getattr(bound.field, "max_length", None)
    return int(limit) if limit else None


def _use_native_picker(widget: forms.Widget, bound: BoundField) -> None:
    """Days and hours in the browser's own picker, which speaks ISO.

    What was typed by other means and means nothing is shown as text: a picker would empty it.
    """
    if isinstance(widget, forms.DateInput):
        kind, widget.format = "date", "%Y-%m-%d"
    elif isinstance(widget, forms.TimeInput):
        kind, widget.format = "time", "%H:%M"
    else:
        return
    value = bound.value()
    widget.input_type = kind if _is_iso(kind, value) else "text"


def _is_iso(kind: str, value: object) -> bool:
    if not isinstance(value, str) or not value:
        return True
    try:
        (date if kind == "date" else time).fromisoformat(value)
    except ValueError:
        return False
    return True
