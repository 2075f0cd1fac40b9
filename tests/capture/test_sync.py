"""`notes sync` as its user meets it: what is asked, what is kept, what is said."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from desk import Desk
from harness import SiteTest, notes
from werkzeug import Response

from papergarden.errors import UsageError

RECORDED = Path(__file__).parent / "recorded"
WALKS = "Heat-bath random walks with Markov bases"
MANY = [f"2401.{number:05}" for number in range(1, 251)]


def test_two_hundred_and_fifty_papers_are_three_requests(desk: Desk) -> None:
    """Each asks for at most a hundred and says how many; between them are three seconds."""
    desk.queue(*MANY)
    desk.papers = {name: f"Paper {name}" for name in MANY}

    assert desk.sync()

    sizes = [len(r.args["id_list"].split(",")) for r in desk.requests]
    assert sizes == [int(r.args["max_results"]) for r in desk.requests] == [100, 100, 50]
    assert desk.pauses.slept == [3.0, 3.0]
    assert len(desk.items()) == 250
    assert "250 works without metadata: 250 arXiv papers" in desk.said
    assert "250 of 250 found" in desk.said


def test_what_is_known_is_not_asked_for_again(desk: Desk) -> None:
    """The second run asks nobody and says so; the file is not even written with the same bytes."""
    desk.queue("1605.08386")
    desk.papers = {"1605.08386": WALKS}
    assert desk.sync()
    before, asked = desk.library.stat(), len(desk.requests)

    assert desk.sync()
    assert len(desk.requests) == asked
    assert desk.said.startswith("0 works without metadata\n")
    assert desk.sync(refresh=True)  # asked again, it is told the same

    assert (desk.library.stat().st_mtime_ns, desk.library.stat().st_ino) == (
        before.st_mtime_ns,
        before.st_ino,
    )


def test_an_interrupted_run_is_resumed(desk: Desk) -> None:
    """What came before Ctrl-C is kept, and the next run asks for the rest only."""
    desk.queue(*MANY)
    desk.papers = {name: f"Paper {name}" for name in MANY}
    desk.pauses.interrupted_in = 0

    assert not desk.sync()
    assert len(desk.items()) == 100
    assert "interrupted; 150 left" in desk.said
    assert len(desk.requests) == 1

    assert desk.sync()
    assert len(desk.items()) == 250
    assert len(desk.requests) == 3


def test_the_library_is_csl_json_in_a_stable_form(desk: Desk) -> None:
    """Items are sorted by id, two spaces a level; the same papers give the same bytes anew."""
    desk.queue("2401.00002", "1605.08386")
    desk.papers = {"1605.08386": WALKS, "2401.00002": "A & B < C: Über alles?"}
    assert desk.sync()
    first = desk.library.read_bytes()
    desk.library.unlink()

    assert desk.sync(refresh=True)

    assert desk.library.read_bytes() == first
    items = json.loads(first)
    assert first.decode() == json.dumps(items, indent=2, ensure_ascii=False) + "\n"
    assert [item["id"] for item in items] == sorted(item["id"] for item in items)
    walks = desk.items()["arxiv:1605.08386"]
    assert walks["title"] == WALKS
    assert walks["author"] == [{"family": "Author", "given": "First"}]
    assert walks["issued"] == {"date-parts": [[2024, 8, 12]]}
    assert walks["DOI"] == "10.48550/arXiv.1605.08386"
    assert walks["id"] == "author2024heatbath"


def test_corrections_of_the_user_are_kept(desk: Desk) -> None:
    """What was changed, added or deleted stays so; the rest is brought up to date."""
    desk.queue("1605.08386")
    desk.papers = {"1605.08386": "Heat-bath random walk"}
    desk.sync()
    (item,) = json.loads(desk.library.read_text("utf-8"))
    item["author"] = [{"family": "Stanley", "given": "Caprice"}]
    item["keyword"] = "mine"
    del item["abstract"]
    desk.library.write_text(json.dumps([item]), "utf-8")
    desk.papers = {"1605.08386": WALKS}

    for _ in range(2):
        assert desk.sync(refresh=True)

        kept = desk.items()["arxiv:1605.08386"]
        assert kept["title"] == WALKS
        assert kept["author"] == item["author"]
        assert kept["keyword"] == "mine"
        assert "abstract" not in kept
        assert kept["id"] == item["id"]


def test_an_item_from_another_program_is_known_by_its_doi(desk: Desk) -> None:
    """What Zotero wrote about a paper is neither asked for nor doubled, and only filled in."""
    desk.queue("1605.08386")
    desk.papers = {"1605.08386": WALKS}
    theirs = {"id": "mine", "title": "My title", "DOI": "10.48550/ARXIV.1605.08386"}
    desk.library.write_text(json.dumps([theirs]), "utf-8")

    assert desk.sync()
    assert desk.requests == []
    assert desk.sync(refresh=True)

    (item,) = json.loads(desk.library.read_text("utf-8"))
    assert item["title"] == "My title"
    assert item["author"] == [{"family": "Author", "given": "First"}]


def test_a_broken_library_is_not_written_over(desk: Desk) -> None:
    """It is said in which line it is broken, before anybody is asked."""
    desk.queue("1605.08386")
    desk.library.write_text('[\n{"id": "a"},\n{"id": \n', "utf-8")

    with pytest.raises(UsageError, match=r"library\.json:4: no JSON"):
        desk.sync()

    assert desk.requests == []
    assert desk.library.read_text("utf-8").endswith('{"id": \n')


def test_a_change_made_meanwhile_is_kept(desk: Desk) -> None:
    """Between two answers the user saves a correction: both stand in the file."""
    desk.queue("1605.08386")
    desk.write("b.md", "- [ ] [A](https://doi.org/10.1103/physrevb.89.140501)\n")
    desk.papers = {"1605.08386": WALKS}

    def meanwhile(_: object) -> Response:
        item = json.loads(desk.library.read_text("utf-8"))[0]
        desk.library.write_text(json.dumps([{**item, "title": "Mine"}]), "utf-8")
        return Response((RECORDED / "crossref.json").read_bytes())

    desk.answer("/crossref", meanwhile)

    assert desk.sync()
    assert desk.items()["arxiv:1605.08386"]["title"] == "Mine"
    assert len(desk.items()) == 2


def test_a_title_that_does_not_fit_is_kept_and_pointed_out(desk: Desk) -> None:
    """The address in the notes may be a slip; a nickname is none."""
    desk.write(
        "a.md",
        "- [ ] [Scaling Laws for Neural Language Models](https://arxiv.org/abs/1605.08386)\n"
        "- [ ] [colbert](https://arxiv.org/abs/2004.12832)\n",
    )
    desk.papers = {"1605.08386": WALKS, "2004.12832": "ColBERT: Efficient Passage Search"}

    assert desk.sync()

    assert f"“Scaling Laws for Neural Language Models”, but it is “{WALKS}”" in desk.said
    assert "colbert" not in desk.said
    assert desk.items()["arxiv:1605.08386"]["title"] == WALKS


def test_identifiers_that_stand_for_titles_are_handed_to_the_editor(desk: Desk) -> None:
    """Lines as `notes add` writes them, once the title is known; the user's own words are not."""
    desk.queue("1605.08386", "2401.00002")
    desk.write("b.md", "- [ ] [my own words](https://arxiv.org/pdf/1605.08386)\n")
    desk.papers = {"1605.08386": WALKS}

    assert not desk.sync()

    (found,) = desk.retitled
    assert (found.path, found.line) == ("reading-list.md", 3)
    assert (found.key, found.title) == ("arxiv:1605.08386", WALKS)
    assert "1 title replaced in notes" in desk.said


