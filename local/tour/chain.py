"""Verifies the log of who looked, from what the API shows and nothing else: as a suspicious resident would."""

import hashlib

FORMAT = "health-notebook-audit-1"
GENESIS = "0" * 64


class Broken(Exception):
    """The log is not what it says. The message names the entry."""


def verify(items: list[dict]) -> str:
    """Recomputes the chain of a whole log (newest first, as shown). Returns the newest hash, which is worth keeping."""
    expected, before = 1, GENESIS
    for item in reversed(items):
        where = f"entry {item.get('seq')}"
        lines = item["record"].split("\n")
        if len(lines) != 11 or lines[0] != FORMAT:
            raise Broken(f"{where}: its record has another form")
        _, seq, at, _, role, institution, action, sections, decision, _, prev = lines
        shown = item["actor"].get("institution") or {}
        if (seq, at, action, decision) != (str(item["seq"]), item["at"], item["action"], item["decision"]):
            raise Broken(f"{where}: what is shown is not what is sealed")
        if (role, institution, sections) != (item["actor"]["role"], shown.get("code", ""), ",".join(item["sections"])):
            raise Broken(f"{where}: what is shown is not what is sealed")
        if item["seq"] != expected:
            raise Broken(f"{where}: entry {expected} should stand here")
        if prev != before or item["prev"] != before:
            raise Broken(f"{where}: it does not follow the entry before it")
        if hashlib.sha256(item["record"].encode()).hexdigest() != item["hash"]:
            raise Broken(f"{where}: its hash is not that of its record")
        expected, before = expected + 1, item["hash"]
    return before
