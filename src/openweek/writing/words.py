"""What the editor says, in the language of the page: its script has no words of its own."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from openweek.writing.models import Text


def editor_words(text: Text) -> dict[str, str]:
    return {
        **_states(),
        **_notices(),
        **_dialogs(),
        "name": _("The text: %(title)s") % {"title": text.title},
        "placeholder": next(iter(text.prompts), "") or _("Write here."),
        **_things(),
        **_remarks(),
        "you": _("you"),
        "alone": _("Nobody else for the moment."),
        "came": _("{names} is here."),
        "cameMany": _("{names} are here."),
        "went": _("{names} is no longer here."),
        "wentMany": _("{names} are no longer here."),
    }


def commenter_words() -> dict[str, str]:
    """Other words for who may comment and not write."""
    return {"reading": _("you can read, comment and suggest")}


def _remarks() -> dict[str, str]:
    return {
        "commentNew": _("New comment by {name}."),
        "suggestionNew": _("{name} proposes a change."),
        "remarkFailed": _("It could not be sent. What you wrote is still there: try again."),
        "selectFirst": _("Select some words first."),
        "oneParagraph": _("Select words within one paragraph to propose others for them."),
    }


def _things() -> dict[str, str]:
    """What stands in a text beside its words."""
    return {
        "sound": _("Sound"),
        "film": _("Film"),
        "decorative": _("decorative picture"),
        "callout-note": pgettext("call-out", "Note"),
        "callout-tip": pgettext("call-out", "Tip"),
        "callout-warning": pgettext("call-out", "Warning"),
        "footnoteSaid": _("note: {text}"),
        "taskSaid": _("done: {text}"),
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
        "keeping": _("offline, being kept on this device…"),
        "conflict": _("in conflict, kept on this device"),
        "apart": _("in conflict: your copy is kept apart"),
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
        "closedApart": _(
            "Words that you typed came after the end: they are not in the book. They are kept "
            "apart, for you to look at."
        ),
        "apartRefused": _(
            "The text was put back or closed, and the server could not keep your copy apart. It "
            "is still on this device: take it with you as a file."
        ),
        "apartWhy": "{why}",
        "leftHere": _(
            "This device still keeps words of yours that never reached the text, in which you can "
            "no longer write."
        ),
        "refused": _(
            "The server does not understand what this page sends. What you wrote is still here: "
            "take it with you as a file, then reload the page."
        ),
        "download": _("Take these words with you (text file)"),
        "seeBranch": _("Look at this copy"),
        "oldEditor": _("The editor has been renewed since you opened this page. Reload the page."),
        "noRight": _("You can no longer write here. What you see is how the text was."),
        "tooMuch": _(
            "The server did not take your last change: it is too large. Undo it, reload the page, "
            "then write it in smaller parts."
        ),
        "full": _(
            "This text holds as much as a text can hold: nothing more is taken in. Go on in "
            "another chapter; what you typed last is still on this page."
        ),
        "pasteTooLong": _(
            "What you pasted has {size} characters; at most {limit} fit in at once. Nothing of it "
            "was put in: paste it in smaller parts."
        ),
        "picturesLost": _(
            "The pictures of what you pasted could not come along. Save them on this device, then "
            "put them in with “Add”, “Picture”."
        ),
    }


def _dialogs() -> dict[str, str]:
    return {
        "imageMissing": _("Say in a few words what the picture shows."),
        "soundMissing": _("Say in words what is heard."),
        "filmMissing": _("Say in words what is seen and heard."),
        "footnoteMissing": _("Say what the note says, or cancel."),
        "linkWrong": _("This is not an address. It looks like https://example.org/."),
        "uploading": _("Sending…"),
        "uploadFailed": _("This could not be sent. Check the connection and try again."),
        "mediaIn": _("It is in the text."),
        "comingShare": _("{sent} of {size} MB are here"),
        "comingCut": _("The line is cut; {sent} of {size} MB are here. It goes on by itself."),
        "comingDone": _("All {size} MB are here."),
        "comingResumed": _("Part of it was here already: it goes on from there."),
    }
