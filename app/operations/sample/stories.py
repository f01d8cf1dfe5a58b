"""The whole history of a sample partner: joining, terms, contacts, follow-ups, referrals."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from app.domain.communications import CommunicationKind, Direction
from app.domain.partners import Status
from app.domain.reminders import ReminderFields, Repeat, Unit
from app.operations.sample import funnels, scenes
from app.operations.sample.plan import Agree, Become, Happening, Join, Remind, Talk, Tick, moment
from app.operations.sample.profiles import Profile
from app.operations.sample.scenes import Placed
from app.operations.sample.words import chance, pick, resource, told


def history(cast: Iterable[Profile], seed: int, today: date) -> list[Happening]:
    """Everything that happens with everybody before ``today``, in the order of time."""
    happenings = [
        Happening(moment(day, minute + who % 5), who, deed)
        for who, profile in enumerate(cast)
        for day, minute, deed in _story(chance(seed, profile.fields.name, who), profile, who, today)
        if day < today
    ]
    return sorted(happenings, key=lambda happening: happening.at)


def _story(rng: Random, profile: Profile, who: int, today: date) -> Iterator[Placed]:
    yield from _joining(profile)
    yield from _contacts(rng, profile, today)
    yield from scenes.follow_ups(profile, today)
    if who >= len(resource("partners.json")):
        yield from _open_follow_ups(rng, profile, today)
    if profile.fields.status is Status.ACTIVE:
        yield from _repeating(rng, profile, today)
    yield from scenes.referrals(profile, today)
    yield from funnels.referrals(rng, profile, today)


def _joining(profile: Profile) -> Iterator[Placed]:
    """From prospect to what the partner is today; terms as they were signed."""
    today_is = profile.fields.status
    early = Status.PROSPECT if today_is is Status.PROSPECT else Status.INVITED
    yield profile.joined, 0, Join(replace(profile.fields, status=early))
    if today_is not in {Status.PROSPECT, Status.INVITED}:
        yield profile.joined + timedelta(days=3), 0, Become(Status.ONBOARDING)
    for number, agreed in enumerate(profile.agreed):
        yield agreed.signed_on, 5, Agree(agreed.terms, agreed.starts_on, agreed.note)
        if number == 0 and today_is is not Status.ONBOARDING:
            yield agreed.signed_on, 6, Become(Status.ACTIVE)
    if today_is in {Status.PAUSED, Status.ENDED}:
        yield profile.last_contact, 330, Become(today_is)


def _contacts(rng: Random, profile: Profile, today: date) -> Iterator[Placed]:
    texts = resource("texts.json")
    written = scenes.talks(profile, today)
    yield from written
    days = _contact_days(rng, profile, min((day for day, _, _ in written), default=None))
    yield profile.joined, 10, _talk(rng, profile, pick(rng, texts["first"]), profile.joined)
    for number, day in enumerate(days):
        last = number == len(days) - 1
        if last and profile.fields.status in {Status.PAUSED, Status.ENDED}:
            ended = texts["ended"][profile.fields.status is Status.ENDED]
            yield day, 20, _talk(rng, profile, ended, day)
        elif not last and number % 4 == 2:
            yield from _promise(rng, profile, day, days[number + 1])
        else:
            yield day, 20, _talk(rng, profile, _suitable(rng, texts["talks"], last), day)


def _suitable(rng: Random, talks: list[list[str]], last: bool) -> list[str]:
    """Any talk; the latest one must be a contact, as a note is none."""
    while (found := pick(rng, talks))[0] == "note" and last:
        pass
    return found


def _contact_days(rng: Random, profile: Profile, before: date | None) -> list[date]:
    """Working days of contact, about as far apart as the partner's rhythm, up to the latest contact."""
    cadence = profile.fields.cadence_days or 60
    day, days = profile.last_contact, []
    if before is not None:
        day = before - timedelta(days=int(cadence * (0.6 + rng.random() * 0.4)))
    while day > profile.joined + timedelta(days=10):
        days.append(day)
        day -= timedelta(days=max(6, int(cadence * (0.7 + rng.random() * 0.5))))
        day -= timedelta(days=max(0, day.weekday() - 4))
    return days[::-1]


def _talk(rng: Random, profile: Profile, found: list[str], day: date) -> Talk:
    kind, direction, text = found
    return Talk(CommunicationKind(kind), Direction(direction), told(text, day, first=profile.first_name))


def _promise(rng: Random, profile: Profile, day: date, before: date) -> Iterator[Placed]:
    """A contact in which something was promised, and the one that kept it."""
    asked, promise, kept = pick(rng, resource("texts.json")["promised"])
    due = day + timedelta(days=3)
    follow_up = ReminderFields(promise, due)
    yield day, 20, replace(_talk(rng, profile, [asked[0], "out", asked[1]], day), promise=follow_up)
    done = min(day + timedelta(days=2 + int(rng.random() * 3)), before - timedelta(days=1))
    yield done, 20, replace(_talk(rng, profile, [kept[0], "out", kept[1]], done), keeps=True)


def _repeating(rng: Random, profile: Profile, today: date) -> Iterator[Placed]:
    """For some, a follow-up that came round every few months and was done each time; its next one is a while off."""
    if rng.random() > 0.35:
        return
    texts: dict[str, Any] = resource("texts.json")
    repeat = Repeat(pick(rng, (2, 3, 6)), Unit.MONTH)
    due = profile.joined + timedelta(days=40 + int(rng.random() * 30))
    ticks = []
    anchored = Repeat(repeat.every, repeat.unit, due.day)
    following = due
    while following < today:
        ticks.append(following)
        following = anchored.next_after(following, following)
    if not ticks or following <= today + timedelta(days=7):
        return
    text = pick(rng, texts["repeating"])
    yield due - timedelta(days=20), 330, Remind("repeating", ReminderFields(text, due, repeat=repeat))
    for day in ticks:
        yield day, 320, Tick("repeating")


def _open_follow_ups(rng: Random, profile: Profile, today: date) -> Iterator[Placed]:
    """For an invented partner at most one: seldom overdue or today, more often this week or later."""
    share = rng.random()
    if share > 0.4:
        return
    days = -1 - int(rng.random() * 9) if share < 0.05 else 0 if share < 0.11 else 1 + int(rng.random() * 40)
    text = told(pick(rng, resource("texts.json")["later"]), profile.last_contact)
    fields = ReminderFields(text, today + timedelta(days=days))
    if fields.due_on > profile.last_contact:
        yield profile.last_contact, 335, Remind("open", fields, promised=True)
