"""A page as a browser reads it: its tags, and its text."""

from html.parser import HTMLParser

ALONE = {"meta", "img", "br"}
"""Tags that nothing closes."""


class Page(HTMLParser):
    """Reads a page strictly: every tag that opens closes.

    Attributes:
        tags: (name, attributes) of each, in order.
        texts: What stands in between, outside the style, without blanks at its ends.
        prose: The same without what stands in drawings.
    """

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.texts: list[str] = []
        self.prose: list[str] = []
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in ALONE:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if data.strip() and "style" not in self.open:
            self.texts.append(" ".join(data.split()))
            if "svg" not in self.open:
                self.prose.append(self.texts[-1])

    @property
    def text(self) -> str:
        """All of it in one line."""
        return " ".join(self.texts)

    def all(self, tag: str) -> list[dict[str, str]]:
        """Attributes of every tag of that name."""
        return [attributes for name, attributes in self.tags if name == tag]
