"""Reads of visits and hosts. Guest, Counts, HostCard and Opening are what other rooms rely on."""

from openweek.visits.queries.desk import (
    DeskDay,
    ToLookAt,
    conflict_in_words,
    desk_day,
    for_devices,
    host_name,
    kiosks,
    of_badges,
    to_look_at,
)
from openweek.visits.queries.figures import (
    Figures,
    Sums,
    Word,
    figures,
    may_be_named,
    may_be_photographed,
    public_words,
)
from openweek.visits.queries.guests import Counts, Guest, count, counts, expected, guest, search
from openweek.visits.queries.hosts import HostCard, host_of, hosts_of, hosts_to_meet, open_now
from openweek.visits.queries.matching import without_host
from openweek.visits.queries.own import OwnData, own_data
from openweek.visits.queries.seats import (
    current_half,
    local_now,
    open_halves,
    openings,
    past_halves,
    seats_taken,
)
from openweek.visits.queries.waiting import positions

__all__ = [
    "Counts",
    "DeskDay",
    "Figures",
    "Guest",
    "HostCard",
    "OwnData",
    "Sums",
    "ToLookAt",
    "Word",
    "conflict_in_words",
    "count",
    "counts",
    "current_half",
    "desk_day",
    "expected",
    "figures",
    "for_devices",
    "guest",
    "host_name",
    "host_of",
    "hosts_of",
    "hosts_to_meet",
    "kiosks",
    "local_now",
    "may_be_named",
    "may_be_photographed",
    "of_badges",
    "open_halves",
    "open_now",
    "openings",
    "own_data",
    "past_halves",
    "positions",
    "public_words",
    "search",
    "seats_taken",
    "to_look_at",
    "without_host",
]
