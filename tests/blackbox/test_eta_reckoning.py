"""The rule book's section 4 reckoned a second time, with nothing of Burin's, over thousands of seeded orders.

Days are stepped through one by one on calendars made of the public data in ../shared/data/calendars, instants are placed
by Python's own zoneinfo.  `burin eta` is asked for the plan and for one stage; `burin assess` for whole lives with events,
holds and promises.
"""
import concurrent.futures
import json
import math
import pathlib
import random
import re
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from conftest import ROOT, run

CALENDARS = ROOT.parent / "shared" / "data" / "calendars"
MILESTONES = ["design_done", "production_done", "quality_check_done", "shipped", "delivered"]
ETA_CASES, ASSESS_CASES = 1200, 2500
ONE = timedelta(days=1)


# ---- calendars and stores ----

def china():
    off, extra = set(), set()
    for path in sorted((CALENDARS / "cn").glob("*.json")):
        for day in json.loads(path.read_text())["days"]:
            (off if day["isOffDay"] else extra).add(date.fromisoformat(day["date"]))
    return off, extra


def england():
    years = json.loads((CALENDARS / "gb" / "bank-holidays.json").read_text())["divisions"]
    division = years[sorted(name for name in years if "england" in name)[0]]
    entries = [entry for year in division.values() if isinstance(year, list) for entry in year]
    return {datetime.strptime(entry["date"], "%d/%m/%Y").date() for entry in entries}, set()


def as_ics(off, extra):
    """Every day as an event; runs of days off as one, so that DTEND is used too."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0"]
    for day in sorted(off):
        if day - ONE in off:
            continue
        end = day
        while end in off:
            end += ONE
        lines += ["BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{day:%Y%m%d}", f"DTEND;VALUE=DATE:{end:%Y%m%d}", "END:VEVENT"]
    for day in sorted(extra):
        lines += ["BEGIN:VEVENT", f"DTSTART;VALUE=DATE:{day:%Y%m%d}", "CATEGORIES:WORKDAY", "END:VEVENT"]
    return "\r\n".join(lines + ["END:VCALENDAR", ""])


def make_store(folder, zone, studio, carrier, cutoff):
    """A store folder as `burin init` makes it, with other calendars, zone and cut-off.  Knows the folder's format."""
    done = run("init", folder)
    assert done.status == 0, done.err
    (folder / "calendars" / "studio.ics").write_text(as_ics(*studio), newline="")
    (folder / "calendars" / "carrier.ics").write_text(as_ics(*carrier), newline="")
    settings = (folder / "store.yaml").read_text()
    settings, zones = re.subn(r"(?m)^zone:.*$", f"zone: {zone}", settings)
    settings, cutoffs = re.subn(r"(?m)^cutoff:.*$", f"cutoff: {cutoff}", settings)
    assert zones == cutoffs == 1
    (folder / "store.yaml").write_text(settings)


class Calendar:
    def __init__(self, off, extra):
        self.off, self.extra = off, extra

    def works(self, day):
        return day in self.extra or (day.weekday() < 5 and day not in self.off)

    def on_or_after(self, day):
        while not self.works(day):
            day += ONE
        return day

    def plus(self, day, count):
        """The count-th working day behind a day; with none to count, the day or the next working one."""
        if count == 0:
            return self.on_or_after(day)
        while count:
            day += ONE
            count -= self.works(day)
        return day


class Store:
    def __init__(self, folder, zone, studio, carrier, cutoff):
        self.folder, self.zone, self.cutoff = folder, ZoneInfo(zone), cutoff
        self.studio, self.carrier = Calendar(*studio), Calendar(*carrier)
        make_store(folder, zone, studio, carrier, cutoff.strftime("%H:%M") if cutoff else "none")

    def local(self, instant):
        return instant.astimezone(self.zone)

    def day(self, instant):
        return self.local(instant).date()


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    if not CALENDARS.is_dir():
        pytest.skip("no ../shared/data/calendars beside the repository: nothing to reckon with")
    folder = tmp_path_factory.mktemp("stores")
    none = (set(), set())
    return [
        Store(folder / "ny", "America/New_York", none, none, None),
        Store(folder / "cn", "Asia/Shanghai", china(), china(), time(16)),
        Store(folder / "gb", "Europe/London", england(), none, time(14, 30)),
        Store(folder / "nz", "Pacific/Auckland", england(), china(), time(12)),
    ]


