"""Pictures of symbols as a phone's camera sees them, by seed: tilted, blurred, dark, noisy, partly covered, small, packed."""

import io
import random
from dataclasses import dataclass

import numpy
from PIL import Image, ImageDraw, ImageFilter

from .sheets import Symbol, symbols

SIZES = ((1280, 720), (720, 1280), (960, 960))
QUIET = 4
# Pixels of a module on the sheet that is then held before the camera.
FINE = 6
# What of a symbol's area is covered, well within what its lowest level of error correction repairs.
COVERED = 0.012


@dataclass(frozen=True)
class Picture:
    """One look of a camera: grey pixels, what the symbols in it hold, and what was done to it."""

    seed: int
    pixels: Image.Image
    holds: tuple[bytes, ...]
    faults: tuple[str, ...]


def picture(seed: int) -> Picture:
    """The picture of a seed."""
    dice, noise = random.Random(f"picture {seed}"), numpy.random.default_rng(seed)
    shown = symbols(seed)
    faults = dice.sample(sorted(FAULTS), k=dice.choice((1, 1, 2, 2, 3)))
    paper = _paper(shown, dice, "cover" in faults)
    pixels = numpy.asarray(_held(paper, shown, dice, faults), dtype=numpy.float32)
    for fault in ORDER:
        if fault in faults:
            pixels = FAULTS[fault](pixels, dice, noise)
    image = Image.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8))
    if "pack" in faults:
        image = _packed(image, dice)
    return Picture(seed, image, tuple(symbol.data for symbol in shown), tuple(sorted(faults)))


def _paper(shown: list[Symbol], dice: random.Random, covered: bool) -> Image.Image:
    """Symbols beside each other on white paper."""
    sizes = [len(symbol.rows) + 2 * QUIET for symbol in shown]
    paper = Image.new("L", (sum(sizes) * FINE, max(sizes) * FINE), 255)
    draw, left = ImageDraw.Draw(paper), 0
    for symbol, size in zip(shown, sizes, strict=True):
        for y, row in enumerate(symbol.rows):
            for x, dark in enumerate(row):
                if dark:
                    at = ((left + QUIET + x) * FINE, (QUIET + y) * FINE)
                    draw.rectangle((*at, at[0] + FINE - 1, at[1] + FINE - 1), fill=0)
        if covered:
            _cover(draw, left, len(symbol.rows), dice)
        left += size
    return paper


def _cover(draw: ImageDraw.ImageDraw, left: int, size: int, dice: random.Random) -> None:
    """A spot, such as of a stamp or a fold, that leaves the marks by which a symbol is found."""
    wide = max(2, round(size * COVERED**0.5))
    x, y = (dice.randint(9, size - 9 - wide) for _ in range(2))
    at = ((left + QUIET + x) * FINE, (QUIET + y) * FINE)
    draw.ellipse((*at, at[0] + wide * FINE, at[1] + wide * FINE), fill=dice.choice((0, 255)))


def _held(paper: Image.Image, shown: list[Symbol], dice: random.Random, faults: list[str]) -> Image.Image:
    """The paper in the camera's picture: turned a little, and tilted where that is its fault."""
    width, height = dice.choice(SIZES)
    modules_wide, modules_high = paper.width / FINE, paper.height / FINE
    most = min(width * 0.86 / modules_wide, height * 0.86 / modules_high)
    module = min(most, dice.uniform(2.6, 3.2) if "small" in faults else dice.uniform(3.6, 7.0))
    half_wide, half_high = modules_wide * module / 2, modules_high * module / 2
    tilt = 0.10 if "tilt" in faults else 0.01
    turn = dice.uniform(-0.35, 0.35) if "tilt" in faults else dice.uniform(-0.05, 0.05)
    cos, sin = numpy.cos(turn), numpy.sin(turn)
    corners = []
    for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
        across = x * half_wide * (1 + dice.uniform(-tilt, tilt))
        down = y * half_high * (1 + dice.uniform(-tilt, tilt))
        corners.append((across * cos - down * sin, across * sin + down * cos))
    # What was turned beyond the picture's edge is held a little farther away.
    wide, high = (max(abs(corner[axis]) for corner in corners) for axis in (0, 1))
    scale = min(1.0, width * 0.48 / wide, height * 0.48 / high)
    corners = [(width / 2 + x * scale, height / 2 + y * scale) for x, y in corners]
    # A dark table shows around the sheet.
    table = Image.new("L", (width, height), dice.randint(60, 200))
    way = _perspective(corners, paper.size)
    mask = Image.new("L", paper.size, 255).transform(table.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BILINEAR)
    table.paste(paper.transform(table.size, Image.Transform.PERSPECTIVE, way, Image.Resampling.BICUBIC), mask=mask)
    return table


