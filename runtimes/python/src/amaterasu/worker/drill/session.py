"""What Drill's REST interface forgets between two queries: the schema in use and the options of the session."""

from __future__ import annotations

from ..served.tokens import Kind, Token


class DrillSession:
    def __init__(self, schema: str, options: dict[str, str]) -> None:
        self.schema = schema
        self.options = dict(options)
        self._first = dict(options)

    def note(self, statement: list[Token]) -> None:
        """Takes over what a statement, which Drill has run, sets for those after it."""
        own = [token for token in statement if token.kind is not Kind.HIDDEN]
        words = [token.word for token in own]
        if words[:1] == ["use"]:
            self.schema = _bare("".join(token.text for token in own[1:]))
            return
        if words[:2] == ["alter", "session"]:
            own, words = own[2:], words[2:]
        if words[:1] == ["set"]:
            name, _, value = "".join(token.text for token in own[1:]).partition("=")
            self.options[_bare(name)] = _bare(value)
        elif words[:1] == ["reset"]:
            self._reset(_bare("".join(token.text for token in own[1:])))

    def _reset(self, name: str) -> None:
        if name.lower() == "all":
            self.options = dict(self._first)
        elif name in self._first:
            self.options[name] = self._first[name]
        else:
            self.options.pop(name, None)


def makes_temporary(statement: list[Token]) -> bool:
    words = [token.word for token in statement if token.kind is not Kind.HIDDEN]
    return words[:2] == ["create", "temporary"]


def _bare(text: str) -> str:
    """Without the quotes around all of it, or around the parts of a name."""
    quote = text[:1]
    if quote in ("'", '"') and len(text) > 1 and text.endswith(quote):
        return text[1:-1].replace(quote * 2, quote)
    return text.replace("`", "")
