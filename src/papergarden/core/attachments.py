"""Files of the vault that are no notes, by what a browser can do with them."""

from __future__ import annotations

from typing import Literal

Form = Literal["image", "audio", "video", "pdf", "other"]

_ENDINGS: dict[Form, str] = {
    "image": "avif bmp gif jpeg jpg png svg webp",
    "audio": "flac m4a mp3 ogg wav 3gp",
    "video": "mkv mov mp4 ogv webm",
    "pdf": "pdf",
}
_FORM_OF = {ending: form for form, endings in _ENDINGS.items() for ending in endings.split()}


def form_of(path: str) -> Form:
    """What a file is, by the end of its name."""
    return _FORM_OF.get(path.rpartition(".")[2].lower(), "other")
