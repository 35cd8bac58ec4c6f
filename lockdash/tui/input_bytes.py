"""What comes from a terminal, made text, whatever it is.

Textual 8.2.8 decodes its input as strict UTF-8. A mouse report in the old X10 form (`ESC [ M` and three raw
bytes, each 32 + a coordinate) holds bytes above 0x7F from column 96 on; a terminal that loses its mode on a tmux
reattach sends such reports, and the decoder's error ends the app (Textualize/textual#6668).
"""

from __future__ import annotations

from codecs import getincrementaldecoder

_ESC, _BRACKET, _M = 0x1B, 0x5B, 0x4D
_PAYLOAD = 3
_HARMLESS = 0x21  # the lowest byte that an X10 report can hold


class InputDecoder:
    """Turns bytes into text, a chunk at a time. Old mouse reports keep their length but lose their position
    (the parser throws such a report away); other bytes that are no UTF-8 are left out."""

    def __init__(self) -> None:
        self._decode = getincrementaldecoder("utf-8")(errors="ignore").decode
        self._step = 0  # how much of ESC [ M was seen; above 3: payload bytes to come

    def __call__(self, data: bytes, final: bool = False) -> str:
        return self._decode(self._tame(data), final)

    def _tame(self, data: bytes) -> bytes:
        if self._step == 0 and b"\x1b" not in data:
            return data
        tame = bytearray(data)
        for index, byte in enumerate(data):
            if self._step >= 3:
                tame[index] = _HARMLESS
                self._step = 0 if self._step == 2 + _PAYLOAD else self._step + 1
            elif byte == _ESC:
                self._step = 1
            elif (self._step, byte) in ((1, _BRACKET), (2, _M)):
                self._step += 1
            else:
                self._step = 0
        return bytes(tame)
