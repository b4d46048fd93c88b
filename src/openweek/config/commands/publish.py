import click

from openweek.ground.authors import SOFTWARE
from openweek.ground.deadlines import sweep, sweep_slow
from openweek.publishing.actions import publish_book
from openweek.publishing.models import Book


def publish_books(*, place_slug: str | None, book_slug: str | None) -> int:
    """What is due when nothing is named, else those books and their files; how many failed."""
    if place_slug is None and book_slug is None:
        click.echo(f"{sweep()} deadlines met.")
        return 0
    books = Book.objects.select_related("place").order_by("slug")
    if place_slug:
        books = books.filter(place__slug=place_slug)
    if book_slug:
        books = books.filter(slug=book_slug)
    chosen = list(books)
    if not chosen:
        raise click.ClickException("No such book.")
    with click.progressbar(chosen, label="Publishing", show_pos=True) as progress:
        for book in progress:
            publish_book(book=book, by=SOFTWARE, reason="by_hand")
    click.echo("Binding their files…")
    sweep_slow()  # where pages are served, somebody may have begun already
    return 0
