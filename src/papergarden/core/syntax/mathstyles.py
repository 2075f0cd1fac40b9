"""MathML without styles in its elements, which a strict policy for content forbids.

What a formula looks like is said by classes of the stylesheet, or by attributes of MathML:
https://www.w3.org/TR/mathml-core/#global-attributes
"""

from __future__ import annotations

import re

_ELEMENT = re.compile(r'<(?P<name>[a-z]+)(?P<attrs>(?: [\w:-]+="[^"]*")+)(?P<end> ?/?>)')
_ATTR = re.compile(r' ([\w:-]+)="([^"]*)"')

_CLASSES = {
    "text-align:left": "left",
    "text-align:right": "right",
    "padding-left:0": "pl",
    "padding-right:0": "pr",
    "padding-left:1em": "apart",
    "padding-top:0": "pt",
    "padding-bottom:0": "pb",
    "padding-top:0.1667em": "low",
    "width:100%": "wide",
    "width:50%": "half",
    "width:7.5%": "edge",
    "margin-left:-0.16666667em": "back",
    "font-variant-caps:small-caps": "caps",
    **{
        f"border-{side}:0.05em {line} currentcolor": f"{line}-{side}"
        for side in ("left", "right", "top", "bottom")
        for line in ("solid", "dashed")
    },
}
_ATTRIBUTES = {"color": "mathcolor", "font-size": "mathsize"}


def without_styles(mathml: str) -> str:
    """The formula with classes and attributes in the place of styles; what has neither goes.

    Names of equations go, too: the same formula may stand on a page twice.
    """
    if "=" not in mathml:
        return mathml
    return _ELEMENT.sub(_element, mathml)


def _element(match: re.Match[str]) -> str:
    classes: list[str] = []
    attrs: dict[str, str] = {}
    for name, value in _ATTR.findall(match["attrs"]):
        if name == "style":
            for part in value.split(";"):
                _declaration(part, classes, attrs)
        elif name == "class":
            classes += value.split()
        elif name not in {"id", "href"}:
            attrs[name] = value
    if classes:
        attrs["class"] = " ".join(classes)
    written = "".join(f' {name}="{value}"' for name, value in attrs.items())
    return f"<{match['name']}{written}{match['end']}"


def _declaration(text: str, classes: list[str], attrs: dict[str, str]) -> None:
    name, _, value = (part.strip() for part in text.partition(":"))
    if name in _ATTRIBUTES:
        attrs[_ATTRIBUTES[name]] = value
    elif known := _CLASSES.get(f"{name}:{value}"):
        classes.append(known)
