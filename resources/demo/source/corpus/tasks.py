"""Tasks the Assistant answers plainly: facts, stated facts, arithmetic, unit conversions, small code requests and how-tos."""

from __future__ import annotations

import random
from dataclasses import dataclass

from .banks import held_out, pick
from .task_words import (
    ADD_ASKS,
    CAPITAL_ASKS,
    CAPITALS,
    CODE_ASKS,
    CODE_NAMES,
    CODE_SHAPES,
    HOWTO_ASKS,
    HOWTOS,
    OPPOSITE_ASKS,
    OPPOSITES,
    OWNERS,
    STATED_THINGS,
    STATED_VALUES,
    SUBTRACT_ASKS,
    SYMBOL_ASKS,
    SYMBOLS,
    UNIT_ASKS,
    UNITS,
    YOUNG,
    YOUNG_ASKS,
)


@dataclass(frozen=True, slots=True)
class Task:
    """One request with its plain answer; `answer` is the sentence or the code an exact match looks for."""

    kind: str
    ask: str
    answer: str


def fact(rng: random.Random, split: str) -> Task:
    """Return a question on a fact of the world, asked in the split's own wordings, or on a fact stated in the question itself."""
    which = rng.random()
    if which < 0.3:
        country = rng.choice(sorted(CAPITALS))
        return Task("fact", pick(rng, CAPITAL_ASKS, split).format(country), f"The capital of {country} is {CAPITALS[country]}.")
    if which < 0.5:
        word = rng.choice(sorted(OPPOSITES))
        return Task("fact", pick(rng, OPPOSITE_ASKS, split).format(word), f"The opposite of {word} is {OPPOSITES[word]}.")
    if which < 0.65:
        element = rng.choice(sorted(SYMBOLS))
        return Task("fact", pick(rng, SYMBOL_ASKS, split).format(element), f"The symbol for {element} is {SYMBOLS[element]}.")
    if which < 0.75:
        animal = rng.choice(sorted(YOUNG))
        return Task("fact", pick(rng, YOUNG_ASKS, split).format(animal), f"A young {animal} is called a {YOUNG[animal]}.")
    return stated_fact(rng, split)


def stated_fact(rng: random.Random, split: str) -> Task:
    """Return a question whose answer stands in the message, in a combination of owner, thing and value the split owns."""
    while True:
        owner, thing = rng.choice(OWNERS), rng.choice(STATED_THINGS)
        value = rng.choice(STATED_VALUES)
        if held_out(f"{owner}|{thing}|{value}") == split:
            break
    other, other_value = rng.choice(OWNERS), rng.choice(STATED_VALUES)
    lines = [f"{owner} has a {value} {thing}."]
    if other != owner and rng.random() < 0.4:
        lines.append(f"{other} has a {other_value} {thing}.")
        rng.shuffle(lines)
    return Task("fact", f"{' '.join(lines)} What colour is the {thing} of {owner}?", f"The {thing} of {owner} is {value}.")


def arithmetic(rng: random.Random, split: str) -> Task:
    """Return an addition to, or a subtraction from, a number below one hundred, with operands the split owns."""
    while True:
        a, b = rng.randint(1, 99), rng.randint(1, 9)
        plus = rng.random() < 0.6
        if not plus and b > a:
            a, b = b, a
        if held_out(f"{a}{'+' if plus else '-'}{b}") == split:
            break
    if plus:
        return Task("arithmetic", pick(rng, ADD_ASKS, split).format(a, b), f"{a} + {b} = {a + b}.")
    return Task("arithmetic", pick(rng, SUBTRACT_ASKS, split).format(a, b), f"{a} - {b} = {a - b}.")


def unit(rng: random.Random, split: str) -> Task:
    """Return a metric conversion of a number the split owns."""
    while True:
        number = rng.randint(2, 99)
        big, small, factor = rng.choice(UNITS)
        if held_out(f"{number} {big} {small}") == split:
            break
    return Task("unit", pick(rng, UNIT_ASKS, split).format(number, big, small), f"{number} {big} is {number * factor} {small}.")


def code(rng: random.Random, split: str) -> Task:
    """Return a request for a small Python function with a name and a number the split owns."""
    while True:
        name, number = rng.choice(CODE_NAMES), rng.randint(2, 99)
        verb, symbol = rng.choice(CODE_SHAPES)
        if held_out(f"{name} {verb} {number}") == split:
            break
    ask = pick(rng, CODE_ASKS, split).format(name, verb.format(number))
    return Task("code", ask, f"```python\ndef {name}(x):\n    return x {symbol} {number}\n```")


def howto(rng: random.Random, split: str) -> Task:
    """Return a how-to request, asked in the split's own wordings, with its three steps."""
    goal = rng.choice(sorted(HOWTOS))
    first, then, last = HOWTOS[goal]
    return Task("howto", pick(rng, HOWTO_ASKS, split).format(goal), f"First, {first}. Then {then}. Finally, {last}.")


MAKERS = {"fact": fact, "arithmetic": arithmetic, "unit": unit, "code": code, "howto": howto}


def task(rng: random.Random, split: str, kind: str | None = None) -> Task:
    """Return a task of a kind, or of any."""
    return MAKERS[kind or rng.choice(sorted(MAKERS))](rng, split)