def _perspective(corners: list[tuple[float, float]], size: tuple[int, int]) -> tuple[float, ...]:
    """The eight numbers that lead from the picture to the paper."""
    rows, wanted = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (size[0], 0), size, (0, size[1])), strict=True):
        rows += [(x, y, 1, 0, 0, 0, -u * x, -u * y), (0, 0, 0, x, y, 1, -v * x, -v * y)]
        wanted += [u, v]
    return tuple(numpy.linalg.solve(numpy.array(rows, dtype=numpy.float64), numpy.array(wanted, dtype=numpy.float64)))


def _blur(pixels: numpy.ndarray, dice: random.Random, _: numpy.random.Generator) -> numpy.ndarray:
    image = Image.fromarray(numpy.clip(pixels, 0, 255).astype(numpy.uint8))
    return numpy.asarray(image.filter(ImageFilter.GaussianBlur(dice.uniform(0.6, 1.6))), dtype=numpy.float32)


def _glare(pixels: numpy.ndarray, dice: random.Random, _: numpy.random.Generator) -> numpy.ndarray:
    """A lamp that shines on the paper: dark modules are grey there."""
    height, width = pixels.shape
    down, across = numpy.mgrid[0:height, 0:width].astype(numpy.float32)
    x, y, wide = dice.uniform(0, width), dice.uniform(0, height), dice.uniform(0.15, 0.4) * max(width, height)
    light = numpy.exp(-((across - x) ** 2 + (down - y) ** 2) / (2 * wide**2)) * dice.uniform(0.4, 0.75)
    return pixels + (255 - pixels) * light


def _dark(pixels: numpy.ndarray, dice: random.Random, noise: numpy.random.Generator) -> numpy.ndarray:
    """Evening: little light, more of it at one side, and the sensor's own noise."""
    shade = numpy.linspace(dice.uniform(0.12, 0.3), dice.uniform(0.3, 0.5), pixels.shape[1], dtype=numpy.float32)
    return 14 + pixels * shade + noise.normal(0, 4, pixels.shape).astype(numpy.float32)


def _noise(pixels: numpy.ndarray, dice: random.Random, noise: numpy.random.Generator) -> numpy.ndarray:
    return pixels + noise.normal(0, dice.uniform(8, 26), pixels.shape).astype(numpy.float32)


def _as_held(pixels: numpy.ndarray, *_: object) -> numpy.ndarray:
    """What is done when the paper is drawn or held, or at the end."""
    return pixels


def _packed(image: Image.Image, dice: random.Random) -> Image.Image:
    """Through JPEG, with the blocks that it leaves."""
    file = io.BytesIO()
    image.save(file, "JPEG", quality=dice.randint(18, 45))
    return Image.open(io.BytesIO(file.getvalue())).convert("L")


FAULTS = {
    "blur": _blur, "glare": _glare, "dark": _dark, "noise": _noise,
    "cover": _as_held, "small": _as_held, "tilt": _as_held, "pack": _as_held,
}  # fmt: skip
# As light goes: the paper, the lens, the sensor.
ORDER = ("glare", "blur", "dark", "noise")
