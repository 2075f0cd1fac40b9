"""The graph as one looks at it: what is between what, where it begins, what a script is told."""

from __future__ import annotations

import json
from itertools import combinations
from math import dist
from typing import Any

from graphs import graph_of

from papergarden.core.edges import ties_of
from papergarden.core.layout import positions
from papergarden.core.net import Net, Node, Tie, net_of
from papergarden.core.netdata import MOST_NEAR, MOST_NODES, all_nodes, neighbourhoods
from papergarden.core.pages import Pages
from papergarden.core.scripts import shard_of


def entry(number: int, box: str = "x") -> str:
    """An entry of a list about a work of its own."""
    return f"- [{box}] [Work {number}](https://arxiv.org/abs/2001.{number:05})\n"


LIST = "".join(
    f"\n## {topic}\n" + "".join(entry(10 * n + i) for i in range(8))
    for n, topic in enumerate(("sparse", "dense", "graphs"))
)
LOG = """
06/02/2024
- 📜[Work 1](https://arxiv.org/abs/2001.00001)
- 📜[Alone](https://arxiv.org/abs/2002.00001)

07/03/2024
- 📜[Later](https://arxiv.org/abs/2002.00002)
"""
POST = "---\ndate: 2024-09-01\n---\nOf [Work 3](https://arxiv.org/abs/2001.00003), see [[list]].\n"
VAULT = {"list.md": LIST, "log.md": LOG, "post.md": POST}


def net(notes: dict[str, str]) -> Net:
    """The net of some notes."""
    graph = graph_of(notes)
    return net_of(graph, Pages.of(graph), ties_of(graph, graph.works_in()))


def said(found: Net) -> set[tuple[str, str, str]]:
    """The ties of a net by the titles of their ends."""
    titles = [node.title for node in found.nodes]
    return {(titles[tie.source], tie.type, titles[tie.target]) for tie in found.ties}


def titles(found: Net, kind: str) -> list[str]:
    """The titles of the nodes of one type."""
    return [node.title for node in found.nodes if node.type == kind]


def data(script: bytes) -> dict[str, Any]:
    """What a script hands over."""
    call, _, rest = script.decode().partition("(")
    assert call in {"papergardenGraph", "papergardenNear"}
    found: dict[str, Any] = json.loads(rest.removesuffix(");\n"))
    return found


def test_a_topic_stands_between_a_list_and_its_works() -> None:
    """The list holds its topics, a work hangs on its topic, and the list only tells of it."""
    ties = said(net(VAULT))

    assert {("list", "holds", "sparse"), ("Work 1", "topic", "sparse")} <= ties
    assert ("list", "told", "Work 1") in ties
    assert ("list", "mentions", "Work 1") not in ties
    assert {("post", "mentions", "Work 3"), ("post", "links", "list")} <= ties


def test_a_month_stands_between_a_log_and_its_works() -> None:
    """A log of several months is split at them; a note of one day is not."""
    ties = said(net(VAULT))
    assert {("log", "holds", "June 2024"), ("Alone", "month", "June 2024")} <= ties
    assert {("log", "holds", "July 2024"), ("log", "told", "Later")} <= ties

    found = net({"2024-06-02.md": LOG.partition("07/03")[0]})
    assert titles(found, "month") == []
    assert ("2024-06-02", "mentions", "Alone") in said(found)


def test_a_tag_on_one_thing_is_no_node() -> None:
    """A tag gathers what it is on, so it is there from the second thing on."""
    tagged = net({"a.md": "#one #two\n", "b.md": "#two\n"})

    assert titles(tagged, "tag") == ["#two"]
    assert said(tagged) == {("a", "tagged", "#two"), ("b", "tagged", "#two")}


def test_a_node_comes_up_in_its_first_month() -> None:
    """A work with its first mention, a topic with its first work, a note with its date or works."""
    months = {node.title: node.month for node in net(VAULT).nodes}

    assert months["Work 1"] == "2024-06"
    assert months["sparse"] == "2024-06"
    assert months["list"] == "2024-06"
    assert months["post"] == "2024-09"
    assert months["July 2024"] == "2024-07"
    assert months["dense"] == ""


