"""What an error action learns of the failure that it handles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class Failure:
    """`attempts` counts the failed executions; `file` and `line` are None where the failure has no place."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.action: str = fields["action"]
        self.type: str = fields["type"]
        self.message: str = fields["message"]
        self.file: str | None = fields.get("file")
        self.line: int | None = fields.get("line")
        self.attempts: int = fields["attempts"]

    @property
    def error_type(self) -> str:
        return self.type

    @property
    def errorType(self) -> str:
        return self.type

    def __repr__(self) -> str:
        return f"Failure(action={self.action!r}, type={self.type!r}, message={self.message!r})"
