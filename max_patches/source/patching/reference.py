"""The reference pages that Max shows in its side bar, and the description of the package."""

import json
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from distill import __version__
from patching.parts import ALL
from patching.wiring import Part

VERSION: Final = __version__


def page(part: Part) -> str:
    """Return the page of one abstraction in the format of Max."""
    others = [each.name for each in ALL if each is not part]
    rows = [
        '<?xml version="1.0" encoding="utf-8" standalone="yes"?>',
        '<?xml-stylesheet href="./_c74_ref.xsl" type="text/xsl"?>',
        f'<c74object name={quoteattr(part.name)} module="max" category="Distill">',
        f"<digest>{escape(part.about)}</digest>",
        f"<description>{escape(part.lesson)}</description>",
        '<metadatalist><metadata name="author">Distill</metadata>',
        '<metadata name="tag">Distill</metadata></metadatalist>',
        "<inletlist>",
        *(_door("inlet", index, said) for index, said in enumerate(part.doors.inlets)),
        "</inletlist>",
        "<outletlist>",
        *(_door("outlet", index, said) for index, said in enumerate(part.doors.outlets)),
        "</outletlist>",
        "<objarglist>",
        *(
            f'<objarg name={quoteattr(name)} optional="1" type={quoteattr(kind)}>'
            f"<digest>{escape(about)}</digest></objarg>"
            for name, kind, about in part.arguments
        ),
        "</objarglist>",
        "<methodlist>",
        *(
            f"<method name={quoteattr(word)}><digest>{escape(about)}</digest></method>"
            for word, about in part.takes
        ),
        "</methodlist>",
        "<seealsolist>",
        *(f"<seealso name={quoteattr(name)}/>" for name in others),
        "</seealsolist>",
        "</c74object>",
    ]
    return "\n".join(rows) + "\n"


def package_info() -> str:
    """Return the text of package-info.json."""
    return (
        json.dumps(
            {
                "name": "Distill",
                "displayname": "Distill",
                "version": VERSION,
                "author": "Distill",
                "authors": ["Distill"],
                "description": "Play a Distill server: your own sounds as a grid of codes that can "
                "be seen, edited, blended, written on by a model, streamed, and kept as clips.",
                "tags": ["audio", "machine learning", "osc", "codes", "generative"],
                "website": "",
                "extensible": 0,
                "homepatcher": "Distill Overview.maxpat",
                "max_version_min": "8.0",
                "max_version_max": "none",
                "os": {
                    "macintosh": {"platform": ["x64", "aarch64"], "min_version": "none"},
                    "windows": {"platform": ["x64"], "min_version": "none"},
                },
                "package_extra": {"reverse_domain": "", "copyright": "MIT"},
            },
            indent="\t",
        )
        + "\n"
    )


def _door(kind: str, index: int, said: str) -> str:
    form = "signal" if said.startswith("signal") else "message"
    return f'<{kind} id="{index}" type="{form}"><digest>{escape(said)}</digest></{kind}>'
