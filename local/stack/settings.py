"""Where one machine's stack lives: its folder, its ports and its administrator's key."""

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from infra.deploy.pages import CARD_RETURN

ROOT = Path(__file__).resolve().parent.parent.parent
DEFAULT_PORT_BASE = 4566
REGION = "ap-northeast-1"


@dataclass(frozen=True)
class Settings:
    """One stack. Two with different folders and port bases do not meet."""

    state: Path
    port_base: int = DEFAULT_PORT_BASE

    @property
    def standin_port(self) -> int:
        """The AWS stand-in."""
        return self.port_base

    @property
    def identity_port(self) -> int:
        """The stand-in of the Digital Authentication App."""
        return self.port_base + 1

    @property
    def web_port(self) -> int:
        """Residents' pages."""
        return self.port_base + 2

    @property
    def staff_port(self) -> int:
        """The pages of staff: an origin of their own."""
        return self.port_base + 3

    @property
    def endpoint(self) -> str:
        """Where every AWS service answers."""
        return f"http://127.0.0.1:{self.standin_port}"

    @property
    def identity(self) -> str:
        """The identity provider's issuer."""
        return f"http://127.0.0.1:{self.identity_port}/api/realms/main"

    @property
    def identity_return(self) -> str:
        """Where the identity provider sends the person back to: a page of ours."""
        return f"{self.web}{CARD_RETURN}"

    @property
    def web(self) -> str:
        """Where residents' pages are, with the API behind them; the one origin that CORS admits."""
        return f"http://127.0.0.1:{self.web_port}"

    @property
    def web_staff(self) -> str:
        """Where the pages of staff are, the city's among them, with the API behind them."""
        return f"http://127.0.0.1:{self.staff_port}"

    @property
    def push_services(self) -> str:
        """Where browsers' push services would be; nothing listens there unless a test has it listen."""
        return f"http://127.0.0.1:{self.port_base + 4}"

    @property
    def page_config(self) -> Path:
        """What the pages are told as `/config.json`."""
        return self.state / "pages.json"

    @property
    def summary(self) -> Path:
        """What clients and tests read: addresses and accounts."""
        return self.state / "stack.json"

    def prepare(self) -> None:
        """Makes the folder, readable by this user only: it holds passwords."""
        self.state.mkdir(parents=True, exist_ok=True)
        self.state.chmod(0o700)
        for name in ("standin", "objects", "tmp"):
            (self.state / name).mkdir(exist_ok=True)

    def administrator(self) -> tuple[str, str]:
        """The stand-in's administrator: access key and secret, random for each machine."""
        made = self.remember("administrator", lambda: {"access_key": "LOCALADMIN", "secret_key": secrets.token_urlsafe(30)})
        return made["access_key"], made["secret_key"]

    def remember(self, name: str, make) -> dict:
        """The content of `<name>.json`, made once."""
        path = self.state / f"{name}.json"
        if not path.exists():
            self.write(path, make())
        return json.loads(path.read_text())

    def write(self, path: Path, content: dict) -> None:
        """Writes a file of secrets: whole or not at all, and for this user only."""
        draft = path.with_suffix(".draft")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n")
        os.replace(draft, path)
