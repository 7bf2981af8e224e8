"""The calendar file, read by another implementation of RFC 5545."""

import base64
from datetime import UTC, date, datetime, timedelta

import icalendar
import pytest

from local.tour import stage

from .people import Resident

HOSTILE = "医院;BEGIN:VALARM,\\\\n" + "𠮷" * 60


@pytest.fixture(scope="module")
def person(stack) -> Resident:
    """Somebody with three appointments."""
    person = Resident(stack)
    for days, time, name in ((9, "15:30", "四ツ山歯科医院"), (2, None, HOSTILE), (5, "00:10", "x" * 120)):
        on = (datetime.now(stage.JST).date() + timedelta(days=days)).isoformat()
        body = {"on": on, "time": time, "kind": "dental", "institution_name": name, "memo": "memo"}
        assert person.call("POST", f"{person.own}/appointments", body).status == 201
    return person


def events(person: Resident) -> list:
    """The events of the file, strictly read."""
    answer = person.call("GET", f"{person.own}/appointments.ics")
    assert (answer.status, answer.body["content_type"]) == (200, "text/calendar; charset=utf-8")
    data = base64.b64decode(answer.body["bytes_base64"])
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    calendar = icalendar.Calendar.from_ical(data)
    assert not calendar.errors and "METHOD" not in calendar
    assert {part.name for part in calendar.walk()} == {"VCALENDAR", "VEVENT"}
    return calendar.walk("VEVENT")


def test_another_reader_finds_the_same_days_times_and_places(person):
    found = events(person)
    listed = sorted(person.call("GET", f"{person.own}/appointments").body["items"], key=lambda one: (one["on"], one["time"] or ""))
    assert [str(event["UID"]) for event in found] == [one["appointment_id"] for one in listed]
    for event, one in zip(found, listed, strict=True):
        assert str(event["LOCATION"]) == one["institution_name"]
        starts = event.decoded("DTSTART")
        if one["time"] is None:
            assert starts == date.fromisoformat(one["on"])
            assert event.decoded("DTEND") - starts == timedelta(days=1)
        else:
            wanted = datetime.fromisoformat(f"{one['on']}T{one['time']}:00").replace(tzinfo=stage.JST)
            assert starts == wanted.astimezone(UTC)
        assert "memo" not in event.to_ical().decode()


def test_an_event_keeps_its_name_from_file_to_file(person):
    assert [event["UID"] for event in events(person)] == [event["UID"] for event in events(person)]
