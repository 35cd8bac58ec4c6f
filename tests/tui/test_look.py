"""Glyph sets and themes: legible, told apart by everybody, complete."""

from __future__ import annotations

import itertools

import msgspec
import pytest
from rich.cells import cell_len
from textual.color import Color

from lockdash.tui.look.glyphs import ASCII, UNICODE, glyphs
from lockdash.tui.look.styles import Styles
from lockdash.tui.look.themes import ACCENTS, DARK, DEFAULT, FALLBACK_VARIABLES, PLAIN_THEME, THEMES
from lockdash.tui.look.tones import Tone
from lockdash.tui.render.cells import Cell

COLOURED = [theme for theme in THEMES if not theme.ansi]
QUIET = (Tone.dim, Tone.faint)
NAMES = [theme.name for theme in COLOURED]

# Machado, Oliveira and Fernandes 2009, severity 1.0, on linear RGB.
BLINDNESS = {
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
}


def linear(colour: Color) -> tuple[float, ...]:
    return tuple(
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (part / 255 for part in colour.rgb)
    )


def luminance(colour: Color) -> float:
    red, green, blue = linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Color, other: Color) -> float:
    """As in WCAG 2."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def lab(rgb: tuple[float, ...]) -> tuple[float, float, float]:
    red, green, blue = (min(max(value, 0.0), 1.0) for value in rgb)
    xyz = (
        (0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047,
        0.2126 * red + 0.7152 * green + 0.0722 * blue,
        (0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883,
    )
    x, y, z = (value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116 for value in xyz)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def seen_by(colour: Color, matrix) -> tuple[float, ...]:
    rgb = linear(colour)
    return tuple(sum(weight * part for weight, part in zip(row, rgb, strict=True)) for row in matrix)


def distance(one: Color, other: Color, matrix=((1, 0, 0), (0, 1, 0), (0, 0, 1))) -> float:
    """CIE 1976; some 2.3 is just noticeable."""
    pairs = zip(lab(seen_by(one, matrix)), lab(seen_by(other, matrix)), strict=True)
    return sum((a - b) ** 2 for a, b in pairs) ** 0.5


def colours(theme) -> dict[Tone, Color]:
    return {tone: Color.parse(theme.variables[tone.colour_variable]) for tone in Tone}


@pytest.mark.parametrize("chosen", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_glyphs_of_a_set_are_equally_wide(chosen):
    assert len({cell_len(sign) for sign in chosen.states}) == 1
    for name in ("ellipsis", "edge", "edge_cursor", "mark", "dash", "dot", "good", "doubtful", "bad"):
        assert cell_len(getattr(chosen, name)) == 1
    assert all(cell_len(block) == 1 for block in chosen.ramp)


@pytest.mark.parametrize("chosen", [UNICODE, ASCII], ids=["unicode", "ascii"])
def test_glyphs_tell_states_apart(chosen):
    signs = chosen.states
    assert len(set(signs)) == len(signs)
    assert chosen.edge != chosen.edge_cursor


def test_the_ascii_set_is_ascii():
    assert all(str(value).isascii() for value in msgspec.structs.asdict(ASCII).values())
    assert glyphs(True) is ASCII
    assert glyphs(False) is UNICODE


@pytest.mark.parametrize(
    ("levels", "curve"),
    [((), ""), ((50,), ""), ((0, 100), "▁█"), ((100, 50, 0, 0), "▅▁▁"), ((-5, 300), "▁█")],
)
def test_spark(levels, curve):
    assert UNICODE.spark(levels) == curve


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_theme_covers_every_tone_and_account(theme):
    variables = theme.to_color_system().generate() | theme.variables
    for tone in Tone:
        assert Color.parse(variables[tone.colour_variable])
        assert variables[tone.style_variable] in ("none", "bold", "italic", "dim")
    assert len({variables[f"account-{number}"] for number in range(1, ACCENTS + 1)}) == ACCENTS
    assert set(FALLBACK_VARIABLES) <= set(variables)
    Styles(variables)


def test_every_theme_defines_what_the_default_defines():
    """A style sheet that works with one works with all."""
    needed = set(DARK.to_color_system().generate() | DARK.variables)
    for theme in THEMES:
        assert needed <= set(theme.to_color_system().generate() | theme.variables), theme.name
    assert THEMES[0].name == DEFAULT


@pytest.mark.parametrize("theme", COLOURED, ids=NAMES)
def test_every_tone_is_legible_on_every_ground(theme):
    cursors = [theme.variables["row-cursor"], theme.variables["row-cursor-blurred"]]
    grounds = [Color.parse(ground) for ground in (theme.background, *cursors)]
    for tone, colour in colours(theme).items():
        for ground in grounds:
            assert contrast(colour, ground) >= (3.0 if tone is Tone.faint else 4.5), (tone, ground.hex)


@pytest.mark.parametrize("theme", COLOURED, ids=NAMES)
def test_quiet_tones_are_quieter_than_calm_ones(theme):
    ground = Color.parse(theme.background)
    shown = colours(theme)
    calm, dim, faint = (contrast(shown[tone], ground) for tone in (Tone.calm, *QUIET))
    assert calm > dim > faint


@pytest.mark.parametrize("theme", COLOURED, ids=NAMES)
@pytest.mark.parametrize("matrix", BLINDNESS.values(), ids=BLINDNESS)
def test_the_colour_blind_tell_loud_from_calm_and_from_each_other(theme, matrix):
    shown = colours(theme)
    for one, other in itertools.combinations((Tone.warm, Tone.alarm, Tone.calm, Tone.accent), 2):
        assert distance(shown[one], shown[other], matrix) >= 12, (one, other)


@pytest.mark.parametrize("theme", COLOURED, ids=NAMES)
def test_an_account_is_not_an_alert(theme):
    shown = colours(theme)
    accents = [Color.parse(theme.variables[f"account-{number}"]) for number in range(1, ACCENTS + 1)]
    for accent in accents:
        assert distance(accent, shown[Tone.warm]) >= 20
        assert distance(accent, shown[Tone.alarm]) >= 20
        assert contrast(accent, Color.parse(theme.background)) >= 3
    for one, other in itertools.combinations(accents, 2):
        assert distance(one, other) >= 15, (one.hex, other.hex)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_loud_tones_differ_from_calm_by_an_attribute_too(theme):
    styles = Styles(theme.variables)
    calm = styles.tone(Tone.calm)
    assert styles.tone(Tone.warm).bold
    assert styles.tone(Tone.alarm).bold
    assert styles.tone(Tone.unsure).bold
    assert styles.tone(Tone.asked).italic
    assert not any((calm.bold, calm.italic, calm.dim))


def test_without_colour_the_quiet_are_dim_and_the_cursor_is_reversed():
    styles = Styles(PLAIN_THEME.variables)
    assert all(styles.tone(tone).dim for tone in QUIET)
    assert styles.cursor.reverse


def test_content_is_never_markup():
    cells = [Cell("[@click=app.quit]Front[/]", Tone.warm, tail=" [b]x"), Cell("x [/] y")]
    content = Styles(DARK.variables).content(cells)
    assert content.plain == "[@click=app.quit]Front[/] [b]x x [/] y"


def test_accents_repeat_and_nobody_has_none():
    styles = Styles({})
    assert styles.accent(0) == styles.accent(ACCENTS)
    assert styles.accent(0) != styles.accent(1)
    assert styles.accent(None) == styles.tone(Tone.faint)
