"""A site is brought up to date: after edits of nothing but prose only the pages of these are made.

No stage is done again then that looks at the whole vault. Whether that is right is not guessed
from the edit: each note that changed is parsed, and what others tell of it is compared with what
they told before (`core/prose.py`). Where that differs, or is not known for sure, all is done.
"""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Container
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from msgspec import Struct, msgpack, structs

from papergarden.aside import meanwhile
from papergarden.config import Config
from papergarden.core.artifact import CannotAmendError
from papergarden.core.digests import digest
from papergarden.crew import Crew, can_copy
from papergarden.fresh import Outcome
from papergarden.history import Lifetime
from papergarden.looks import Line, Look, Sights, digest_of
from papergarden.program import code_digest
from papergarden.reading import Rereader

# What renders is imported while other processes parse, and look at the site.
if TYPE_CHECKING:
    from papergarden.build import Built
    from papergarden.core.standing import Standing
    from papergarden.publish import Onlookers, Published

_GROUND, _STANDING, _SAID = "ground", "standing", "said"  # stages of the memo
_SITES = 1  # that are kept besides two: what stands of a large one takes 20 MB
_MOST = 32  # notes; where more were edited a build in full does not take much longer
_DOUBTFUL = -1  # for the size of a file that may have changed since without a trace

_T = TypeVar("_T")


class _Ground(Struct, frozen=True, array_like=True):
    """By what one sees that only notes changed, and which."""

    # Names in both need not be UTF-8: they are written by marshal.
    lines: bytes  # how all sources lay
    site: bytes  # digests of how the site lay, by folder
    keys: dict[str, bytes]  # by which what was made of each note is kept, by path
    history: dict[str, Lifetime]
    words: int  # of all notes that are listed
    standing: bytes  # of what it is the ground


class _Said(Struct, frozen=True, array_like=True):
    """What a build has said that was done in full."""

    standing: bytes  # with what it left
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Updated:
    """What became of a site."""

    outcome: Outcome
    published: Published
    built: Built | None  # if it was done in full
    remember: Callable[[], bytes | None]  # all for the next time; how it lies, if that is for sure


