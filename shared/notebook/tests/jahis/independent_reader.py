"""A second reader of the JAHIS medicine notebook text, written from the format's description and sharing nothing with ours.

python3 independent_reader.py <folder>: every folder in it is one notebook, every file of that is one part. Prints, as JSON by
name of folder, the person, the dispensings and the other entries; stops with what is wrong where a text does not conform.
Standard library only.
"""

import json
import re
import sys
from datetime import date
from pathlib import Path

# Number: (fields as type and bytes, in order). 9 digits, X letters and digits, N text, D day, R a decimal.
LAYOUT = {
    1: "N40 91 D N8 N800 X13 N800 N20 X7 N40",
    2: "91 N120 91",
    3: "N120 D D 91 93 913",
    31: "93 N256 91 X20 91",
    4: "N400 D 91",
    5: "D 91",
    11: "N120 X2 X1 X7 X8 N800 X13 91",
    15: "N40 N800 91",
    51: "N120 X2 X1 X7 91",
    55: "N40 N80 91",
    201: "93 N120 R12 N12 91 X13 91 N120 91 X12",
    281: "93 N100 91",
    291: "93 N400 91",
    301: "93 N100 93 N100 X2 91 X16 91",
    311: "93 N100 91",
    391: "93 N400 91",
    401: "N400 91",
    411: "N400 92 91",
    421: "N400 91",
    501: "N400 91",
    601: "N400 D",
    701: "N40 N120 N800 D D 91",
}
# Where a record's author stands; it must be one of the four.
AUTHOR = {2: 3, 3: 4, 31: 5, 4: 3, 5: 2, 11: 8, 15: 3, 51: 5, 55: 3, 201: 7, 281: 3, 291: 3, 301: 8, 311: 3, 391: 3}
AUTHOR |= {401: 2, 411: 3, 421: 2, 501: 2, 701: 6}
# What may follow what, at the level of the whole text and inside one dispensing.
BEFORE_VISITS = [1, 2, 3, 4]
IN_VISIT = [11, 15, 51, 55, 401, 411, 421, 501, 601]
ERAS = {"M": (1867, date(1873, 1, 1)), "T": (1911, date(1912, 7, 30)), "S": (1925, date(1926, 12, 25))}
ERAS |= {"H": (1988, date(1989, 1, 8)), "R": (2018, date(2019, 5, 1))}
ENDS = {"M": date(1912, 7, 29), "T": date(1926, 12, 24), "S": date(1989, 1, 7), "H": date(2019, 4, 30), "R": date.max}


class Wrong(Exception):
    """The text does not conform."""


def must(holds, message):
    """Stops unless it holds."""
    if not holds:
        raise Wrong(message)


def day(text):
    """A day in either form."""
    if re.fullmatch(r"[0-9]{8}", text):
        return date(int(text[:4]), int(text[4:6]), int(text[6:]))
    must(re.fullmatch(r"[MTSHR][0-9]{6}", text), "a day of no form")
    base, first = ERAS[text[0]]
    read = date(base + int(text[1:3]), int(text[3:5]), int(text[5:]))
    must(first <= read <= ENDS[text[0]], "a day outside its era")
    return read


def lines(part):
    """The records of one part as fields; bytes and text are checked."""
    must(part.endswith(b"\r\n"), "the last record has no line's end")
    must(b"\r" not in part.replace(b"\r\n", b"") and b"\n" not in part.replace(b"\r\n", b""), "a bare CR or LF")
    must(b"\x00" not in part and b"\x1a" not in part, "a control byte")
    records = part[:-2].split(b"\r\n")
    must(all(records), "an empty line")
    return [[field.decode("cp932") for field in split(record)] for record in records]


def split(record):
    """Fields between commas. A second byte of CP932 is 40h or above, so a comma's byte is a comma."""
    return record.split(b",")


def check_fields(number, fields):
    """Types, lengths in bytes, authors."""
    layout = LAYOUT[number].split()
    must(len(fields) <= len(layout), f"{number}: {len(fields)} fields of {len(layout)}")
    must(not fields or fields[-1], f"{number}: an empty field at the end")
    for place, (kind, value) in enumerate(zip(layout, fields, strict=False), 1):
        where = f"{number}.{place}"
        must(value == value.strip(" \u3000\t"), f"{where}: spaces around it")
        if not value:
            continue
        if kind == "D":
            day(value)
            continue
        most = int(kind[1:])
        must(len(value.encode("cp932")) <= most, f"{where}: longer than {most} bytes")
        if kind[0] == "9":
            must(re.fullmatch(r"[0-9]+", value), f"{where}: no digits")
        elif kind[0] == "X":
            must(re.fullmatch(r"[!-~]+", value), f"{where}: no letters and digits")
        elif kind[0] == "R":
            must(re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,5})?", value), f"{where}: no amount")
    if number in AUTHOR:
        author = fields[AUTHOR[number] - 1] if len(fields) >= AUTHOR[number] else ""
        must(author in {"1", "2", "8", "9"}, f"{number}: no author")


