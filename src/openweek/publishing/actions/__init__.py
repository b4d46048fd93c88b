"""Every change to a book, and its publication."""

from openweek.publishing.actions.binding import BIND, bind_edition, prepare_files
from openweek.publishing.actions.books import create_book, credit_person
from openweek.publishing.actions.changing import (
    change_book,
    credit_people,
    reopen_prompt,
    settle_prompt,
)
from openweek.publishing.actions.corrections import correct_book
from openweek.publishing.actions.covering import choose_cover
from openweek.publishing.actions.editions import (
    PUBLISH,
    PUBLISH_IF_WRITTEN,
    meet_deadline,
    meet_deadline_if_written,
    publish_book,
    schedule_publication,
    when_published,
)
from openweek.publishing.actions.reopening import reopen_book
from openweek.publishing.actions.sources import LicenceRefusedError, add_source, remove_source
from openweek.publishing.actions.withdrawing import (
    put_back_book,
    when_taken_back,
    withdraw_book,
)

__all__ = [
    "BIND",
    "PUBLISH",
    "PUBLISH_IF_WRITTEN",
    "LicenceRefusedError",
    "add_source",
    "bind_edition",
    "change_book",
    "choose_cover",
    "correct_book",
    "create_book",
    "credit_people",
    "credit_person",
    "meet_deadline",
    "meet_deadline_if_written",
    "prepare_files",
    "publish_book",
    "put_back_book",
    "remove_source",
    "reopen_book",
    "reopen_prompt",
    "schedule_publication",
    "settle_prompt",
    "when_published",
    "when_taken_back",
    "withdraw_book",
]  # fmt: skip
