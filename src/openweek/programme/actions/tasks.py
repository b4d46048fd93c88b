"""The small tasks of a session: what its format usually asks for."""

from openweek.ground.authors import Author
from openweek.place import tasks
from openweek.programme.models import Kind, Session


def lay_out_tasks(session: Session, *, by: Author) -> None:
    """Those of its format, once it is a session. Call it in the transaction that makes it one."""
    if session.kind == Kind.SESSION and session.format is not None and session.format.tasks:
        tasks.from_lines(
            place=session.week.place, subject=session, lines=session.format.tasks, by=by
        )