class Retouch:
    """One site, for a build that may be a small one."""

    def __init__(  # noqa: PLR0913 # as for `build`
        self,
        vault: Path,
        output: Path,
        config: Config,
        sights: Sights,
        crew: Crew,
        *,
        drafts: bool = False,
    ) -> None:
        self._vault = vault
        self._output = output
        self._config = config
        self._sights = sights
        self._crew = crew
        self._drafts = drafts
        told = repr((str(vault), os.path.realpath(output), config, sights.sources.about, drafts))
        self._key = digest(code_digest(), told.encode("utf-8", "backslashreplace"))

    def small(self) -> Updated | None:
        """Bring the site up to date if little is enough for that; else it stays as it is.

        Raises:
            PublishError: the output folder cannot be written.
            ThemeError: a file of the theme cannot be used.
        """
        with suppress(CannotAmendError):
            return self._amended()
        return None

    def _amended(self) -> Updated:
        ground = self._known(_GROUND, msgpack.Decoder(_Ground))
        lines = marshal.loads(ground.lines)  # noqa: S302 # it is ours
        notes = touched(lines, self._sights.sources.lines, f"{self._vault}/", ground.keys)
        if len(notes) > _MOST:
            raise CannotAmendError
        if can_copy():
            self._crew.memo.rest()
        with (
            meanwhile(partial(self._now, notes)) as read,
            self._sights.site_meanwhile() as look,
        ):
            from papergarden.amending import Amending  # noqa: PLC0415 # see above
            from papergarden.core.standing import Standing  # noqa: PLC0415

            standing = self._known(_STANDING, msgpack.Decoder(Standing))
            said = self._known(_SAID, msgpack.Decoder(_Said))
            with self._crew.progress.stage("read and parse"):
                keys: dict[str, bytes] = marshal.loads(read())  # noqa: S302 # likewise
            amending = Amending(
                self._vault,
                self._config,
                self._crew,
                self._reader(),
                keys=ground.keys,
                history=ground.history,
            )
            edits = amending.edits(keys)
            words = ground.words + sum(edit.more_words for edit in edits)
            site = look()
        is_known = standing.ground == said.standing == ground.standing
        is_as_left = site.folders == marshal.loads(ground.site)  # noqa: S302 # likewise
        if not (is_known and is_as_left and standing.holds(ground.words, words)):
            raise CannotAmendError
        published = amending.publish(edits, standing, self._output)

        def remember() -> bytes | None:
            now = self._sights.site_after(site, published.changed, published.left)
            return self._keep(now, amending.keys, ground.history, words, standing)

        written, deleted = published.written, published.deleted
        outcome = structs.replace(said.outcome, written=written, deleted=deleted)
        return Updated(outcome, published, None, remember)

    def _now(self, paths: list[str]) -> bytes:
        """The keys of notes as they are now, by path; of one that cannot be read, none.

        What is made of them will be known under these.
        """
        reader = self._reader()
        found = ((path, reader.now(path)) for path in paths)
        return marshal.dumps({path: now.key if now else b"" for path, now in found})

    def _reader(self) -> Rereader:
        settings = self._config.settings(drafts=self._drafts)
        return Rereader(self._vault, self._config.vault.exclude, settings, self._crew.memo)

    def whole(self, onlookers: Onlookers | None = None) -> Updated:
        """Bring the site up to date in full.

        Raises: what `build` raises.
        """
        from papergarden.build import build  # noqa: PLC0415 # see above

        built = build(
            self._vault,
            self._output,
            self._config,
            self._crew,
            drafts=self._drafts,
            onlookers=onlookers,
        )
        outcome = outcome_of(built)
        return Updated(outcome, built.published, built, partial(self._remember, built, outcome))

    def _remember(self, built: Built, outcome: Outcome) -> bytes | None:
        """Keep what a build in full has made."""
        from papergarden.core.pages import words_in  # noqa: PLC0415 # see above
        from papergarden.core.standing import Standing  # noqa: PLC0415

        with self._sights.site_meanwhile() as look:
            standing = Standing.of(built.site)
            self._put(_STANDING, standing)
            self._put(_SAID, _Said(standing.ground, outcome.repeated()))
            site = look()
        is_ours = self._sights.is_as_left(site, built.published.left)
        keys, of_files = built.reading.keys, built.reading.history
        history = {path: of_files[path] for path in keys if path in of_files}
        words = words_in(built.site.graph)
        return self._keep(site.folders if is_ours else None, keys, history, words, standing)

    def _keep(
        self,
        site: dict[str, bytes] | None,
        keys: dict[str, bytes],
        history: dict[str, Lifetime],
        words: int,
        standing: Standing,
    ) -> bytes | None:
        """Keep by what an edit will be known, if site and sources are known for sure."""
        if site is None:
            return None
        lines = _sure(self._sights.sources, f"{self._vault}/", keys)
        if lines is not None:
            kept = marshal.dumps(lines), marshal.dumps(site)
            self._put(_GROUND, _Ground(*kept, keys, history, words, standing.ground))
        return digest_of(site)

    def _put(self, stage: str, value: Struct) -> None:
        self._crew.memo.put(stage, {self._key: msgpack.encode(value)})
        self._crew.memo.tidy(stage, [self._key], spare=_SITES)

    def _known(self, stage: str, decoder: msgpack.Decoder[_T]) -> _T:
        known = self._crew.memo.one(stage, self._key, decoder)
        if known is None:
            raise CannotAmendError
        return known


def outcome_of(built: Built) -> Outcome:
    """What a build in full has to say."""
    graph, published = built.graph, built.published
    return Outcome(
        notes=len(graph.notes),
        works=len(graph.works),
        pages=published.pages,
        diagnostics=graph.diagnostics,
        written=published.written,
        deleted=published.deleted,
    )


def touched(
    before: list[list[Line]], now: list[list[Line]], vault: str, notes: Container[str]
) -> list[str]:
    """Which notes lie there in another way than before; `vault` is how their paths begin.

    Raises:
        CannotAmendError: anything else does, too.
    """
    there = {some[0][0]: some for some in before if some}
    here = {some[0][0]: some for some in now if some}
    if there.keys() != here.keys():
        raise CannotAmendError
    found: list[str] = []
    for folder, lines in here.items():
        if lines == there[folder]:
            continue
        old = {line[0]: line for line in there[folder]}
        for line in lines:
            if old.pop(line[0], None) != line:
                path = _path(folder, line, vault)
                if path not in notes:
                    raise CannotAmendError
                found.append(path)
        if old:
            raise CannotAmendError
    return found


def _sure(look: Look, vault: str, notes: Container[str]) -> list[list[Line]] | None:
    """How all sources lay, without what may have changed since; None if that is more than notes."""
    kept: list[list[Line]] = []
    for some in look.lines:
        lines = list(some)
        for number, line in enumerate(some):
            if look.in_doubt(line):
                if _path(some[0][0], line, vault) not in notes:
                    return None
                lines[number] = (line[0], _DOUBTFUL, 0, 0, 0)
        kept.append(lines)
    return kept


def _path(folder: str, line: Line, vault: str) -> str:
    """That of a file in the vault; that of one outside of it begins with a slash."""
    return f"{folder}/{line[0]}".removeprefix(vault)
