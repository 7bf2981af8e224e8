"""What the demo residents have in their notebooks: two weeks of values, visits, and a QR code from the pharmacy."""

from datetime import date, datetime, timedelta, timezone

from .accounts import CLINIC, PHARMACY

JST = timezone(timedelta(hours=9))

SECTIONS = ["profile", "medication", "daily", "visits"]


def add(seeding) -> None:
    """Adds them, a step at a time."""
    resident_id = seeding.answer("notebook of resident")
    if not resident_id:
        return
    today = datetime.now(JST).date()
    own = f"/v1/residents/{resident_id}"

    def post(path: str, body: dict) -> dict:
        return seeding.as_person("resident").post(path, body)

    seeding.once("values", lambda: len([post(f"{own}/daily-records", value) for value in values(today)]))
    seeding.once("visit", lambda: post(f"{own}/visits", visit(today))["visit_id"])
    seeding.once("dispensing", lambda: post(f"{own}/dispensings", dispensing(today))["dispensings"][0]["id"])
    if seeding.answer("card of resident") == "verified_resident":
        # A grant ends at midnight, so each day needs a check-in of its own. One a day: whoever ended it meant it.
        seeding.once(f"check-in of {today}", lambda: post("/v1/check-ins", check_in(resident_id))["visit_id"])


def values(today: date) -> list[dict]:
    """A slowly rising blood pressure and one feverish day, so that the trends have something to say."""
    made = []
    for day in range(14, 0, -1):
        at = datetime.combine(today - timedelta(days=day), datetime.min.time(), JST) + timedelta(hours=7, minutes=10)
        rise = (14 - day) // 2
        record = {
            "taken_at": at.isoformat(),
            "weight_kg": round(58.2 - 0.1 * rise, 1),
            "temperature_c": 37.9 if day == 5 else 36.4,
            "blood_pressure": {"systolic_mmhg": 126 + 2 * rise, "diastolic_mmhg": 78 + rise, "pulse_bpm": 68 + day % 4},
            "steps": 4200 + 310 * (day % 5),
            "mood": 2 if day == 5 else 4,
        }
        if day == 5:
            record["memo"] = "のどが痛く、熱っぽい。"
        made.append(record)
    return made


def visit(today: date) -> dict:
    """A visit that the resident noted by hand."""
    return {
        "visited_on": (today - timedelta(days=4)).isoformat(),
        "institution_code": CLINIC,
        "department": "内科",
        "reason": "のどの痛みと発熱",
        "diagnosis_told": "急性上気道炎",
        "memo": "熱が下がらなければ一週間後に再診。",
        "status": "done",
    }


def dispensing(today: date) -> dict:
    """What the pharmacy's QR code of four days ago says (JAHIS 電子版お薬手帳, JAHISTC08)."""
    day = f"{today - timedelta(days=4):%Y%m%d}"
    lines = [
        "JAHISTC08,1",
        "1,荒尾　花子,2,19510314,,,,,,,アラオ　ハナコ",
        f"5,{day},1",
        f"11,はまかぜ薬局,{PHARMACY[:2]},{PHARMACY[2]},{PHARMACY[3:]},,熊本県荒尾市大島３－３,0968-00-0003,1",
        "15,浜風　三枝,,1",
        f"51,みどり内科クリニック,{CLINIC[:2]},{CLINIC[2]},{CLINIC[3:]},1",
        "55,緑川　一郎,内科,1",
        "201,1,アムロジピン錠５ｍｇ,1,錠,1,,1",
        "301,1,１日１回朝食後,28,日分,1,1,,1",
        "201,2,アセトアミノフェン錠２００ｍｇ,2,錠,1,,1",
        "301,2,発熱・のどの痛みがあるとき,10,回分,3,1,,1",
        "401,熱が下がったら、アセトアミノフェンは飲まなくてかまいません。,1",
    ]
    return {"parts": [{"text": "".join(f"{line}\r\n" for line in lines)}]}


def check_in(resident_id: str) -> dict:
    """Today at the clinic, as after the poster's QR code."""
    return {"resident_id": resident_id, "institution_code": CLINIC, "sections": SECTIONS, "purpose": "consultation"}
