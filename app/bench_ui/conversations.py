"""Long conversations as people have them with a model: prose, lists, code, tables and formulas, the same ones every time."""

from __future__ import annotations

from dataclasses import replace

from app.bench_ui.store_bench import Words, long_tree
from app.conversations.records import Tree

_CODE = '''```python
def area(radius: float) -> float:
    """Return the area of a circle."""
    return 3.14159 * radius ** 2


print(area(2.0))
```
'''
_TABLE = """| what | how many | note |
|---|--:|---|
| apples | 12 | **ripe** |
| pears | 7 | `green` |
| plums | 31 | from the garden |
"""
_FORMULA = "The solutions are $x = \\frac{-b \\pm \\sqrt{b^2 - 4ac}}{2a}$.\n\n$$\n\\sum_{i=1}^{n} i = \\frac{n(n+1)}{2}\n$$\n"


def reply_text(words: Words, number: int) -> str:
    """Return the text of a reply; three of four are prose and lists, the fourth has code, a table or a formula too."""
    prose = f"{words.text(35).capitalize()}. **{words.text(3)}** {words.text(25)} `{words.text(1)}`.\n\n"
    points = "".join(f"- {words.text(8)}\n" for _ in range(3)) + "\n"
    extra = (_CODE, _TABLE, _FORMULA)[number // 8 % 3] + "\n" if number % 8 == 0 else ""
    return prose + points + extra + words.text(20).capitalize() + "."


def rich_tree(words: Words, count: int) -> Tree:
    """Return a chat of so many messages whose replies are written in Markdown."""
    tree = long_tree(words, count, words.text(4))
    messages = [
        replace(message, content=reply_text(words, message.id)) if message.role == "assistant" else message
        for message in tree.messages
    ]
    return replace(tree, messages=messages)
