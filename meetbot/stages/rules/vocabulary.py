"""Word lists, written as people read them."""


def vocabulary(*lines: str) -> frozenset[str]:
    """The words of the lines."""
    return frozenset(word for line in lines for word in line.split())
