"""The size of a picture, from real files, from made ones, and from broken ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papergarden.core.imagesize import ENOUGH, image_size

FILES = sorted((Path(__file__).parent / "pictures").iterdir())
SVG = "http://www.w3.org/2000/svg"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_size_is_the_one_that_is_shown(path: Path) -> None:
    """Every format tells 37 by 21; a picture that a camera turned is shown upright."""
    expected = (21, 37) if path.stem == "turned" else (37, 21)

    assert image_size(path.read_bytes()) == expected


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_file_that_breaks_off_has_no_size_or_the_right_one(path: Path) -> None:
    """Wherever it ends, nothing fails, and no size is made up; neither is one from zeros behind."""
    data = path.read_bytes()
    sizes = {image_size(data[:end]) for end in range(len(data))}
    zeros = {image_size(data[:end] + bytes(len(data) - end)) for end in range(0, len(data), 7)}

    assert sizes <= {None, (37, 21), (21, 37)}
    assert all(size is None or max(size) <= 100_000 for size in zeros)


@pytest.mark.parametrize(
    ("text", "size"),
    [
        (f'<svg xmlns="{SVG}" width="10" height="20"/>', (10, 20)),
        ('<?xml version="1.0"?>\n<!-- <svg width="1"> -->\n<svg viewBox="0 0 9 7"><a/>', (9, 7)),
        ("<svg:svg height='1cm' width=\"2in\">", (192, 38)),
        ('<svg width="100%" height="auto" viewBox="0,0, 30,15">', (30, 15)),
        ('<svg width="40" viewBox="0 0 4 3">', (40, 30)),
        ('<svg height="30px" viewBox="-5 -5 4 3">', (40, 30)),
        ('<svg data-note="a > b" width="3" height="2.6">', (3, 3)),
        ('<svg width="40">', None),
        ('<svg stroke-width="4" line-height="3">', None),
        ('<svg viewBox="0 0 nan 1e999">', None),
        ('<svg viewBox="0 0 four 3">', None),
        ('<svg width="0" height="0"/>', None),
        ("<html><body>not found</body></html>", None),
        ("<svg " * 50_000, None),
        ('<svg a="' * 30_000, None),
        ("<!--" * 60_000, None),
        ("text", None),
        ("", None),
    ],
)  # fmt: skip
def test_a_drawing_has_the_size_that_its_root_says(text: str, size: object) -> None:
    """Lengths count, a part of the page does not; the view box gives what is not said."""
    assert image_size(text.encode()) == size
    assert image_size(text.encode("utf-8-sig")) == size
    assert image_size(text.encode("utf-16")) == size


@pytest.mark.parametrize(
    "data",
    [
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\0\x05",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xff\xff\xff\0\0\0\x05",
        b"\xff\xd8" + b"\xff" * ENOUGH,
        b"\xff\xd8\xff\xe1\0\0" + b"\xff\xe1\0\0" * 1000,
        b"\xff\xd8\xff\xda\0\x08",
        b"RIFF\0\0\0\0WEBPVP8Z" + bytes(40),
        b"\0\0\0\x10ftypavif\0\0\0\0" + b"\0\0\0\x08free" * 30_000,
        b"\0\0\0\x10ftypavif\0\0\0\0" + b"\0\x03\xff\xffmeta\0\0\0\0" * 20_000,
        b"BM\0\0\0\0\0\0\0\0",
    ],
)
def test_a_picture_that_lies_has_no_size(data: bytes) -> None:
    """No size of nothing, none beyond all measure, and no long search for one."""
    assert image_size(data) is None


_SIGNS = [
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
    b"GIF89a",
    b"\xff\xd8\xff",
    b"RIFF1234WEBPVP8 ",
    b"<svg ",
]
_SIGNS += [b"RIFF1234WEBPVP8L", b"RIFF1234WEBPVP8X", b"\0\0\0\x10ftypavif", b"BM1234\0\0\0\0"]
_SIGNS += [b"\xff\xd8\xff\xe1\0\x20Exif\0\0", b'<svg viewBox="']


@given(st.sampled_from(_SIGNS), st.binary(max_size=80))
def test_no_bytes_make_it_fail(sign: bytes, rest: bytes) -> None:
    """Whatever stands behind the beginning of a picture, there is a size or none."""
    size = image_size(sign + rest)

    assert size is None or all(0 < side <= 100_000 for side in size)


def test_every_format_that_is_shown_is_tried() -> None:
    """No ending that counts as a picture is without a file or a drawing here."""
    from papergarden.core import attachments  # noqa: PLC0415 # its table is no part of what it offers

    endings = set(attachments._ENDINGS["image"].split())
    assert endings - {"svg", "jpeg"} == {re.sub(r".*\.", "", path.name) for path in FILES}
