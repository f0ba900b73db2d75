"""Figures of matplotlib, kept as files of the run: a backend of matplotlib's, chosen by the variable MPLBACKEND.

`plt.show()` keeps the figures that are open and closes them; so does the end of the action.
"""

from __future__ import annotations

from typing import Any

from matplotlib.backend_bases import FigureManagerBase
from matplotlib.backends.backend_agg import FigureCanvasAgg

from .running import running


class FigureManager(FigureManagerBase):
    @classmethod
    def pyplot_show(cls, *, block: bool | None = None) -> None:
        keep_open_figures()

    def show(self) -> None:
        """`figure.show()`: the figure as it is now."""
        _keep(self.canvas.figure)


class FigureCanvas(FigureCanvasAgg):  # type: ignore[misc]
    manager_class = FigureManager


def keep_open_figures() -> None:
    """Keeps each figure that is open, in the order of their numbers, and closes it."""
    from matplotlib import pyplot

    for number in pyplot.get_fignums():
        _keep(pyplot.figure(number))
        pyplot.close(number)


def _keep(figure: Any) -> None:
    def write(path: str) -> None:
        figure.savefig(path, format="png")

    running("figures").keep_file("figure", ".png", "image/png", write)
