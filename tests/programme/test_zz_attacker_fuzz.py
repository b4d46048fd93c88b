import re
import traceback

import pytest
from django.core.cache import cache
from django.db import transaction

from tests.programme.test_every_address import *
from tests.programme.test_every_address import _arguments, _path

HOSTILE = [
    "\x00",
    "a\x00b",
    "9" * 30,
    "9" * 5000,
    "-1",
    "0",
    "²",
    "٣",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "24:00",
    "00:00",
    "23:59",
    "\ud800",
    "x" * 100000,
    "\r\nBcc: a@b",
    "{",
    "[]",
    "1e400",
    "nan",
    "slot-999999999999999999999999",
    "slot-²",
    "session-x",
    "2026-11-26",
    "2026-W48",
    "' OR 1=1",
    "%",
    "../../etc/passwd",
    "1:2:3",
    "None",
    "a@b@c",
    "room:1",
    "0-0-0",
    "1|2",
    "1,2,3",
]
PARAMS = [
    "day",
    "since",
    "until",
    "author",
    "room",
    "format",
    "chosen",
    "part",
    "before",
    "batch",
    "title",
    "starts",
    "ends",
    "days",
    "from",
    "time",
    "way",
    "written",
    "theme",
    "language",
    "lang",
    "passers_by",
    "who",
    "extend",
    "remove_missing",
    "starts_at",
    "date",
    "start",
    "end",
    "accent",
    "from",
    "to",
    "days",
    "view",
    "on",
    "hours",
]

SEEN = set()
NASTY = [
    "\x00",
    "9" * 30,
    "9" * 5000,
    "-1",
    "²",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00",
    "9999-12-31T23:59",
    "[]",
]


def attempt(browser, method, path, data, out, label):
    cache.clear()
    try:
        with transaction.atomic():
            try:
                r = getattr(browser, method)(path, data)
                s = r.status_code
            finally:
                transaction.set_rollback(True)
        if s >= 500:
            out.append((label, s))
    except Exception as e:
        tb = traceback.extract_tb(e.__traceback__)
        where = [
            f"{f.filename.split('/work/main/')[-1]}:{f.lineno}"
            for f in tb
            if "src/openweek" in f.filename
        ][-2:]
        out.append((label, repr(e)[:150], where))
        if (label[0], str(where)) not in SEEN:
            SEEN.add((label[0], str(where)))
            open("/tmp/ow4/attacker/fuzz.txt", "a").write(str(out[-1]) + "\n")


@pytest.mark.parametrize("who", [CONCIERGE])
def test_fuzz(world, who):
    out = []
    seen = set()
    b = world.browsers[who]
    for name, address in ADDRESSES.items():
        path = _path(name, world.ours, **_arguments(address, world.ours))
        fields = set()
        for m in address.methods:
            if m == "GET":
                cache.clear()
                html = b.get(path).content.decode("utf-8", "replace")
                fields |= set(re.findall(r'name="([\w-]+)"', html))
        fields |= {k for k in address.sends}
        fields |= {
            "why",
            "answered",
            "hidden",
            "pinned",
            "mark",
            "newest",
            "upto",
            "until",
            "minutes",
            "room",
            "seen",
            "slot",
            "starts",
            "ends",
            "day",
            "title",
            "once",
            "sessions",
            "signup",
            "file",
            "choice",
            "email",
            "name",
            "text",
            "times",
            "place",
        }
        fields -= {"viewport", "csrfmiddlewaretoken"}
        fields = {f for f in fields if not f.startswith("og")}
        for m in address.methods:
            for h in HOSTILE:
                if m == "GET":
                    if name in ("print_programme",):
                        continue
                    attempt(
                        b,
                        "get",
                        path,
                        {p: h for p in PARAMS if "\ud800" not in h},
                        out,
                        (name, "GET all", h[:12], len(h)),
                    )
                    if h in NASTY and name in (
                        "programme_history",
                        "undo_period",
                        "place_sessions",
                        "propose_session",
                        "add_break",
                        "wish_session",
                        "embed_programme",
                        "programme",
                        "removed_sessions",
                        "preview_import",
                        "sign_up",
                        "session",
                        "say_me_too",
                        "programme_ics",
                    ):
                        for p in PARAMS:
                            attempt(b, "get", path, {p: h}, out, (name, "GET", p, h[:12], len(h)))
                    attempt(
                        b,
                        "get",
                        path,
                        {p: [h, h] for p in PARAMS if "\ud800" not in h},
                        out,
                        (name, "GET2 all", h[:12], len(h)),
                    )
                else:
                    if "\ud800" in h:
                        continue
                    attempt(
                        b,
                        "post",
                        path,
                        dict.fromkeys(fields, h),
                        out,
                        (name, "POST all", h[:12], len(h)),
                    )
                    if h not in NASTY:
                        continue
                    good = {"title": "Bon", "name": "Nour", "text": "Bonjour", "facilitator": "N"}
                    for f in fields:
                        attempt(
                            b, "post", path, {**good, f: h}, out, (name, "POST", f, h[:12], len(h))
                        )
    uniq = {}
    for o in out:
        uniq.setdefault((o[0][0], str(o[1])[:60], str(o[-1])), o)
    for o in uniq.values():
        print(o)
    open("/tmp/ow4/attacker/fuzz.txt", "w").write("\n".join(map(str, uniq.values())))
    print(len(out))
