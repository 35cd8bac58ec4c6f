"""What a row says is decided without the terminal UI library."""

from __future__ import annotations

import subprocess
import sys


def test_rendering_imports_no_textual():
    modules = ["cells", "columns", "device_row", "filter", "fit", "order", "words"]
    modules += ["person_filter", "person_order", "person_row", "person_stay", "person_words"]
    modules += ["schedule_filter", "schedule_order", "schedule_row", "schedule_words"]
    lines = [f"import lockdash.tui.render.{name}" for name in modules]
    lines += ["import lockdash.tui.look.tones, lockdash.tui.look.glyphs, sys", "print('textual' in sys.modules)"]
    done = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
