"""Partners as a table."""

from openweek.desk.models import Partner
from openweek.ground.tables import as_csv
from openweek.place.models import Place

COLUMNS = (
    "name", "what", "contact", "email", "phone", "website", "agreed_until", "renewed_on",
    "is_public", "ended", "notes",
)  # fmt: skip


def render(place: Place) -> bytes:
    rows = map(_row, Partner.objects.filter(place=place))
    return as_csv(COLUMNS, rows, language=place.language)


def _row(partner: Partner) -> list[str]:
    return [
        partner.name,
        partner.what,
        partner.contact,
        partner.email,
        partner.phone,
        partner.website,
        f"{partner.agreed_until or ''}",
        f"{partner.renewed_on or ''}",
        "1" if partner.is_public else "",
        f"{partner.ended_at:%Y-%m-%d}" if partner.ended_at else "",
        partner.notes,
    ]
