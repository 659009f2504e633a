"""Renders the templates of the report, the manual and the model card.

The package that owns a page's data passes it as a frozen dataclass; layout belongs to the template
alone. Values are escaped in HTML, and a name that is missing from the data is an error.
"""

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from jinja2 import Environment

MARKDOWN = "md.jinja"
"""Suffix of the Markdown templates; all others are HTML."""


def render(template: str, **data: object) -> str:
    """Render a template.

    Args:
        template: File name in `pages/templates`.
        data: The values that the template uses.

    Returns:
        The text of the page, ending with one line break.
    """
    return _environment().get_template(template).render(data)


def markdown_text(text: object) -> str:
    """Make untrusted text safe inside one line of Markdown: no HTML tag, no line break."""
    return " ".join(str(text).split()).replace("<", "&lt;")


@cache
def _environment() -> "Environment":
    # Imported here, to keep it out of the start-up time.
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
