"""The looks of the conversation, in addition to the program's one style sheet."""

from __future__ import annotations

from app.theme import Colours

BUBBLE_RADIUS = 14
READING_SCALE = 1.15
"""The conversation is set a little larger than the controls around it."""


def window_style(c: Colours, points: float, zoom: float) -> str:
    """Return the style of the conversation's own parts; points is the size of ordinary text."""
    return _ground(c) + _messages(c, points, zoom) + _composer(c, points, zoom) + _buttons(c, points, zoom)


def _px(value: float, zoom: float) -> str:
    return f"{max(1, round(value * zoom))}px"


def _ground(c: Colours) -> str:
    return f"""
#centre, #chatPage, #calibrationPage, #modelsPage, #networkPage, #firstRunPage {{ background: {c.window}; }}
#chatPage[edge="true"] {{ border: 2px solid {c.accent}; }}
#header {{ background: {c.window}; border-bottom: 1px solid {c.border}; }}
#sidebar {{ background: {c.sidebar}; border-right: 1px solid {c.border}; }}
#sideHolder {{ background: {c.sidebar}; border-left: 1px solid {c.border}; }}
#chatList {{ background: transparent; }}
#findBar {{ background: {c.window}; border-bottom: 1px solid {c.border}; }}
#searchDialog {{ background: {c.card}; }}
#chatList QLineEdit {{ padding: 0 4px; border-width: 1px; }}
"""


def _messages(c: Colours, points: float, zoom: float) -> str:
    small = f"font-size: {points * 0.9:.2f}pt;"
    reading = f"font-size: {points * READING_SCALE:.2f}pt;"
    return f"""
#textBody {{ {reading} }}
#codeArea {{ {small} }}
#thoughts {{ border: none; border-left: 2px solid {c.border}; }}
#textBody, #codeArea {{ background: transparent; border: none; padding: 0; border-radius: 0; color: {c.text}; }}
#thoughts #textBody {{ color: {c.muted}; }}
#textBody:focus, #codeArea:focus {{ border: none; padding: 0; }}
#userBubble {{ background: {c.soft}; border-radius: {BUBBLE_RADIUS}px; }}
#queuedBubble {{ background: transparent; border: 1px dashed {c.outline}; border-radius: {BUBBLE_RADIUS}px; }}
#codeBlock {{ background: {c.sidebar}; border: 1px solid {c.border}; border-radius: 10px;
  margin-top: {_px(4, zoom)}; margin-bottom: {_px(10, zoom)}; }}
#codeLanguage, #mutedLabel {{ color: {c.muted}; {small} }}
#forgottenLine {{ color: {c.drifting}; {small} border-top: 1px dashed {c.drifting}; padding-top: {_px(6, zoom)}; }}
#badge {{ color: {c.muted}; background: {c.hover}; border-radius: {_px(9, zoom)}; padding: {_px(3, zoom)} {_px(9, zoom)};
  min-height: {_px(15, zoom)}; {small} }}
#badge[tone="good"] {{ color: {c.steady}; background: {c.soft}; }}
#badge[tone="warn"] {{ color: {c.away}; background: {c.notice}; }}
#notice, #windowNotice {{ background: {c.card}; border: 1px solid {c.problem}; border-radius: 10px; }}
#notice[tone="info"], #windowNotice[tone="info"] {{ border-color: {c.border}; }}
#details, #templateText, #templateSample {{ font-family: monospace; {small} border-color: {c.border}; }}
"""


def _composer(c: Colours, points: float, zoom: float) -> str:
    reading = f"font-size: {points * READING_SCALE:.2f}pt;"
    return f"""
#composer {{ background: {c.field}; border: 1px solid {c.outline}; border-radius: {BUBBLE_RADIUS}px; }}
#composer[focused="true"] {{ border: 1px solid {c.accent}; }}
#composerText, #composerText:focus {{ background: transparent; border: none; padding: 0; {reading} }}
#sendButton {{ color: {c.on_accent}; background: {c.accent}; border: 1px solid {c.accent}; border-radius: 9px;
  padding: {_px(6, zoom)} {_px(14, zoom)}; font-weight: 600; }}
#sendButton:hover {{ background: {c.accent_strong}; }}
#sendButton:focus {{ border: 2px solid {c.text}; padding: {_px(5, zoom)} {_px(13, zoom)}; }}
#sendButton:disabled {{ color: {c.muted}; background: {c.hover}; border-color: {c.hover}; }}
#sendButton[stops="true"] {{ color: {c.text}; background: {c.hover}; border-color: {c.outline}; }}
"""


def _buttons(c: Colours, points: float, zoom: float) -> str:
    small = f"font-size: {points * 0.9:.2f}pt;"
    return f"""
#quietButton {{ color: {c.muted}; {small} padding: {_px(3, zoom)} {_px(7, zoom)}; }}
#fitsPill {{ color: {c.text}; background: {c.hover}; border: 1px solid {c.hover}; border-radius: {_px(9, zoom)};
  padding: {_px(2, zoom)} {_px(9, zoom)}; min-height: {_px(15, zoom)}; {small} }}
#fitsPill[tone="good"] {{ color: {c.steady}; background: {c.soft}; border-color: {c.soft}; }}
#fitsPill[tone="warn"] {{ color: {c.away}; background: {c.notice}; border-color: {c.notice}; }}
#fitsPill:hover, #fitsPill:checked {{ border-color: {c.outline}; }}
#fitsPill:focus {{ border: 1px solid {c.accent}; padding: {_px(2, zoom)} {_px(9, zoom)}; }}
#fitFigures {{ background: {c.sidebar}; border: none; border-radius: 8px; }}
#quietButton[flush="true"] {{ padding-left: 0; }}
#quietButton:hover {{ color: {c.text}; }}
#quietButton:disabled {{ color: {c.faint}; }}
#chatLink {{ color: {c.accent}; {small} padding: {_px(4, zoom)} {_px(10, zoom)}; }}
#jumpButton {{ background: {c.card}; border: 1px solid {c.outline}; border-radius: {_px(14, zoom)}; {small} }}
#jumpButton:focus {{ border-color: {c.accent}; }}
#exampleCard {{ background: {c.card}; border: 1px solid {c.border}; border-radius: 12px; text-align: left; padding: 0; }}
#exampleCard:hover {{ background: {c.hover}; border-color: {c.outline}; }}
#exampleCard:focus {{ border: 2px solid {c.accent}; padding: 0; }}
#sizeCard {{ background: {c.card}; border: 1px solid {c.border}; border-radius: 10px; text-align: left; padding: 0; }}
#sizeCard:hover {{ border-color: {c.outline}; }}
#sizeCard:checked {{ background: {c.soft}; border: 2px solid {c.accent}; }}
#sizeCard:focus {{ border: 2px solid {c.text}; padding: 0; }}
#exampleText {{ font-size: {points * READING_SCALE:.2f}pt; }}
#modelButton {{ color: {c.muted}; padding: {_px(4, zoom)} {_px(8, zoom)}; }}
#modelButton:hover {{ color: {c.text}; }}
"""
