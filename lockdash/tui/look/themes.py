"""Themes. Each gives every tone a colour and attributes, as theme variables (`$tone-warm`, `$tone-warm-style`).

Blue and orange instead of green and red: the eight per cent of men who confuse those read this screen too. Colours
are checked by test against the background and against the cursor's, for contrast and for colour blindness.
"""

from __future__ import annotations

from collections.abc import Mapping

from textual.theme import Theme

from lockdash.tui.look.tones import Tone

DEFAULT = "lockdash-dark"
PLAIN = "lockdash-plain"
ACCENTS = 8

_STYLES: Mapping[Tone, str] = {
    Tone.warm: "bold",
    Tone.alarm: "bold",
    Tone.unsure: "bold",
    Tone.asked: "italic",
}
# Without colour the quiet tones have only this attribute left.
_PLAIN_STYLES: Mapping[Tone, str] = {**_STYLES, Tone.dim: "dim", Tone.faint: "dim", Tone.heading: "dim"}

_DARK: Mapping[Tone, str] = {
    Tone.warm: "#ffb454",
    Tone.alarm: "#ff7a9a",
    Tone.unsure: "#e9dfb0",
    Tone.caution: "#e9dfb0",
    Tone.asked: "#c5ced8",
    Tone.accent: "#6cb2ff",
    Tone.calm: "#c5ced8",
    Tone.heading: "#8893a0",
    Tone.dim: "#8893a0",
    Tone.faint: "#687380",
}
_LIGHT: Mapping[Tone, str] = {
    Tone.warm: "#a34a00",
    Tone.alarm: "#b0003e",
    Tone.unsure: "#5f5200",
    Tone.caution: "#5f5200",
    Tone.asked: "#262c33",
    Tone.accent: "#0a58b5",
    Tone.calm: "#262c33",
    Tone.heading: "#57616c",
    Tone.dim: "#57616c",
    Tone.faint: "#757f89",
}
_CONTRAST: Mapping[Tone, str] = {
    Tone.warm: "#ffb000",
    Tone.alarm: "#ff8fa8",
    Tone.unsure: "#fff0a0",
    Tone.caution: "#fff0a0",
    Tone.asked: "#ffffff",
    Tone.accent: "#8cc8ff",
    Tone.calm: "#ffffff",
    Tone.heading: "#d4d4d4",
    Tone.dim: "#d4d4d4",
    Tone.faint: "#b8b8b8",
}
# The terminal's own colours: the user chose them, so nothing is known of their contrast; weight carries the rest.
_PLAIN: Mapping[Tone, str] = {
    Tone.warm: "ansi_yellow",
    Tone.alarm: "ansi_red",
    Tone.unsure: "ansi_default",
    Tone.caution: "ansi_yellow",
    Tone.asked: "ansi_default",
    Tone.accent: "ansi_cyan",
    Tone.calm: "ansi_default",
    Tone.heading: "ansi_default",
    Tone.dim: "ansi_default",
    Tone.faint: "ansi_default",
}

# In the order in which accounts are configured. None is near `warm` or `alarm`: an account is not an alert.
_DARK_ACCENTS = ("#4f9dff", "#2ec4b0", "#b794ff", "#a8c64a", "#7fd4ff", "#e08ad8", "#b08a68", "#d5dbe3")
_LIGHT_ACCENTS = ("#0b62d6", "#00796b", "#6b3fc9", "#5b7300", "#0085b5", "#a3289b", "#7a5230", "#4a5560")
_PLAIN_ACCENTS = (
    "ansi_blue",
    "ansi_cyan",
    "ansi_magenta",
    "ansi_green",
    "ansi_bright_blue",
    "ansi_bright_magenta",
    "ansi_bright_cyan",
    "ansi_white",
)


def _variables(
    tones: Mapping[Tone, str],
    styles: Mapping[Tone, str],
    accents: tuple[str, ...],
    cursor: str,
    cursor_blurred: str,
    cursor_style: str = "none",
) -> dict[str, str]:
    """Return the variables of a theme; those of Textual's own widgets follow ours."""
    variables = {tone.colour_variable: tones[tone] for tone in Tone}
    variables |= {tone.style_variable: styles.get(tone, "none") for tone in Tone}
    variables |= {f"account-{number}": colour for number, colour in enumerate(accents, start=1)}
    return variables | {
        "row-cursor": cursor,
        "row-cursor-blurred": cursor_blurred,
        "row-cursor-style": cursor_style,
        "row-cursor-blurred-style": "bold" if cursor_style == "reverse" else "none",
        "block-cursor-foreground": tones[Tone.calm],
        "block-cursor-background": cursor,
        "block-cursor-text-style": cursor_style,
        "block-cursor-blurred-foreground": tones[Tone.calm],
        "block-cursor-blurred-background": cursor_blurred,
        "footer-key-foreground": tones[Tone.accent],
        "footer-description-foreground": tones[Tone.dim],
    }


