"""Questions from afar, or from the last row."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from openweek.ground import clock, deadlines, events
from openweek.ground.authors import Author
from openweek.programme import ledger, participants
from openweek.programme.models import Question, Session

# Of one session: more is no conversation any more.
MOST = 300


@transaction.atomic
def ask_question(
    *, session: Session, text: str, by: Author, name: str = "", once: str | None = None
) -> Question:
    """A second call with the same ``once`` answers with the question that the first one asked."""
    ledger.hold_session(session)
    ledger.refuse_removed(session)
    sent_before = once and Question.objects.filter(session=session, once=once).first()
    if sent_before:
        return sent_before
    if session.questions.count() >= MOST:
        raise ValidationError(_("Many questions wait here already. Ask aloud."), code="many")
    question = Question.objects.create(
        session=session, text=text, at=clock.now(), once=once or None,
        author_key=by.key, author_name=name or by.name,
    )  # fmt: skip
    week = session.week
    # Names of those who ask are forgotten with those who come.
    deadlines.set_deadline(participants.FORGET, week.pk, participants.kept_until(week))
    events.record("programme.question_asked", by=Author(), subject=question, place_id=week.place_id)
    return question


@transaction.atomic
def answer_question(*, question: Question, answered: bool, by: Author) -> None:
    """Whether it has had its answer, aloud or in the notes."""
    question.answered_at = clock.now() if answered else None
    question.save(update_fields=["answered_at"])
    events.record(
        "programme.question_answered", by=by, subject=question,
        place_id=question.session.week.place_id, data={"answered": answered},
    )  # fmt: skip


@transaction.atomic
def hide_question(*, question: Question, hidden: bool, by: Author) -> None:
    """Only those who may change the session, and whoever asked it, still see it."""
    question.hidden_at = clock.now() if hidden else None
    question.save(update_fields=["hidden_at"])
    events.record(
        "programme.question_hidden", by=by, subject=question,
        place_id=question.session.week.place_id, data={"hidden": hidden},
    )  # fmt: skip


@transaction.atomic
def take_question_back(*, question: Question, by: Author) -> None:
    """Whoever asked it would rather not have: nothing of it stays."""
    place_id = question.session.week.place_id
    events.record("programme.question_taken_back", by=by, subject=question, place_id=place_id)
    question.delete()
