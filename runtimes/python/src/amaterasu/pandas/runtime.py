"""`from amaterasu.pandas.runtime import AmaContext`: as in `amaterasu`, with the types of pandas."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .. import context
from ..context import AmaContextBuilder

if TYPE_CHECKING:
    import pandas

__all__ = ["AmaContext", "AmaContextBuilder"]


class AmaContext(context.AmaContext):
    """`amaterasu.AmaContext`, whose datasets are pandas DataFrames."""

    if TYPE_CHECKING:

        @classmethod
        def get_dataframe(cls, action: str, name: str, format: str | None = None) -> pandas.DataFrame: ...
        @classmethod
        def get_dataset(cls, action: str, name: str | None = None, format: str | None = None) -> pandas.DataFrame: ...
        @classmethod
        def load_dataset(cls, name: str) -> pandas.DataFrame: ...

        getDataFrame = get_dataframe
        getDataset = get_dataset
        loadDataset = load_dataset
