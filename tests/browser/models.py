"""Model files made for the browser tests."""


def cube(options=(3, 3, 2), claims=6):
    """A model with every combination feasible (256 states for eight options) and claims that turn verdicts."""
    names = [f"o{i}{j}" for i, n in enumerate(options) for j in range(n)]
    lines = ["detente: 1", "title: A cube", "decision_makers:"]
    for i, n in enumerate(options):
        listed = ", ".join(f"o{i}{j}: Option {i}.{j}" for j in range(n))
        lines += [f"  d{i}:", f"    name: Party {i}", f"    options: {{{listed}}}"]
    lines += ["status_quo: {}", "preferences:"]
    k = len(names)
    for i in range(len(options)):
        lines.append(f"  d{i}:")
        for p in range(k):
            a, b = names[(i * 3 + p) % k], names[(i * 5 + 3 * p + 1) % k]
            guard = f", when: [k{p}]" if p < claims and p % len(options) == i else ""
            lines.append(
                f"    - {{want: {a} iff {b}, assumed: made up{guard}}}"
                if a != b
                else f"    - {{want: {a}, assumed: made up}}"
            )
        lines += [f"    - {{want: not {name}, assumed: made up}}" for name in names if name.startswith(f"o{i}")]
    lines.append("contested: [" + ", ".join(f"k{c}" for c in range(claims)) + "]")
    return "\n".join(lines) + "\n"
