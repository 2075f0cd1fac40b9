"""A vault of research notes of any size, made by chance that is always the same.

python benchmarks/corpus.py --notes 1000 FOLDER [--seed 1]

The same number and seed give the same bytes on any machine. A fifth of the notes are reading lists,
a fifth are dated logs, the rest are essays. Papers are drawn so that few are in many notes and many
in one, out of three times as many as there are notes, each time under one of the addresses that
people use. All words but the shortest, all titles and all numbers of papers are made up.

Nothing in it means anything to a template language, so that every generator can build it as it is.
"""

from __future__ import annotations

import argparse
import itertools
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

SEED = 1
PAPERS_A_NOTE = 3
# How fast a thing is rarer than the one before it: a few papers are everywhere.
STEEP_PAPERS, STEEP_NOTES, STEEP_WORDS = 0.85, 0.7, 1.0
VOCABULARY = 6000
MARK = "End of note {number}."  # the last line of each; a page that has it is that note's

_SMALL = "the of and to in a is that for it as with be by on not this are or from at but we".split()
_ONSETS = "b c d f g h k l m n p r s t v z br cl dr fl gr pl pr sk st tr".split()
_VOWELS = "a e i o u ai ea io ou".split()
_ENDS = ["", "", "", "n", "r", "s", "l", "m", "x"]
_FOLDERS = ("Agents", "Language Models", "Methods", "Systems", "Theory", "Vision")
_PARTS = ("Basics", "Open Questions", "Surveys", "Trials")
_TAGS = ("evaluation", "idea", "method/ablation", "method/proof", "replication", "scaling", "todo")
_CALLOUTS = ("note", "tip", "warning", "question", "quote", "example")
_FORMULAS = (
    r"$p_\theta(y \mid x)$",
    r"$O(n \log n)$",
    r"$\nabla_\theta \mathcal{J}$",
    r"$\|w\|_2^2$",
    r"$x_{t+1} = x_t - \eta g_t$",
    r"$\mathbb{E}[R] \ge 0$",
    r"$k \ll n$",
)
_DISPLAYS = (
    r"\mathcal{J}(\theta) = \mathbb{E}_{x \sim p}\left[\log q_\theta(x)\right] - \beta \|w\|",
    r"\operatorname{softmax}\left(\frac{Q K^\top}{\sqrt{d}}\right) V",
    r"\sum_{i=1}^{n} \frac{1}{i^s} \le 1 + \int_1^n \frac{dx}{x^s}",
    r"\begin{aligned} a &= b + c \\ d &= \max_i e_i \end{aligned}",
)
_CODES = (
    """def returns(rewards, discount=0.99):
    total = 0.0
    for reward in reversed(rewards):
        total = reward + discount * total
        yield total""",
    """import numpy as np

weights = np.linspace(0, 1, 16)  # [[not a link]]
print(weights[weights > 0.5].sum())""",
    """class Cache(dict):
    def __missing__(self, key):
        self[key] = value = make(key)  # once
        return value""",
)


class Frequent:
    """Draws numbers below `count`: the first often, each after it less often."""

    def __init__(self, count: int, steep: float) -> None:
        self._sums = list(itertools.accumulate((n + 1) ** -steep for n in range(count)))

    def draw(self, chance: Random) -> int:
        """One of them."""
        return min(bisect(self._sums, chance.random() * self._sums[-1]), len(self._sums) - 1)


@dataclass(frozen=True, slots=True)
class Paper:
    """What is cited."""

    number: str  # of arXiv
    title: str


@dataclass(frozen=True, slots=True)
class Note:
    """One file of the vault."""

    path: str
    kind: str  # list, log or essay
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Corpus:
    """All notes, and the paper that most of them speak of."""

    notes: tuple[Note, ...]
    hub: Paper


def make(count: int, seed: int = SEED) -> Corpus:
    """So many notes."""
    writer = _Writer(count, seed)
    return Corpus(tuple(map(writer.note, range(count))), writer.papers[0])


def write(corpus: Corpus, folder: Path) -> None:
    """The notes as files, each line end and character as it was made."""
    for note in corpus.notes:
        file = folder / note.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(note.text.encode())


