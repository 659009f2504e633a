"""Fills in the templates of the report, the manual and the model card.

A page's data comes from the room that knows it, as a frozen dataclass; how it looks is the
template's business alone. Values are escaped in HTML, and a name that the data lacks is an error.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

MARKDOWN = "md.jinja"
"""Ending of the templates that make Markdown; all others make HTML."""


def render(template: str, **data: object) -> str:
    """Fill in a template.

    Args:
        template: File name in `pages/templates`.
        data: The values that the template names.

    Returns:
        The text of the page, with one line break at its end.
    """
    return _environment().get_template(template).render(data)


def markdown_text(text: object) -> str:
    """Make a name of any origin safe inside one line of Markdown: no HTML tag, no line break."""
    return " ".join(str(text).split()).replace("<", "&lt;")


@cache
def _environment() -> "Environment":
    # Imported here, so that no start-up pays for it.
    from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

    environment = Environment(
        loader=PackageLoader("distill.pages"),
        autoescape=select_autoescape((), (MARKDOWN,), default=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["markdown_text"] = markdown_text
    return environment