def joined(parts):
    """One list of records out of all parts, in the order that 911 gives."""
    read = [lines(part) for part in parts]
    for records in read:
        must(re.fullmatch(r"JAHISTC0[1-8]", records[0][0]), "no version record")
        must(len(records[0]) == 2 and records[0][1] in {"1", "2"}, "no direction")
    if len(read) == 1:
        must(all(fields[0] != "911" for fields in read[0]), "a split control record in a text of one part")
        return read[0]
    by_place = {}
    for records in read:
        control = records[-1]
        must(control[0] == "911" and len(control) == 4, "no split control record at the end")
        must(sum(fields[0] == "911" for fields in records) == 1, "more than one split control record")
        must(re.fullmatch(r"[0-9]{1,14}", control[1]), "an id of no digits")
        must(re.fullmatch(r"[0-9]{1,3}", control[2]) and int(control[2]) == len(read), "another number of parts")
        must(re.fullmatch(r"[0-9]{1,3}", control[3]) and int(control[3]) not in by_place, "a place twice")
        by_place[int(control[3])] = records
    must(sorted(by_place) == list(range(1, len(read) + 1)), "a place is missing")
    must(len({tuple(records[-1][1:3]) for records in read}) == 1, "different ids")
    must(len({tuple(records[0]) for records in read}) == 1, "different version records")
    return by_place[1][:1] + [fields for place in sorted(by_place) for fields in by_place[place][1:-1]]


def at(fields, place):
    """A field, or nothing where it was left out."""
    return fields[place - 1] if len(fields) >= place else ""


def notebook(parts):
    """Person, dispensings and other entries of one notebook."""
    records = joined(parts)
    version, direction = records[0]
    out = {"version": version, "direction": direction, "person": None, "visits": [], "others": []}
    stage, serials = 0, set()
    for name, *fields in records[1:]:
        must(name in {str(known) for known in LAYOUT}, "a record that there is not")
        number = int(name)
        check_fields(number, fields)
        if number in BEFORE_VISITS or number == 31:
            place = BEFORE_VISITS.index(3 if number == 31 else number)
            must(not out["visits"] and place >= stage and stage < 90, f"{number}: out of order")
            stage = place
        elif number == 701:
            stage = 99
        else:
            must(stage < 99, f"{number}: after the family pharmacist")
        if number == 1:
            must(out["person"] is None, "two persons")
            must(at(fields, 2) in {"1", "2"}, "1: no sex")
            out["person"] = [at(fields, 1), at(fields, 2), day(at(fields, 3)).isoformat(), at(fields, 10)]
        elif number in {2, 3, 4, 701}:
            serials |= {at(fields, 5)} if number == 3 and at(fields, 5) else set()
            out["others"].append([number, at(fields, 2) if number == 2 else at(fields, 1)])
        elif number == 31:
            must(at(fields, 1) in serials, "31: of no medicine")
            out["others"].append([31, at(fields, 2)])
        elif number == 5:
            out["visits"].append(Visit(day(at(fields, 1))))
        else:
            must(out["visits"], f"{number}: before any day")
            out["visits"][-1].take(number, fields)
    out["visits"] = [visit.finish() for visit in out["visits"]]
    return out


class Visit:
    """One dispensing while it is read."""

    def __init__(self, on):
        """Of a day."""
        self.on, self.pharmacy, self.drugs, self.texts = on, None, [], []
        self.stage, self.open, self.used, self.last = -1, None, set(), 0

    def take(self, number, fields):
        """The next record of it."""
        if number in IN_VISIT:
            place = IN_VISIT.index(number)
            must(place >= self.stage, f"{number}: out of order in its dispensing")
            must(place > self.stage or number not in {11, 15, 51}, f"{number}: twice")
            must(self.open is None, f"{number}: an RP without its usage before it")
            self.stage = place
            if number == 11:
                self.pharmacy = at(fields, 1)
            elif number > 400:
                self.texts.append(at(fields, 1))
            return
        must(self.stage <= IN_VISIT.index(55), f"{number}: after the texts of its dispensing")
        rp = at(fields, 1)
        if number == 201:
            must(self.open in {None, rp} and rp not in self.used, "201: of another RP")
            self.open = rp
            self.drugs.append([rp, at(fields, 2), at(fields, 3), at(fields, 4), at(fields, 6), "", "", "", ""])
        elif number in {281, 291}:
            must(self.open == rp and self.last in {201, 281, 291}, f"{number}: of no drug")
        elif number == 301:
            must(self.open in {None, rp} and rp not in self.used, "301: of another RP")
            self.used.add(rp)
            self.open = None
            for drug in self.drugs:
                if drug[0] == rp:
                    drug[5:] = [at(fields, 2), at(fields, 3), at(fields, 4), at(fields, 5)]
        else:
            must(rp in self.used and self.last in {301, 311, 391}, f"{number}: of no usage")
        if number in {281, 291, 311, 391}:
            self.texts.append(at(fields, 2))
        self.last = number

    def finish(self):
        """As it is compared."""
        must(self.pharmacy is not None, "a dispensing without an institution")
        must(self.open is None, "an RP without its usage")
        return {"day": self.on.isoformat(), "pharmacy": self.pharmacy, "drugs": self.drugs, "texts": self.texts}


def main():
    """Reads every notebook of a folder."""
    out = {}
    for folder in sorted(Path(sys.argv[1]).iterdir()):
        try:
            out[folder.name] = notebook([part.read_bytes() for part in sorted(folder.iterdir())])
        except (Wrong, UnicodeDecodeError, ValueError) as error:
            print(f"{folder.name}: {error}", file=sys.stderr)
            return 1
    print(json.dumps(out, ensure_ascii=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())
