"""What a document of the project names is there: every path in backquotes, every link. And those read first are short."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.deploy import plan

# What the glossary writes short.
SHORT = {"nb/": "shared/notebook/src/", "pf/": "shared/platform/src/", "rc/": "shared/records/src/"}
# What is made when the project is built or run, and is in nobody's checkout.
MADE = (".local", ".venv", "target/")
ENDS = "/|\\.(?:rs|py|md|tsv|toml|ya?ml|json|sh|mjs|txt|otf|ttf)"
PATH = re.compile(rf"[\w.-]+(?:/[\w.-]+)*(?:{ENDS})")
LEFT_OUT = {".git", ".local", ".venv", "target", "node_modules", "__pycache__", ".pytest_cache", ".ruff_cache"}


def files() -> Iterator[str]:
    """Every file of the project, from its root: without what is made or fetched."""
    for folder, below, names in os.walk(plan.ROOT):
        below[:] = [name for name in below if name not in LEFT_OUT]
        yield from (str((Path(folder) / name).relative_to(plan.ROOT)) for name in names)


FILES = sorted(files())
DOCUMENTS = [name for name in FILES if name.endswith(".md")]


def paths(text: str) -> list[str]:
    """What stands in backquotes, is a path and says where: a bare name of a file leans on the words around it."""
    inline = re.findall(r"`([^`\n]+)`", text)
    return [word for word in inline if "/" in word and PATH.fullmatch(word) and not word.startswith(MADE)]


def links(text: str) -> list[str]:
    """The files that links and pictures lead to, without the place inside of them."""
    targets = re.findall(r"\]\(([^()\s]+)\)", text)
    return [target.split("#")[0] for target in targets if "://" not in target and not target.startswith("#")]


def exists(document: str, path: str) -> bool:
    """From the project's root, from the document's folder, or as the end of a longer path (`aws/prepared.rs`)."""
    for short, long in SHORT.items():
        path = long + path.removeprefix(short) if path.startswith(short) else path
    places = (plan.ROOT / path, (plan.ROOT / document).parent / path)
    if any(place.is_dir() if path.endswith("/") else place.is_file() for place in places):
        return True
    return any(f"/{path}" in f"/{name}" if path.endswith("/") else name.endswith(f"/{path}") for name in FILES)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_path_of_a_document_exists(document):
    named = paths((plan.ROOT / document).read_text())
    assert [path for path in named if not exists(document, path)] == []


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_link_of_a_document_leads_to_a_file(document):
    folder = (plan.ROOT / document).parent
    assert [link for link in links((plan.ROOT / document).read_text()) if not (folder / link).exists()] == []


# What stands first in several rows on purpose: a screen without an address, and what every screen has.
OF_SEVERAL_ROWS = {"none", "every screen"}


def repeated(text: str) -> list[str]:
    """What a row of a table begins with, where the row above begins with the same: one of the two is left over."""
    found, above = [], None
    for line in text.splitlines():
        row = line.strip()
        first = re.split(r"(?<!\\)\|", row)[1].strip() if row.startswith("|") else None
        if first and first == above and first not in OF_SEVERAL_ROWS:
            found.append(first)
        above = first
    return found


@pytest.mark.parametrize("document", DOCUMENTS)
def test_no_table_of_a_document_says_the_same_twice_in_a_row(document):
    assert repeated((plan.ROOT / document).read_text()) == []


def test_a_row_that_stands_twice_is_found():
    table = "| a | b |\n|---|---|\n| `x \\| y` | 1 |\n| `x \\| y` | 2 |\n| | 3 |\n| | 4 |\n| none | 5 |\n| none | 6 |\n"
    assert repeated(table) == ["`x \\| y`"]
    assert repeated("| a | 1 |\n\n| a | 2 |\n") == []


def test_links_are_found_with_their_files():
    text = "![a](docs/a.svg), [b](b.md#part), [c](#part), [d](https://example.jp/d) and `[e]`"
    assert links(text) == ["docs/a.svg", "b.md"]


@pytest.mark.parametrize(("document", "most"), [("README.md", 90), ("ARCHITECTURE.md", 200)])
def test_what_is_read_first_is_short(document, most):
    assert len((plan.ROOT / document).read_text().splitlines()) <= most


def test_a_path_that_does_not_exist_is_found():
    text = "`nb/time.rs`, `pf/table/items.rs` and `docs/`, `GET /v1/me`, `schema.rs`, `Drug::amount`, `target/lambda/`"
    assert paths(text) == ["nb/time.rs", "pf/table/items.rs", "docs/"]
    assert [exists("README.md", path) for path in paths(text)] == [True, False, True]
