"""Two residents who must not see each other's entries, in the eyes of an independent tool (schemathesis, `peers`).

It writes entries as one, reads them back, and reads them again as the other and as nobody. That it would notice is shown
by letting the other in with the administrator's rights: then the same run must fail.
"""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from local.stack.settings import ROOT
from local.tour import stage

from .people import Resident

# Each with the read of what the write makes. No lists: what both can list counts as shared there.
PATHS = {
    "/v1/residents/{resident_id}/daily-records": ["post"],
    "/v1/residents/{resident_id}/daily-records/{record_id}": ["get"],
}
FOUND = "Object-level authorization bypass"


@pytest.fixture(scope="module")
def peers(stack) -> dict[str, Resident]:
    """Two people who have nothing to do with each other."""
    return {"hanako": Resident(stack), "kenichi": Resident(stack)}


def run(folder: Path, peers: dict[str, Resident]) -> subprocess.CompletedProcess:
    """One run about hanako's notebook. Its files hold tokens, so they lie in the test's own folder."""
    document = json.loads((ROOT / "infra" / "openapi.json").read_text())
    document["paths"] = {path: {method: document["paths"][path][method] for method in methods} for path, methods in PATHS.items()}
    # What a client may name itself the tool does not count as made by somebody: the server names it here.
    del document["components"]["schemas"]["NewDailyRecord"]["properties"]["record_id"]
    bearer = {name: [{"name": "Authorization", "value": f"Bearer {person.token}"}] for name, person in peers.items()}
    auth = {"auth": [{"name": name, "fixedHeaders": headers} for name, headers in bearer.items()]}
    (folder / "openapi.json").write_text(json.dumps(document))
    (folder / "auth.json").write_text(json.dumps(auth))
    (folder / "schemathesis.toml").write_text(
        f'[auth.wfc]\npath = "{folder / "auth.json"}"\npeers = ["hanako", "kenichi"]\n'
        f'[parameters]\n"path.resident_id" = "{peers["hanako"].resident_id}"\n'
    )
    arguments = ["--config-file", str(folder / "schemathesis.toml"), "run", str(folder / "openapi.json")]
    arguments += ["--url", peers["hanako"].stack.summary["api"], "--phases", "fuzzing,stateful", "--max-examples", "20"]
    arguments += ["--checks", "object_level_authorization,not_a_server_error", "--no-color", "--seed", "1"]
    command = [str(Path(sys.executable).with_name("schemathesis")), *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)


def test_r02_one_resident_does_not_reach_anothers_entries(tmp_path, peers):
    done = run(tmp_path, peers)
    assert done.returncode == 0, done.stdout[-3000:]
    assert FOUND not in done.stdout


def test_the_tool_finds_a_resident_who_was_let_in(tmp_path, stack, peers):
    hanako, kenichi = (peers[name].call("GET", "/v1/me").body["actor_id"] for name in ("hanako", "kenichi"))
    notebook = f"RES#{peers['hanako'].resident_id}"
    relation = next(item for item in stage.partition(stack, notebook) if item["sk"] == f"ACTOR#{hanako}")
    stack.table.put_item(Item=relation | {"sk": f"ACTOR#{kenichi}"})
    try:
        done = run(tmp_path, peers)
    finally:
        stack.table.delete_item(Key={"pk": notebook, "sk": f"ACTOR#{kenichi}"})
    assert done.returncode == 1, done.stdout[-3000:]
    assert FOUND in done.stdout
