"""What the page's scripts say, written here so that it is translated with the rest."""

from django.utils.translation import gettext


def page_words() -> dict[str, str]:
    """Names are those that frontend/src/page/words.ts reads; {braces} are filled there."""
    return {
        "tooLong": gettext(
            "This is {size} characters long; at most {limit} fit here. "
            "Nothing was cut: shorten it, then send again."
        ),
        "count": gettext("{size} characters of {limit}"),
        "draftKept": gettext("Draft kept on this device."),
        "draftFound": gettext("We put back what you had begun to write."),
        "draftFailed": gettext(
            "This device cannot keep your draft. "
            "Copy your text elsewhere before you leave this page."
        ),
        "draftForget": gettext("Start afresh"),
        "sending": gettext("Sending…"),
        "copied": gettext("Copied"),
        "copyFailed": gettext("Select the text and copy it yourself."),
        "offlineSince": gettext("Offline since {time}. What you see may have changed."),
        "backOnline": gettext("Back online."),
        "cancel": gettext("Cancel"),
        "confirm": gettext("Yes, do it"),
        "themeDark": gettext("Dark page"),
        "themeLight": gettext("Light page"),
        "requestFailed": gettext(
            "The server did not answer. Nothing is lost: check the connection and try again."
        ),
    }
