import unittest

from .leader import TestLeader


class FigureTest(unittest.TestCase):
    def test_figures_are_kept_when_they_are_shown_and_at_the_end(self) -> None:
        source = """
            import matplotlib.pyplot as plt
            plt.plot([1, 2])
            plt.title("one")
            plt.show()
            figure, axes = plt.subplots()
            axes.plot([2, 1])
            print(plt.get_fignums())
        """
        with TestLeader() as leader:
            folder = leader.folder / "artifacts"
            attempt = leader.run(source, artifacts=str(folder))
            self.assertEqual((attempt.status, attempt.printed()), ("succeeded", "[1]\n"))
            kept = [(each["name"], each["mime"], each["statement"]) for each in attempt.of("artifact")]
            self.assertEqual(kept, [("figure-1.png", "image/png", 3), ("figure-2.png", "image/png", 6)])
            for each in attempt.of("artifact"):
                content = (folder / each["name"]).read_bytes()
                self.assertEqual((content[:4], len(content)), (b"\x89PNG", each["bytes"]))
            self.assertEqual(leader.run(source).of("artifact"), [])
