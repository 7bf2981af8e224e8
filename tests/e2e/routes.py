"""The routes of the contract as requests that could be meant."""

from dataclasses import dataclass

from local.stack.accounts import CLINIC

# A visit, record or note that nobody has. The gateway does not look, and what is not there is no reason to say 404 to a stranger.
NOBODYS = "019aa000-0000-7000-8000-00000000dead"


@dataclass(frozen=True)
class Route:
    """One operation."""

    method: str
    template: str
    path: str
    operation: str
    needs_body: bool
    is_public: bool  # nobody signs in for it


def routes_of(openapi: dict, stack) -> list[Route]:
    """All of them. A resident's routes name the demo resident: a token that slips through would meet real data."""
    known = {"resident_id": stack.account("resident")["resident_id"], "code": CLINIC}
    made = []
    for template, methods in openapi["paths"].items():
        for method, described in methods.items():
            path = template
            for parameter in described.get("parameters", []):
                if parameter["in"] == "path":
                    path = path.replace(f"{{{parameter['name']}}}", known.get(parameter["name"], NOBODYS))
            made.append(
                Route(
                    method.upper(),
                    template,
                    path,
                    described["operationId"],
                    "requestBody" in described,
                    described.get("security") == [],
                )
            )
    return made