# ---- the reckoning ----

def pair_of(days):
    if isinstance(days, int):
        return days, days + max(1, math.ceil(days / 5))
    low, high = days
    return low, high if high > low else low + 1


def hurried(pair):
    low, high = (max(1, -(-days * 3 // 5)) for days in pair)
    return low, high if high > low else low + 1


def shares(days):
    """Days until each production milestone, by cumulative ceiling."""
    return [0] + [-(-days * percent // 100) for percent in (25, 85, 100)]


class Case:
    """One item of one order."""

    def __init__(self, store, production, shipping, rush):
        self.store = store
        self.production = hurried(pair_of(production)) if rush else pair_of(production)
        self.shipping = pair_of(shipping)
        self.order_day = self.placed_at = self.now = None
        self.events, self.holds, self.promises = [], [], []

    def start(self):
        if self.placed_at is None:
            return self.store.studio.on_or_after(self.order_day)
        local = self.store.local(self.placed_at)
        late = self.store.cutoff is not None and local.time() > self.store.cutoff
        return self.store.studio.plus(local.date(), 1 if late else 0)

    def walk(self, base, done, lost=0):
        """Both ends of every milestone from number `done` on, from the days `base` (low, high)."""
        ends = {}
        left = base
        if done <= 2:
            for milestone in range(done, 3):
                ends[milestone] = tuple(
                    self.store.studio.plus(day, lost + shares(days)[milestone + 1] - shares(days)[done])
                    for day, days in zip(base, self.production))
            ends[3] = left = ends[2]
        if done <= 4:
            ends[4] = tuple(self.store.carrier.plus(day, days) for day, days in zip(left, self.shipping))
        return ends

    def calendar(self, milestone):
        return self.store.carrier if milestone == 4 else self.store.studio

    def shown(self, milestone, ends, today=None):
        first, last = ends
        calendar = self.calendar(milestone)
        if today and first < today:
            first = calendar.on_or_after(today)
        return first, last if last > first else calendar.plus(first, 1)

    def seen(self, *stages):
        return sorted(at for stage, at in self.events if stage in stages and at <= self.now)

    def stage(self):
        """0 design … 4 delivered, and since when."""
        for number, stage in ((4, "delivered"), (3, "shipped")):
            if self.seen(stage):
                return number, self.seen(stage)[0]
        order = ["design", "production", "quality_check"]
        life = sorted((at, order.index(stage)) for stage, at in self.events if stage in order and at <= self.now)
        if not life:
            return 0, None
        now = life[-1][1]
        since = life[-1][0]
        for at, stage in reversed(life):
            if stage != now:
                break
            since = at
        return now, since

    def waits(self, asked, answered, stage):
        asked, answered = self.seen(asked), self.seen(answered)
        work = self.seen("production", "quality_check")
        return bool(asked and stage < 3 and (not answered or answered[-1] < asked[-1])
                    and (not work or work[-1] <= asked[-1]))

    def lost_days(self, stage, first, last=None):
        """Working days of the studio that holds and waits cover, from one day to before another."""
        today = self.store.day(self.now)
        spans = [(self.store.day(start), self.store.day(end) if end else today)
                 for start, end in self.holds if start <= self.now]
        for asked, answered in (("photo_requested", "photo_received"), ("proof_sent", "proof_approved")):
            questions, answers = self.seen(asked), self.seen(answered)
            if self.waits(asked, answered, stage):
                spans.append((self.store.day(questions[0]), today))
            elif questions and answers and answers[-1] >= questions[0]:
                spans.append((self.store.day(questions[0]), self.store.day(answers[-1])))
        lost = set()
        for start, end in spans:
            day = max(start, first)
            while day < end and (last is None or day < last):
                if self.store.studio.works(day):
                    lost.add(day)
                day += ONE
        return len(lost)

    def promised(self, milestone):
        same = {2, 3} if milestone in (2, 3) else {milestone}
        told = [(told_at, index, to) for index, (number, to, told_at) in enumerate(self.promises)
                if number in same and told_at <= self.now]
        return max(told)[2] if told else None

    def standing(self, stage, since, start):
        """Milestones behind it, and the day from which what follows is counted."""
        approvals, proofs = self.seen("proof_approved"), self.seen("proof_sent")
        approval = approvals[-1] if approvals and not (proofs and proofs[-1] > approvals[-1]) else None
        day = self.store.day
        if stage == 4:
            return 5, None
        if stage == 3:
            return 4, day(since)
        if stage == 2:
            return 2, day(since)
        if stage == 1:
            return 1, day(max(since, approval) if approval else since)
        if approval:
            return 1, day(approval)
        photos, asked = self.seen("photo_received"), self.seen("photo_requested")
        if photos and asked and asked[-1] <= photos[-1]:
            return 0, max(start, day(photos[-1]))
        return 0, start

    def actual(self, milestone):
        words = ["production", "quality_check", "shipped", "delivered"]
        later = words[{0: 0, 1: 1, 2: 2, 3: 2, 4: 3}[milestone]:]
        return self.store.day((self.seen(*later) or self.seen("proof_approved")[-1:])[0])

    def reckon(self):
        """{milestone: (from, to, actual)} and whether it is overdue."""
        start = self.start()
        if self.now is None:
            return {m: (*self.shown(m, ends), None) for m, ends in self.walk((start, start), 0).items()}, False
        today = self.store.day(self.now)
        reported = any(at <= self.now for _, at in self.events)
        stage, since = self.stage()
        plan_end = self.store.day(since) if stage >= 3 else None
        plan = self.walk((start, start), 0, self.lost_days(stage, start, plan_end))
        happened, base = self.standing(stage, since, start)
        running = done = happened
        if not reported:
            running = next((m for m in (0, 1) if plan[m][1] >= today), 2)
        photo = self.waits("photo_requested", "photo_received", stage)
        proof = self.waits("proof_sent", "proof_approved", stage)
        overdue = False
        if photo or proof:
            done = max(done, 0 if photo else 1)
            base = self.store.studio.on_or_after(today)
        else:
            for milestone in range(running, 5):
                due = self.promised(milestone)
                if due is None and milestone == running:
                    due = self.shown(milestone, plan[milestone])[1]
                overdue = overdue or (due is not None and due < today)
            if overdue:
                done, base = running, self.calendar(running).on_or_after(today)
        ends = {m: (base, base) for m in range(happened, done)}
        if done < 5:
            ends.update(self.walk((base, base), done, self.lost_days(stage, base) if done < 4 else 0))
            if not (photo or proof or overdue) and ends[running][1] < today:
                soon = self.calendar(running).on_or_after(today)
                ends[running] = soon, self.calendar(running).plus(soon, 1)
                if running == 2:
                    ends[3] = ends[2]
                ends.update(self.walk(ends[running], 4 if running == 2 else running + 1))
        result = {}
        for milestone in range(5):
            if milestone < happened:
                day = self.actual(milestone)
                result[milestone] = day, day, day
            else:
                result[milestone] = (*self.shown(milestone, ends[milestone], today), None)
        return result, overdue


def as_text(reckoned):
    return {MILESTONES[m]: tuple(day and day.isoformat() for day in days) for m, days in reckoned.items()}


# ---- burin eta ----

def random_days(rng, most):
    if rng.random() < 0.5:
        return rng.randint(1, most)
    low = rng.randint(1, most)
    return low, low + rng.choice([0, 0, 1, 2, 3, rng.randint(0, 20)])


def days_flag(days):
    return str(days) if isinstance(days, int) else f"{days[0]}-{days[1]}"


def eta_case(store, rng):
    production = random_days(rng, 30) if rng.random() < 0.8 else None
    shipping = random_days(rng, 15) if rng.random() < 0.8 else None
    rush = rng.random() < 0.3
    case = Case(store, production or 7, shipping or 5, rush)
    case.order_day = date(2024, 1, 1) + timedelta(days=rng.randrange(1090))
    words = ["eta", "--format", "json", "--store", store.folder, "--order-date", case.order_day.isoformat()]
    words += ["--production-days", days_flag(production)] if production else []
    words += ["--shipping-days", days_flag(shipping)] if shipping else []
    words += ["--rush"] if rush else []
    if rng.random() < 0.7:
        local = datetime.combine(case.order_day + timedelta(days=rng.randrange(50)), time(rng.randrange(4, 24), 30))
        case.now = local.replace(tzinfo=store.zone).astimezone(timezone.utc)
        words += ["--at", case.now.isoformat().replace("+00:00", "Z")]
        if rng.random() < 0.6:
            stage = rng.choice(["design", "production", "quality_check", "shipped", "delivered"])
            case.events = [(stage, case.now)]
            words += ["--stage", stage]
    return case, rush, words


def check_eta(case, rush, words):
    done = run(*words)
    assert done.status == 0, (words, done.err)
    document = done.json()
    assert list(document) == ["order_date", "basis", "rush", "milestones", "surcharge"]
    assert document["order_date"] == case.order_day.isoformat() and document["basis"] == "rule"
    assert document["rush"] is rush and bool(document["surcharge"]) is rush
    got = {m["milestone"]: (m["from"], m["to"], m["actual"]) for m in document["milestones"]}
    assert list(got) == MILESTONES
    want = as_text(case.reckon()[0])
    assert got == want, " ".join(map(str, words))


def test_worked_examples_by_the_reckoning(stores):
    """The reckoning itself against the page."""
    case = Case(stores[0], 7, 5, False)
    case.order_day = date(2026, 3, 1)
    assert as_text(case.reckon()[0])["delivered"] == ("2026-03-18", "2026-03-23", None)
    case = Case(stores[0], 7, 5, True)
    case.order_day = date(2026, 3, 1)
    plan = as_text(case.reckon()[0])
    assert plan["shipped"][:2] == ("2026-03-09", "2026-03-10") and plan["delivered"][:2] == ("2026-03-16", "2026-03-18")
    case = Case(stores[0], (5, 7), (3, 5), False)
    case.order_day = date(2026, 3, 2)
    assert as_text(case.reckon()[0])["delivered"][:2] == ("2026-03-12", "2026-03-18")
    case.now = datetime(2026, 3, 3, 20, tzinfo=timezone.utc)
    case.events = [("production", case.now)]
    begun = as_text(case.reckon()[0])
    assert begun["shipped"][:2] == ("2026-03-06", "2026-03-10") and begun["delivered"][:2] == ("2026-03-11", "2026-03-17")


def test_eta_against_the_reckoning(stores):
    rng = random.Random(20260301)
    cases = [eta_case(stores[i % len(stores)], rng) for i in range(ETA_CASES)]
    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        for result in [pool.submit(check_eta, *case) for case in cases]:
            result.result()


# ---- burin assess ----

def random_instant(rng, start, hours):
    return start + timedelta(minutes=rng.randrange(1, 60 * hours))


def random_life(rng, placed):
    """Events as they happen, now and then with one skipped, told twice, unordered or sent back."""
    events, at = [], placed
    gate = rng.random()
    steps = ["design"]
    steps += ["proof_sent", "proof_approved"] if gate < 0.2 else ["photo_requested", "photo_received"] if gate < 0.4 else []
    steps += ["production", "quality_check"]
    steps += ["production", "quality_check"] if rng.random() < 0.1 else []
    steps += ["shipped", "delivered"]
    for step in steps[:rng.randrange(len(steps) + 1)]:
        at = random_instant(rng, at, 24 * 8)
        if rng.random() < 0.9:
            events.append((step, at))
    if events and rng.random() < 0.1:
        events.append((rng.choice(events)[0], random_instant(rng, at, 48)))
    if gate < 0.2 and rng.random() < 0.2:
        events.append(("proof_approved", random_instant(rng, at, 48)))
    if rng.random() < 0.2:
        rng.shuffle(events)
    return events


def assess_case(store, rng):
    production, shipping = random_days(rng, 20), random_days(rng, 10)
    rush = rng.random() < 0.2
    case = Case(store, production, shipping, rush)
    local = datetime.combine(date(2024, 1, 1) + timedelta(days=rng.randrange(1000)), time(rng.randrange(4, 24), 0))
    if store.cutoff and rng.random() < 0.2:
        local = datetime.combine(local.date(), store.cutoff)
    case.placed_at = local.replace(tzinfo=store.zone).astimezone(timezone.utc)
    case.now = random_instant(rng, case.placed_at, 24 * 45)
    case.events = random_life(rng, case.placed_at) if rng.random() < 0.85 else []
    if rng.random() < 0.3:
        for _ in range(rng.randint(1, 3)):
            start = random_instant(rng, case.placed_at, 24 * 30)
            case.holds.append((start, random_instant(rng, start, 24 * 9) if rng.random() < 0.7 else None))
    if rng.random() < 0.3:
        for _ in range(rng.randint(1, 4)):
            told = random_instant(rng, case.placed_at, 24 * 20)
            to = store.day(told) + timedelta(days=rng.randrange(2, 30))
            case.promises.append((rng.randrange(5), to, told))
    return case, document_of(case, production, shipping, rush)


def stamp(instant):
    return instant and instant.isoformat().replace("+00:00", "Z")


def document_of(case, production, shipping, rush):
    order = {
        "number": "#1042", "placed_at": stamp(case.placed_at), "currency": "USD", "total": "89.00",
        "customer": {"name": "Maya Chen", "email": "maya@example.com", "locale": "en-US"},
        "items": [{"sku": "NECK-1", "title": "Engraved bar necklace", "kind": "custom", "quantity": 1,
                   "personalization": {"engraving": "Forever"}}],
        "production": {"days": list(pair_of(production)), "rush": rush},
        "shipping": {"days": list(pair_of(shipping)), "country": "US"},
        "events": [{"stage": stage, "at": stamp(at)} for stage, at in case.events],
        "holds": [{"item": 0, "from": stamp(start), "to": stamp(end), "reason": "change"} for start, end in case.holds],
        "promises": [{"milestone": MILESTONES[number], "from": (to - ONE).isoformat(), "to": to.isoformat(),
                      "told_at": stamp(told)} for number, to, told in case.promises],
    }
    return {"at": stamp(case.now), "channel": "email", "from": "maya@example.com", "text": "Where is my order?",
            "order": order}


def test_assess_against_the_reckoning(stores):
    rng = random.Random(20260302)
    compared = 0
    for number, store in enumerate(stores):
        cases = [assess_case(store, rng) for _ in range(ASSESS_CASES // len(stores))]
        feed = "".join(json.dumps({"id": f"s{number}-{i}", **document}) + "\n" for i, (_, document) in enumerate(cases))
        done = run("assess", "--store", store.folder, stdin=feed)
        assert done.status == 0, done.err
        for (case, document), got in zip(cases, done.lines(), strict=True):
            want, overdue = case.reckon()
            want = as_text(want)
            found = {m["milestone"]: (m["from"], m["to"], m["actual"])
                     for m in (got.get("estimate") or {}).get("milestones", []) if m.get("item") in (0, None)}
            assert found == {name: want[name] for name in found}, json.dumps(document)
            assert got["situation"]["overdue"] is overdue, json.dumps(document)
            compared += len(found)
    assert compared > ASSESS_CASES * 3


# ---- stores that cannot be used ----

@pytest.mark.parametrize("file, text, place", [
    ("calendars/studio.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260230\nEND:VEVENT\nEND:VCALENDAR\n", ":3"),
    ("calendars/studio.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=SECONDLY\n"
                             "END:VEVENT\nEND:VCALENDAR\n", ":4"),
    ("calendars/carrier.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260101T090000Z\nEND:VEVENT\nEND:VCALENDAR\n", ":3"),
    ("calendars/studio.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:x\nEND:VEVENT\nEND:VCALENDAR\n", ":2"),
    ("calendars/studio.ics", "not a calendar\n", ":1"),
    ("calendars/studio.ics", "", ""),
])
def test_broken_calendars(tmp_path, file, text, place):
    make_store(tmp_path / "shop", "America/New_York", (set(), set()), (set(), set()), "none")
    (tmp_path / "shop" / file).write_text(text)
    done = run("eta", "--order-date", "2026-03-01", "--store", tmp_path / "shop")
    assert done.status == 3 and done.out == ""
    assert f"{pathlib.Path(file).name}{place}" in done.err, done.err


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../../etc/passwd", "\"\""])
def test_unknown_zone(tmp_path, zone):
    make_store(tmp_path / "shop", zone, (set(), set()), (set(), set()), "none")
    done = run("eta", "--order-date", "2026-03-01", "--store", tmp_path / "shop")
    assert done.status == 3 and done.out == "" and "store.yaml" in done.err