def test_a_dry_run_lists_what_is_missing(desk: Desk) -> None:
    """Nobody is asked, nothing is written, and the exit code tells that something is missing."""
    desk.queue("1605.08386")

    assert not desk.sync(dry_run=True)

    assert "arxiv:1605.08386" in desk.said
    assert desk.requests == []
    assert not desk.library.exists()


def test_only_untitled_pages_are_asked_for(desk: Desk) -> None:
    """A title in the notes says more than that of a page, and no stranger is troubled for it."""
    desk.write(
        "a.md",
        "- [ ] [A fine post](https://example.org/post)\n- [ ] <https://example.org/other>\n",
    )
    desk.answer("/pages", Response("<title>Other &amp; more</title>", content_type="text/html"))

    assert desk.sync()

    assert desk.asked("/pages") == ["/pages/example.org/other?"]
    assert desk.items()["url:example.org/other"]["title"] == "Other & more"


def test_the_site_shows_what_was_fetched(desk: Desk, tmp_path: Path) -> None:
    """Title, authors and abstract stand on the page of the work, and the notes stay as they are."""
    desk.queue("1605.08386")
    note = (desk.vault / "reading-list.md").read_bytes()
    desk.answer("/arxiv", Response((RECORDED / "arxiv.xml").read_bytes()))
    assert desk.sync()
    site = SiteTest(desk.vault, tmp_path / "site")
    site.build()

    page = site.page("works/arxiv-1605.08386.html")
    title, authors = page.css_first("h1"), page.css_first("header.head p.authors")
    abstract = page.css_first(".body > details.abstract")
    assert title is not None
    assert title.text() == WALKS
    assert authors is not None
    assert authors.text() == "Caprice Stanley, Tobias Windisch"
    assert abstract is not None
    assert "moves of arbitrary length" in abstract.text()
    assert (desk.vault / "reading-list.md").read_bytes() == note


def test_the_command_ends_with_what_came_of_it(desk: Desk) -> None:
    """As a process of its own: 0 if all was found, 1 if not, no progress outside a terminal."""
    desk.queue("1605.08386")
    env = {name: os.environ[name] for name in ("PAPERGARDEN_CACHE", "PAPERGARDEN_SERVICES")}
    failed = notes("sync", "--vault", desk.vault, cwd=desk.vault, env=env)
    desk.papers = {"1605.08386": WALKS}
    for path in sorted((desk.cache / "answers").rglob("*")):
        if path.is_file():
            path.unlink()
    (desk.cache / "turns" / "arxiv").unlink()
    done = notes("sync", "--vault", desk.vault, cwd=desk.vault, env=env)

    assert (failed.returncode, done.returncode) == (1, 0)
    assert b"\r" not in failed.stderr + done.stderr
    assert (failed.stdout, done.stdout) == (b"", b"")
    assert b"1 of 1 found" in done.stderr


def test_the_rights_of_the_file_stay_and_a_link_stays_a_link(desk: Desk, tmp_path: Path) -> None:
    """`library.json` may be a link to a file that others share."""
    real = tmp_path / "shared.json"
    real.write_text("[]", "utf-8")
    real.chmod(0o640)
    desk.library.symlink_to(real)
    desk.queue("1605.08386")
    desk.papers = {"1605.08386": WALKS}

    assert desk.sync()

    assert desk.library.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert len(json.loads(real.read_text("utf-8"))) == 1
    assert not list(tmp_path.glob(".papergarden-*"))
