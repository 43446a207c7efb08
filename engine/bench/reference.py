"""What people would use otherwise: llama-cpp-python's own chat, answering one line of JSON on stdin with the times of one reply.

Run as `python -m engine.bench.reference --model F --threads N --tokens N`; a line {"text": ...} asks, the line that comes back
holds tokens, and seconds from the request to the first and to the last of them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

from engine.llama_api import plain_chat


def reply(chat: Any, text: str, tokens: int) -> dict[str, float]:
    """Return tokens, and the seconds to the first and the last one."""
    begun = time.perf_counter()
    times = []
    asked = [{"role": "user", "content": text}]
    for chunk in chat.create_chat_completion(asked, stream=True, temperature=0.0, max_tokens=tokens, repeat_penalty=1.0):
        if chunk["choices"][0]["delta"].get("content") is not None:
            times.append(time.perf_counter() - begun)
    return {"tokens": len(times), "first": times[0], "last": times[-1]} if times else {"tokens": 0, "first": 0.0, "last": 0.0}


def main() -> int:
    """Answer until stdin ends."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--tokens", type=int, required=True)
    parser.add_argument("--context", type=int, default=1024)
    options = parser.parse_args()
    chat = plain_chat(options.model, options.context, options.threads)
    for line in sys.stdin:
        chat.reset()
        sys.stdout.write(json.dumps(reply(chat, json.loads(line)["text"], options.tokens)) + "\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