def test_a_note_can_stay_out_of_the_graph() -> None:
    """It is nowhere in the net, the works and topics that it shares are; nor is an unlisted one."""
    hidden = net({**VAULT, "post.md": POST.replace("---\n", "---\ndg-hide-in-graph: true\n", 1)})
    assert titles(hidden, "note") == ["list", "log"]
    assert "Work 3" in titles(hidden, "work")

    quiet = net({**VAULT, "post.md": POST.replace("---\n", "---\nunlisted: true\n", 1)})
    assert titles(quiet, "note") == ["list", "log"]


def test_the_same_notes_begin_in_the_same_places() -> None:
    """Whatever the order in which they were read."""
    found = net(VAULT)

    assert positions(found) == positions(net(dict(reversed(VAULT.items()))))
    assert len(set(positions(found))) == len(found.nodes)


def test_what_belongs_together_begins_together() -> None:
    """Works of one topic are nearer to each other than to those of another."""
    found = net(VAULT)
    places = positions(found)
    topic = {tie.source: tie.target for tie in found.ties if tie.type == "topic"}
    within: list[float] = []
    between: list[float] = []
    for a, b in combinations(topic, 2):
        (within if topic[a] == topic[b] else between).append(dist(places[a], places[b]))

    assert sum(within) / len(within) < 0.6 * sum(between) / len(between)


def test_an_empty_net_has_no_places() -> None:
    """A vault without notes is one."""
    assert positions(net({})) == []
    assert data(all_nodes(net({})))["nodes"] == []


def large(nodes: int) -> Net:
    """A net of one note with topics of twenty works."""
    topics = nodes // 20
    return Net(
        nodes=(
            Node("note", "notes/a.html", "a"),
            *(Node("topic", f"topics/{n}.html", f"topic {n}") for n in range(topics)),
            *(Node("work", f"works/{n}.html", f"work {n}", "paper", "read") for n in range(nodes)),
        ),
        ties=(
            *(Tie(0, 1 + n, "holds") for n in range(topics)),
            *(Tie(1 + topics + n, 1 + n * 7 % topics, "topic") for n in range(nodes)),
        ),
    )


def test_all_places_of_a_large_vault_differ_and_come_at_once() -> None:
    """Fifteen thousand works have room, found without a comparison of all pairs."""
    places = positions(large(15_000))

    assert len(set(places)) > 0.99 * len(places)
    assert max(abs(value) for place in places for value in place) < 15_000


def test_of_too_many_nodes_the_best_connected_are_kept() -> None:
    """And no tie leads to one of those that are left out."""
    told = data(all_nodes(large(5000)))

    assert len(told["nodes"]) == MOST_NODES
    assert sum(node[0] == 1 for node in told["nodes"]) == 250
    assert max(told["ties"]) < MOST_NODES


def test_a_neighbourhood_names_what_a_page_is_tied_to() -> None:
    """In the shard of the page, with what it takes to draw it; of a crowd its most telling part."""
    graph = graph_of({**VAULT, "more.md": "## sparse\n" + "".join(map(entry, range(100, 160)))})
    pages = Pages.of(graph)
    shards = dict(neighbourhoods(net_of(graph, pages, ties_of(graph, graph.works_in())), pages))
    assert len(shards) == 2

    def near(page: str) -> list[str]:
        told = data(shards[pages.nets[shard_of(page, 2)]])
        numbers = told["near"][page][::2]
        assert len(told["nodes"]) == len({node[1] for node in told["nodes"]})
        return [told["nodes"][number][2] for number in numbers]

    assert near("works/arxiv-2001.00003.html") == ["sparse", "post", "list"]
    assert near("notes/log.html") == ["June 2024", "July 2024"]
    assert len(near("topics/sparse.html")) == MOST_NEAR
    assert near("topics/sparse.html")[:2] == ["more", "list"]


def test_what_a_title_says_cannot_end_the_script() -> None:
    """A title is text, whatever it looks like."""
    found = net({"a.md": "- [x] [</script><b>](https://arxiv.org/abs/2001.00001)\n"})
    script = all_nodes(found)

    assert b"</" not in script
    assert "</script><b>" in {node[2] for node in data(script)["nodes"]}
