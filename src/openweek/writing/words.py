"""What the editor says, in the language of the page: its script has no words of its own."""

from django.utils.translation import gettext as _

from openweek.writing.models import Text


def editor_words(text: Text) -> dict[str, str]:
    return {
        **_states(),
        **_notices(),
        **_dialogs(),
        "name": _("The text: %(title)s") % {"title": text.title},
        "placeholder": next(iter(text.prompts), "") or _("Write here."),
        "you": _("you"),
        "alone": _("Nobody else for the moment."),
    }


def _states() -> dict[str, str]:
    """One line, always true."""
    return {
        "opening": _("opening…"),
        "away": _("no connection yet: the text can be read"),
        "saving": _("saving…"),
        "slow": _("saving… the line is slow"),
        "saved": _("saved"),
        "offline": _("offline, kept on this device"),
        "unkept": _("offline, not kept anywhere yet: leave this page open"),
        "closed": _("closed"),
        "reading": _("you can read, not write"),
    }


def _notices() -> dict[str, str]:
    return {
        "closedTitle": _("Pens down"),
        "closedText": _(
            "The time for writing has come to an end. Everything that was said to be saved is in "
            "the book. Thank you for what you brought to it."
        ),
        "closedLate": _(
            "The last words that you typed came after the end: they are not in the book. They "
            "are still on this page, from where you can copy them."
        ),
        "storage": _(
            "This device does not keep a copy of the text: its storage is full or switched off. "
            "Stay connected while you write, and wait for “saved” before you leave."
        ),
        "oldEditor": _("The editor has been renewed since you opened this page. Reload the page."),
        "noRight": _("You can no longer write here. What you see is how the text was."),
        "tooMuch": _(
            "The server did not take your last change: it is too large. Undo it, reload the page, "
            "then write it in smaller parts."
        ),
        "pasteTooLong": _(
            "What you pasted has {size} characters; at most {limit} fit in at once. Nothing of it "
            "was put in: paste it in smaller parts."
        ),
    }


def _dialogs() -> dict[str, str]:
    return {
        "altMissing": _("Say in a few words what the picture shows."),
        "linkWrong": _("This is not an address. It looks like https://example.org/."),
        "uploading": _("Sending the picture…"),
        "uploadFailed": _("The picture could not be sent. Check the connection and try again."),
        "pictureIn": _("The picture is in the text."),
    }
