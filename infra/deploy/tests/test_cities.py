"""Every city's file keeps the rules of cities/README.md."""

import re
import tomllib
from pathlib import Path

import pytest

from infra.deploy.plan import INFRA

CITIES = sorted((INFRA / "cities").glob("*.toml"))


def check_digit(code: str) -> str:
    """The last digit of a 全国地方公共団体コード: weights 6 to 2, modulus 11."""
    total = sum(int(digit) * weight for digit, weight in zip(code[:5], (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


@pytest.mark.parametrize("code", ["432041", "131016", "011002", "401307", "431001", "430005"])
def test_the_check_digit_of_known_codes(code):
    assert check_digit(code) == code[5]


@pytest.mark.parametrize("city", CITIES, ids=lambda path: path.stem)
def test_a_city_file_keeps_the_rules(city: Path):
    settings = tomllib.loads(city.read_text())
    municipality = settings["municipality"]
    code, name, prefixes = municipality["code"], municipality["name"], municipality["prefixes"]
    assert set(municipality) == {"code", "name", "prefixes"}
    assert len(code) == 6
    assert check_digit(code) == code[5]
    assert name
    assert prefixes[0] != name
    assert all(prefix.endswith(name) for prefix in prefixes)
    assert set(settings) <= {"municipality", "contact"}
    assert re.fullmatch(r"\d[\d-]+", settings.get("contact", {}).get("phone", "00"))
