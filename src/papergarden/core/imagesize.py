"""How wide and high a picture is, read from the first bytes of its file.

PNG: https://www.w3.org/TR/png-3/#11IHDR
GIF: https://www.w3.org/Graphics/GIF/spec-gif89a.txt
BMP: https://learn.microsoft.com/windows/win32/gdi/bitmap-storage
JPEG: https://www.w3.org/Graphics/JPEG/itu-t81.pdf, section B.2
Exif: https://www.cipa.jp/std/documents/e/DC-008-2012_E.pdf, section 4.6
WebP: https://developers.google.com/speed/webp/docs/riff_container
AVIF: https://aomediacodec.github.io/av1-avif/, over the boxes of ISO/IEC 23008-12
SVG: https://www.w3.org/TR/SVG2/struct.html#SVGElement
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Size = tuple[int, int]

# How much of a file is looked at; in a JPEG, previews and profiles may stand before the size.
ENOUGH = 256 * 1024

_LARGEST = 100_000


def image_size(data: bytes) -> Size | None:
    """Width and height in pixels as they are shown; None if the bytes do not tell."""
    for sign, read in _READERS:
        if sign.match(data):
            try:
                width, height = read(data)
            except (IndexError, ValueError):  # broken off, or not what its beginning says
                return None
            return (
                (width, height)
                if 0 < min(width, height) <= max(width, height) <= _LARGEST
                else None
            )
    return None


def _number(data: bytes, place: int, count: int, *, little: bool = False) -> int:
    part = data[place : place + count]
    if len(part) < count or place < 0:
        raise IndexError
    return int.from_bytes(part, "little" if little else "big")


def _png(data: bytes) -> Size:
    if data[12:16] != b"IHDR":
        raise ValueError
    return _number(data, 16, 4), _number(data, 20, 4)


def _gif(data: bytes) -> Size:
    return _number(data, 6, 2, little=True), _number(data, 8, 2, little=True)


def _bmp(data: bytes) -> Size:
    if _number(data, 14, 4, little=True) == 12:  # noqa: PLR2004 # the length of the oldest header
        return _number(data, 18, 2, little=True), _number(data, 20, 2, little=True)
    height = int.from_bytes(data[22:26], "little", signed=True)  # below zero: top row first
    return _number(data, 18, 4, little=True), abs(height)


# The markers that begin a frame; C4, C8 and CC mean something else.
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}
_ALONE = {0x01, *range(0xD0, 0xD9)}  # markers without a length
_SCAN, _APP1 = 0xDA, 0xE1
_ORIENTATION = 0x0112
_TURNED = 5  # from this orientation on, width and height change places


def _jpeg(data: bytes) -> Size:
    place, turned = 2, False
    while True:
        if _number(data, place, 1) != 0xFF:  # noqa: PLR2004 # each marker begins so
            raise ValueError
        marker = _number(data, place + 1, 1)
        if marker == 0xFF:  # noqa: PLR2004 # a byte to fill
            place += 1
            continue
        place += 2
        if marker in _ALONE:
            continue
        if marker in _FRAMES:
            height, width = _number(data, place + 3, 2), _number(data, place + 5, 2)
            return (height, width) if turned else (width, height)
        length = _number(data, place, 2)
        if marker == _SCAN or length < 2:  # noqa: PLR2004 # it counts itself
            raise ValueError
        if marker == _APP1 and data[place + 2 : place + 8] == b"Exif\0\0":
            turned = _orientation(data[place + 8 : place + length]) >= _TURNED
        place += length


def _orientation(exif: bytes) -> int:
    """The orientation that a camera noted, from 1 to 8; 1 if it noted none."""
    little = exif[:2] == b"II"
    try:
        start = _number(exif, 4, 4, little=little)
        for entry in range(_number(exif, start, 2, little=little)):
            place = start + 2 + 12 * entry
            if _number(exif, place, 2, little=little) == _ORIENTATION:
                value = _number(exif, place + 8, 2, little=little)
                return value if 1 <= value <= 8 else 1  # noqa: PLR2004 # see above
    except IndexError:
        pass
    return 1


def _webp(data: bytes) -> Size:
    kind = data[12:16]
    if kind == b"VP8X":
        return _number(data, 24, 3, little=True) + 1, _number(data, 27, 3, little=True) + 1
    if kind == b"VP8L" and data[20:21] == b"\x2f":
        bits = _number(data, 21, 4, little=True)
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if kind == b"VP8 " and data[23:26] == b"\x9d\x01\x2a":
        width, height = _number(data, 26, 2, little=True), _number(data, 28, 2, little=True)
        return width & 0x3FFF, height & 0x3FFF
    raise ValueError


def _avif(data: bytes) -> Size:
    """The largest of its pictures, which may hold smaller ones: previews, tiles, masks."""
    sizes: list[Size] = []
    turned = False
    for kind, start, stop in _boxes(data, 0, len(data)):
        if kind == b"ispe":
            sizes.append((_number(data, start + 4, 4), _number(data, start + 8, 4)))
        elif kind == b"irot" and stop > start:
            turned = turned or data[start] % 2 == 1
    width, height = max(sizes, key=lambda size: size[0] * size[1])
    return (height, width) if turned else (width, height)


# The boxes that hold others, and how many bytes stand before these.
_HOLDERS = {b"meta": 4, b"iprp": 0, b"ipco": 0}


def _boxes(data: bytes, start: int, stop: int, depth: int = 0) -> Iterator[tuple[bytes, int, int]]:
    while start + 8 <= stop:
        length, kind, head = _number(data, start, 4), data[start + 4 : start + 8], 8
        if length == 1:
            length, head = _number(data, start + 8, 8), 16
        end = min(start + length, stop) if length else stop
        if end < start + head:
            return
        yield kind, start + head, end
        if kind in _HOLDERS and depth < len(_HOLDERS):
            yield from _boxes(data, start + head + _HOLDERS[kind], end, depth + 1)
        start = end


_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_SVG = re.compile(r"<(?:\w{1,20}:)?svg\b")
_ATTRS = re.compile(r"(?:[^>\"']|\"[^\"]*\"|'[^']*')*+")
_ATTR = re.compile(r"""(?<![\w:-])(width|height|viewBox)\s*=\s*["']\s*([^"']*?)\s*["']""")
_LENGTH = re.compile(r"(\d{1,9}(?:\.\d*)?|\.\d+)(px|pt|pc|in|cm|mm)?")
_PIXELS = {"px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 96 / 2.54, "mm": 9.6 / 2.54}


def _svg(data: bytes) -> Size:
    """Its width and height, if they are lengths; what is not said follows from the view box."""
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    text = _COMMENT.sub("", data.decode(encoding, "replace"))
    root = _SVG.search(text)
    told = _ATTRS.match(text, root.end()) if root else None
    if not told:
        raise ValueError
    attrs = dict(_ATTR.findall(told[0]))
    width, height = _pixels(attrs.get("width", "")), _pixels(attrs.get("height", ""))
    box = [float(part) for part in re.split(r"[\s,]+", attrs.get("viewBox", "0 0 0 0"))]
    if not (width and height) and len(box) == 4 and box[2] > 0 and box[3] > 0:  # noqa: PLR2004
        if width:
            height = width * box[3] / box[2]
        elif height:
            width = height * box[2] / box[3]
        else:
            width, height = box[2], box[3]
    if not max(width, height) <= _LARGEST:
        raise ValueError
    return round(width), round(height)


def _pixels(length: str) -> float:
    match = _LENGTH.fullmatch(length)
    return float(match[1]) * _PIXELS[match[2] or "px"] if match else 0.0


_READERS: tuple[tuple[re.Pattern[bytes], Callable[[bytes], Size]], ...] = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    (re.compile(rb"GIF8[79]a"), _gif),
    (re.compile(rb"\xff\xd8\xff"), _jpeg),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
    (re.compile(rb"....ftyp", re.DOTALL), _avif),
    (re.compile(rb"BM.{4}\0{4}", re.DOTALL), _bmp),
    (re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\0]*<"), _svg),
)