DARK = Theme(
    name=DEFAULT,
    primary="#6cb2ff",
    secondary="#4f9dff",
    accent="#6cb2ff",
    success="#6cb2ff",
    warning="#ffb454",
    error="#ff7a9a",
    foreground="#c5ced8",
    background="#0f1318",
    surface="#0f1318",
    panel="#171d25",
    dark=True,
    variables=_variables(_DARK, _STYLES, _DARK_ACCENTS, "#1e2a39", "#171e27")
    | {
        "border": "#4a5766",
        "border-blurred": "#2a323c",
        "scrollbar": "#333d49",
        "scrollbar-hover": "#475463",
        "scrollbar-active": "#6cb2ff",
        "scrollbar-background": "#0f1318",
        "scrollbar-background-hover": "#0f1318",
        "scrollbar-background-active": "#0f1318",
        "scrollbar-corner-color": "#0f1318",
        "footer-background": "#0f1318",
    },
)

LIGHT = Theme(
    name="lockdash-light",
    primary="#0a58b5",
    secondary="#0b62d6",
    accent="#0a58b5",
    success="#0a58b5",
    warning="#a34a00",
    error="#b0003e",
    foreground="#262c33",
    background="#fafaf8",
    surface="#fafaf8",
    panel="#efefec",
    dark=False,
    variables=_variables(_LIGHT, _STYLES, _LIGHT_ACCENTS, "#dbe7f5", "#ececea")
    | {
        "border": "#8f99a3",
        "border-blurred": "#d5d8da",
        "scrollbar": "#c9ced3",
        "scrollbar-hover": "#aab2ba",
        "scrollbar-active": "#0a58b5",
        "scrollbar-background": "#fafaf8",
        "scrollbar-background-hover": "#fafaf8",
        "scrollbar-background-active": "#fafaf8",
        "scrollbar-corner-color": "#fafaf8",
        "footer-background": "#fafaf8",
    },
)

CONTRAST = Theme(
    name="lockdash-contrast",
    primary="#8cc8ff",
    secondary="#8cc8ff",
    accent="#8cc8ff",
    success="#8cc8ff",
    warning="#ffb000",
    error="#ff8fa8",
    foreground="#ffffff",
    background="#000000",
    surface="#000000",
    panel="#101010",
    dark=True,
    variables=_variables(_CONTRAST, _STYLES, _DARK_ACCENTS, "#003a6e", "#2a2a2a")
    | {
        "border": "#ffffff",
        "border-blurred": "#b8b8b8",
        "scrollbar": "#b8b8b8",
        "scrollbar-hover": "#ffffff",
        "scrollbar-active": "#8cc8ff",
        "scrollbar-background": "#000000",
        "scrollbar-background-hover": "#000000",
        "scrollbar-background-active": "#000000",
        "scrollbar-corner-color": "#000000",
        "footer-background": "#000000",
    },
)

PLAIN_THEME = Theme(
    name=PLAIN,
    primary="ansi_cyan",
    secondary="ansi_blue",
    accent="ansi_cyan",
    success="ansi_cyan",
    warning="ansi_yellow",
    error="ansi_red",
    foreground="ansi_default",
    background="ansi_default",
    surface="ansi_default",
    panel="ansi_default",
    dark=True,
    ansi=True,
    variables=_variables(_PLAIN, _PLAIN_STYLES, _PLAIN_ACCENTS, "ansi_default", "ansi_default", "reverse")
    | {
        "border": "ansi_bright_black",
        "border-blurred": "ansi_bright_black",
        "scrollbar": "ansi_bright_black",
        "scrollbar-hover": "ansi_white",
        "scrollbar-active": "ansi_cyan",
        "scrollbar-background": "ansi_default",
        "scrollbar-background-hover": "ansi_default",
        "scrollbar-background-active": "ansi_default",
        "block-cursor-blurred-text-style": "bold",
        "foreground-disabled": "ansi_bright_black",
        "surface-active": "ansi_default",
        "ansi-background": "ansi_default",
        "ansi-foreground": "ansi_default",
    },
)

THEMES: tuple[Theme, ...] = (DARK, LIGHT, CONTRAST, PLAIN_THEME)

# For `App.get_theme_variable_defaults`: our widgets keep working under a theme that is not ours.
FALLBACK_VARIABLES: Mapping[str, str] = {
    name: value for name, value in DARK.variables.items() if name.startswith(("tone-", "account-", "row-"))
}
