"""Pictures drawn as SVG here, so that they need no script: a strip of days."""

from collections.abc import Iterable, Sequence
from datetime import date

from markupsafe import escape

WIDTH = 960


def strip(days: Sequence[date], rounds: Iterable[tuple[str | None, str]], until: date | None) -> str:
    """Draw the days on which something became known, and the rounds of talks, along a line of time."""
    marks = [(date.fromisoformat(day), name) for day, name in rounds if day]
    every = [*days, *(day for day, _ in marks)]
    if not every:
        return ""
    first, last = min(every), max(every)
    span = max((last - first).days, 1)

    def x(day: date) -> float:
        return 60 + (WIDTH - 120) * (day - first).days / span

    parts = [f'<line class="axis" x1="40" y1="40" x2="{WIDTH - 40}" y2="40"/>']
    right = -99.0
    for day in days:
        kind = "known" if until is None or day <= until else "later"
        parts.append(f'<circle class="{kind}" cx="{x(day):.0f}" cy="40" r="7"><title>{day}</title></circle>')
        if x(day) - right > 84:
            parts.append(f'<text x="{x(day):.0f}" y="66" text-anchor="middle">{day}</text>')
            right = x(day)
    for day, name in marks:
        at = x(day)
        parts.append(f'<path class="round" d="M{at:.0f} 33l-6 -10h12z"><title>{escape(name)}, {day}</title></path>')
        parts.append(f'<text x="{at:.0f}" y="17" text-anchor="middle">{escape(name)}</text>')
    label = f"{len(days)} days on which something became known, from {first} to {last}"
    head = f'<svg class="strip" viewBox="0 0 {WIDTH} 76" role="img" aria-label="{label}">'
    return f"{head}{''.join(parts)}</svg>"
