"""Words that several screens use."""


def words_of(words: str) -> str:
    """Name the state in which no option is taken."""
    return "No option taken" if words == "nothing" else words