class _Writer:
    def __init__(self, count: int, seed: int) -> None:
        self._seed = seed
        chance = Random(f"{seed} words")
        self._words = list(dict.fromkeys(_word(chance) for _ in range(VOCABULARY)))
        self._common = Frequent(len(self._words), STEEP_WORDS)
        chance = Random(f"{seed} papers")
        numbers = _numbers(chance, PAPERS_A_NOTE * count)
        self.papers = [Paper(number, self._title(chance, 4, 8)) for number in numbers]
        self._cited = Frequent(len(self.papers), STEEP_PAPERS)
        chance = Random(f"{seed} titles")
        self._kinds = [
            chance.choices(("list", "log", "essay"), (20, 20, 60))[0] for _ in range(count)
        ]
        self._titles = self._names(chance, count)
        self._linked = Frequent(count, STEEP_NOTES)
        self._known = chance.sample(range(count), count)  # from much linked to little

    def note(self, number: int) -> Note:
        """The note of this number, whatever the others are."""
        chance = Random(f"{self._seed} note {number}")
        kind, title = self._kinds[number], self._titles[number]
        lines = {"list": self._list, "log": self._log, "essay": self._essay}[kind](chance, title)
        folder = f"{chance.choice(_FOLDERS)}/{chance.choice(_PARTS)}"
        text = "\n".join([*lines, "", MARK.format(number=number)]) + "\n"
        return Note(f"{folder}/{title}.md", kind, title, text)

    # Words.

    def _names(self, chance: Random, count: int) -> list[str]:
        """A title for each note; where one is taken, a number makes another."""
        taken: dict[str, None] = {}
        for number in range(count):
            title = self._title(chance, 2, 5)
            taken[title if title not in taken else f"{title} {number}"] = None
        return list(taken)

    def _term(self, chance: Random) -> str:
        return self._words[self._common.draw(chance)]

    def _title(self, chance: Random, least: int, most: int) -> str:
        words = [
            self._words[chance.randrange(len(self._words))]
            for _ in range(chance.randint(least, most))
        ]
        return " ".join(word.capitalize() for word in words)

    def _sentence(self, chance: Random, least: int = 7, most: int = 24) -> str:
        words = [
            chance.choice(_SMALL) if chance.random() < 0.45 else self._term(chance)
            for _ in range(chance.randint(least, most))
        ]
        if len(words) > 12:
            words[6] += ","
        return f"{' '.join(words).capitalize()}{chance.choice('......?!')}"

    def _paragraph(self, chance: Random, least: int, most: int) -> str:
        return " ".join(self._sentence(chance) for _ in range(chance.randint(least, most)))

    # Links.

    def _paper(self, chance: Random) -> str:
        """A link to a paper, under one of its addresses."""
        paper = self.papers[self._cited.draw(chance)]
        return f"[{paper.title}]({_address(chance, paper.number)})"

    def _wikilink(self, chance: Random) -> str:
        title = self._titles[self._known[self._linked.draw(chance)]]
        form = chance.choices(("{0}", "{0}|{1}", "{0}#Summary", "{1} gone"), (60, 28, 8, 4))[0]
        return f"[[{form.format(title, f'{self._term(chance)} {self._term(chance)}')}]]"

    # Kinds of notes.

    def _list(self, chance: Random, title: str) -> Iterator[str]:
        yield f"# {title}"
        for _ in range(chance.randint(2, 4)):
            yield from ("", f"## {self._title(chance, 1, 3)}", "")
            for _ in range(chance.randint(3, 7)):
                yield f"- [{chance.choice(' x')}] {self._paper(chance)}"
                for _ in range(chance.choice((0, 1, 1, 2, 3))):
                    aside = chance.choices(
                        ("", f" {chance.choice(_FORMULAS)}", f" See {self._wikilink(chance)}."),
                        (5, 4, 1),
                    )[0]
                    yield f"\t- {self._sentence(chance)}{aside}"
                    if chance.random() < 0.15:
                        yield f"\t\t- {self._sentence(chance, 5, 14)}"

    def _log(self, chance: Random, _title: str) -> Iterator[str]:
        year = chance.randint(2018, 2025)
        days = sorted(
            (chance.randint(1, 12), chance.randint(1, 28)) for _ in range(chance.randint(2, 4))
        )
        for month, day in dict.fromkeys(days):
            yield from (f"{month:02}/{day:02}/{year}", "")
            for _ in range(chance.randint(1, 3)):
                yield from (f"- 📜{self._paper(chance)}", "")
                more = [
                    f" {chance.choice(_FORMULAS)}" if chance.random() < 0.5 else "",
                    f" As in {self._wikilink(chance)}." if chance.random() < 0.3 else "",
                    f" #{chance.choice(_TAGS)}" if chance.random() < 0.3 else "",
                ]
                yield from (f"\t{self._paragraph(chance, 4, 8)}{''.join(more)}", "")

    def _essay(self, chance: Random, title: str) -> Iterator[str]:
        tags = ", ".join(sorted(chance.sample(_TAGS, chance.randint(1, 3))))
        day = f"{chance.randint(2018, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
        yield from ("---", f'title: "{title}"', f"date: {day}", f"tags: [{tags}]")
        if chance.random() < 0.3:
            yield f'aliases: ["{self._title(chance, 2, 3)}"]'
        yield from ("---", "", "## Summary", "")
        notes: list[str] = []
        for section in range(chance.randint(3, 8)):
            if section:
                yield from (f"{chance.choice(('##', '##', '###'))} {self._title(chance, 1, 4)}", "")
            for _ in range(chance.randint(1, 3)):
                yield from (self._prose(chance, notes), "")
            if chance.random() < 0.65:
                yield from (*self._block(chance), "")
        yield from (f"[^{number}]: {text}" for number, text in enumerate(notes, 1))

    def _prose(self, chance: Random, notes: list[str]) -> str:
        """A paragraph in which about every third sentence has something to it."""
        told = []
        for _ in range(chance.randint(3, 7)):
            sentence, term = self._sentence(chance), self._term(chance)
            match chance.randrange(24):
                case 0 | 1 | 2:
                    sentence += f" Compare {self._wikilink(chance)}."
                case 3 | 4:
                    sentence += f" So {chance.choice(_FORMULAS)} holds."
                case 5:
                    sentence += f" It is **{term}**, not `{term}_{self._term(chance)}`."
                case 6:
                    sentence += f" #{chance.choice(_TAGS)}"
                case 7:
                    notes.append(self._sentence(chance))
                    sentence += f"[^{len(notes)}]"
                case 8:
                    sentence += f" {self._paper(chance)} shows it."
                case _:
                    pass
            told.append(sentence)
        return " ".join(told)

    def _block(self, chance: Random) -> Sequence[str]:
        """What stands between paragraphs."""
        match chance.randrange(5):
            case 0:
                return ("```python", chance.choice(_CODES), "```")
            case 1:
                return ("$$", chance.choice(_DISPLAYS), "$$")
            case 2:
                head = f"> [!{chance.choice(_CALLOUTS)}] {self._title(chance, 1, 3)}"
                return (head, *(f"> {self._sentence(chance)}" for _ in range(chance.randint(1, 3))))
            case 3:
                columns = chance.randint(2, 4)
                head = " | ".join(self._term(chance) for _ in range(columns + 1))
                rows = [
                    f"| {self._term(chance)} |" + f" {chance.random() * 100:.1f} |" * columns
                    for _ in range(chance.randint(2, 6))
                ]
                return (f"| {head} |", "|" + " --- |" * (columns + 1), *rows)
            case _:
                return [f"- {self._sentence(chance, 4, 14)}" for _ in range(chance.randint(3, 6))]


def _word(chance: Random) -> str:
    parts = chance.choices((1, 2, 3), (4, 5, 1))[0]
    syllables = (f"{chance.choice(_ONSETS)}{chance.choice(_VOWELS)}" for _ in range(parts))
    return "".join(syllables) + chance.choice(_ENDS)


def _numbers(chance: Random, count: int) -> list[str]:
    """So many identifiers in the form of arXiv, no two alike."""
    found: dict[str, None] = {}
    while len(found) < count:
        month = f"{chance.randint(15, 25)}{chance.randint(1, 12):02}"
        found[f"{month}.{chance.randint(1, 18_000):05}"] = None
    return list(found)


def _address(chance: Random, number: str) -> str:
    form = chance.choices(
        (
            "https://arxiv.org/abs/{0}",
            "https://arxiv.org/pdf/{0}",
            "https://arxiv.org/abs/{0}v{1}",
            "https://arxiv.org/pdf/{0}.pdf",
            "http://www.arxiv.org/abs/{0}",
        ),
        (50, 28, 10, 8, 4),
    )[0]
    return form.format(number, chance.randint(1, 4))


def main() -> None:
    """Write a vault."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--notes", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    write(make(given.notes, given.seed), given.folder)


if __name__ == "__main__":
    main()
