"""Where the speaker stands in a text and what is told, and the measure that counts both against others' labels."""

from benchmarks import attributions

from detente.claims import Document
from detente.reading.draft import tellings

TEXT = 'The envoy, Ana Roth, said the talks had failed. "We will not go back," she added.\n\nThe union demanded a vote.'


def told():
    return [
        (TEXT[slice(*t.source)] if t.source else None, [TEXT[a:b].strip(" ,.") for a, b in t.content])
        for t in tellings(Document(text=TEXT, outlet="The Wharf"))
    ]


def test_speakers_and_what_they_tell_stand_where_the_text_has_them():
    assert told() == [
        ("The envoy, Ana Roth", ["the talks had failed"]),
        ("she", ['"We will not go back,"']),
        ("The union", ["a vote"]),
    ]


def test_attributions_are_paired_once_and_sources_compared_by_their_words():
    gold = [({1, 2, 3, 4}, {0}), ({8, 9}, set())]
    assert attributions.compare(gold, [({2, 3, 4}, {0}), ({1, 2, 3, 4}, {5})]) == (1, 0)  # the nearer, with its source
    assert attributions.compare(gold, [({2, 3, 4}, {0}), ({9}, set())]) == (2, 2)
    assert attributions.compare(gold, [({4, 5, 6}, {0}), ({9}, {7})]) == (1, 0)


def test_labels_of_content_and_source_are_read_and_a_wrong_source_is_seen(tmp_path):
    (tmp_path / "text").mkdir()
    (tmp_path / "attributions").mkdir()
    (tmp_path / "text" / "a.txt").write_text("Roth said it rained. Bell said it snowed.", encoding="utf-8")
    labels = ["T1\tSource 0 4\tRoth", "T2\tCue 5 9\tsaid", "T3\tContent 10 19\tit rained", "T4\tAttribution 5 9\tsaid"]
    labels += ["E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1", "T5\tSource 0 4\tRoth", "T6\tContent 31 40\tit snowed"]
    labels += ["T7\tAttribution 26 30\tsaid", "E2\tAttribution:T7 Content:T6 Source:T5"]
    (tmp_path / "attributions" / "a_1.ann").write_text("\n".join(labels), encoding="utf-8")
    ((text, gold),) = attributions.articles(tmp_path)
    drafted = attributions.ours(text)
    assert len(gold) == 2 and attributions.compare(gold, drafted) == (
        2,
        1,
    )  # the second is labelled with a wrong source
    assert attributions.compare(drafted, drafted) == (2, 2)
