"""The chat templates that ship in the source archive of llama-cpp-python, and the page about them.

`python -m tests.engine.known_templates > docs/chat-templates.md` writes that page; test_every_template.py holds both to the truth.
"""

from __future__ import annotations

import functools
import re
import subprocess
import sys
import tarfile
from pathlib import Path

PACKAGE = "llama-cpp-python"
VERSION = "0.3.36"
_FOLDER = "/vendor/llama.cpp/models/templates/"
_VOCABULARY = "/vendor/llama.cpp/models/ggml-vocab-"
_NO_NETWORK = re.compile(
    r"NewConnectionError|NameResolutionError|name resolution|Network is unreachable|ConnectTimeout|timed out", re.I
)

ENDS = {
    "Apertus-8B-Instruct": "<|assistant_end|>",
    "Apriel-1.6-15b-Thinker-fixed": "<|end|>",
    "Bielik-11B-v3.0-Instruct": "<|im_end|>",
    "ByteDance-Seed-OSS": "<seed:eos>",
    "Cohere2MoE": "<|END_OF_TURN_TOKEN|>",
    "CohereForAI-c4ai-command-r-plus-tool_use": "<|END_OF_TURN_TOKEN|>",
    "CohereForAI-c4ai-command-r7b-12-2024-tool_use": "<|END_RESPONSE|>",
    "GLM-4.6": "<|user|>",
    "GLM-4.7-Flash": "<|user|>",
    "GigaChat3-10B-A1.8B": "<|message_sep|>",
    "GigaChat3.1-10B-A1.8B": "<|message_sep|>",
    "HuggingFaceTB-SmolLM3-3B": "<|im_end|>",
    "Kimi-K2-Instruct": "<|im_end|>",
    "Kimi-K2-Thinking": "<|im_end|>",
    "Kimi-K3": "<|end_of_msg|>",
    "LFM2-8B-A1B": "<|im_end|>",
    "LFM2.5-8B-A1B": "<|im_end|>",
    "LFM2.5-Instruct": "<|im_end|>",
    "MiMo-VL": "<|im_end|>",
    "MiniMax-M1": "<end_of_sentence>",
    "MiniMax-M2": "[e~[",
    "MiniMax-M3": "[e~[",
    "Mistral-Small-3.2-24B-Instruct-2506": "</s>",
    "NVIDIA-Nemotron-3-Nano-30B-A3B-BF16": "<|im_end|>",
    "NVIDIA-Nemotron-Nano-v2": "<SPECIAL_12>",
    "NousResearch-Hermes-2-Pro-Llama-3-8B-tool_use": "<|im_end|>",
    "NousResearch-Hermes-3-Llama-3.1-8B-tool_use": "<|im_end|>",
    "Qwen-QwQ-32B": "<|im_end|>",
    "Qwen-Qwen2.5-7B-Instruct": "<|im_end|>",
    "Qwen-Qwen3-0.6B": "<|im_end|>",
    "Qwen3-Coder": "<|im_end|>",
    "Qwen3.5-4B": "<|im_end|>",
    "Reka-Edge": "<sep>",
    "Spark2.5": "<｜end▁of▁sentence｜>",
    "StepFun3.5-Flash": "<|im_end|>",
    "deepseek-ai-DeepSeek-R1-Distill-Llama-8B": "<｜end▁of▁sentence｜>",
    "deepseek-ai-DeepSeek-R1-Distill-Qwen-32B": "<｜end▁of▁sentence｜>",
    "deepseek-ai-DeepSeek-V3.1": "<｜end▁of▁sentence｜>",
    "deepseek-ai-DeepSeek-V3.2": "<｜end▁of▁sentence｜>",
    "deepseek-ai-DeepSeek-V4": "<｜end▁of▁sentence｜>",
    "deepseek-ai-DeepSeek-V4-Flash-0731": "<｜end▁of▁sentence｜>",
    "fireworks-ai-llama-3-firefunction-v2": "<|eot_id|>",
    "google-gemma-2-2b-it": "<end_of_turn>",
    "google-gemma-4-31B-it": "<turn|>",
    "google-gemma-4-31B-it-interleaved": "<turn|>",
    "ibm-granite-granite-3.3-2B-Instruct": "<|end_of_text|>",
    "ibm-granite-granite-4.0": "<|end_of_text|>",
    "ibm-granite-granite-4.1": "<|end_of_text|>",
    "inclusionai-ling-3.0-flash": "<|role_end|>",
    "llama-cpp-deepseek-r1": "<｜end▁of▁sentence｜>",
    "llama-cpp-rwkv-world": "User:",
    "meetkai-functionary-medium-v3.1": "<|eot_id|>",
    "meetkai-functionary-medium-v3.2": "<|eot_id|>",
    "meta-llama-Llama-3.1-8B-Instruct": "<|eot_id|>",
    "meta-llama-Llama-3.2-3B-Instruct": "<|eot_id|>",
    "meta-llama-Llama-3.3-70B-Instruct": "<|eot_id|>",
    "microsoft-Phi-3.5-mini-instruct": "<|end|>",
    "mistralai-Ministral-3-14B-Reasoning-2512": "</s>",
    "mistralai-Mistral-Nemo-Instruct-2407": "</s>",
    "moonshotai-Kimi-K2": "<|im_end|>",
    "muse-glimmer": "<|eot|>",
    "openai-gpt-oss-120b": "<|return|>",
    "openbmb-MiniCPM5-1B": "<|im_end|>",
    "poolside-Laguna-S-2.1": "</assistant>",
    "poolside-Laguna-XS-2.1": "</assistant>",
    "poolside-Laguna-XS.2": "</assistant>",
    "tencent-Hy3": "<｜hy_eos:opensource｜>",
    "unsloth-Apriel-1.5": "<|end|>",
    "unsloth-mistral-Devstral-Small-2507": "</s>",
    "upstage-Solar-Open-100B": "<|end|>",
}
"""What ends a reply, by template; "</s>" is the end token of the model's own vocabulary."""

CANNOT: dict[str, str] = {}
"""Templates that cannot be used, with the reason."""

FOLDS_SYSTEM = frozenset({"google-gemma-2-2b-it"})
"""Templates that know no system prompt: it goes in front of the first question."""

REMARKS = {
    "CohereForAI-c4ai-command-r-plus-tool_use": "Made for tools alone: the prompt speaks of tools although there are none.",
    "CohereForAI-c4ai-command-r7b-12-2024-tool_use": "Opens a reply behind every conversation, asked for or not.",
    "Kimi-K3": "Writes words of its markup before the end marker, which stay at the end of a reply.",
    "NousResearch-Hermes-2-Pro-Llama-3-8B-tool_use": "Made for tools alone: the prompt speaks of tools although there are none.",
    "NousResearch-Hermes-3-Llama-3.1-8B-tool_use": "Made for tools alone: the prompt speaks of tools although there are none.",
    "fireworks-ai-llama-3-firefunction-v2": "Made for tools alone: the prompt speaks of functions although there are none.",
    "google-gemma-2-2b-it": "Knows no system prompt: it goes in front of the first question.",
    "mistralai-Mistral-Nemo-Instruct-2407": "Writes the system prompt in front of the last question.",
    "llama-cpp-rwkv-world": "The marker is plain text; the beginning of it is not shown until it is known not to be one.",
}

_HEAD = """\
# Chat templates

Made by `python -m tests.engine.known_templates`; change that table, not this page.

A model's chat template says how a conversation is written out for it. Keel runs the template that the model file brings, in real
Jinja and in a process of its own that can open no file and no connection and is ended when it takes too long or too much memory.
What the template writes after a reply ends a reply, also where the vocabulary does not name it as an end. A template that cannot be
used is replaced by ChatML, and a notice says why. A model can be given another template in the settings panel, under *Model*,
where a sample shows what it makes of a conversation while one types.

These are the {count} templates in the source archive of {package} {version}. Of each, a model of random weights that
carries it is loaded, a conversation of a system prompt and three turns is written out, and a reply is generated in which the model
says the end marker; `tests/engine/test_every_template.py` does that.

| template | a reply ends at | works | remark |
|---|---|---|---|
"""


def page() -> str:
    """Return the page as Markdown."""
    lines = []
    for name in sorted([*ENDS, *CANNOT], key=str.lower):
        end = f"`{ENDS[name]}`".replace("|", "\\|") if name in ENDS else ""
        lines.append(f"| {name} | {end} | {'no' if name in CANNOT else 'yes'} | {CANNOT.get(name) or REMARKS.get(name, '')} |\n")
    return _HEAD.format(count=len(ENDS) + len(CANNOT), package=PACKAGE, version=VERSION) + "".join(lines)


class NoNetworkError(RuntimeError):
    """The archive is not in the cache folder and cannot be fetched."""


@functools.cache
def shipped_templates(folder: Path) -> dict[str, str]:
    """Return the templates of the source archive by name, fetched through pip once and kept in a folder.

    Raises NoNetworkError without a network, CalledProcessError for any other failure of pip.
    """
    with tarfile.open(_archive(folder)) as opened:
        found = {member.name.partition(_FOLDER)[2]: member for member in opened if _FOLDER in member.name}
        streams = {name: opened.extractfile(member) for name, member in found.items() if name.endswith(".jinja")}
        return {name.removesuffix(".jinja"): stream.read().decode() for name, stream in streams.items() if stream is not None}


def shipped_vocabularies(folder: Path) -> dict[str, Path]:
    """Return the model files without weights of the source archive by name, laid beside it; raises as shipped_templates does."""
    with tarfile.open(_archive(folder)) as opened:
        members = [member for member in opened if _VOCABULARY in member.name and member.name.endswith(".gguf")]
        paths = {member.name.partition(_VOCABULARY)[2].removesuffix(".gguf"): member for member in members}
        for name, member in paths.items():
            stream = opened.extractfile(member)
            if stream is not None and not (folder / f"{name}.gguf").exists():
                (folder / f"{name}.gguf").write_bytes(stream.read())
    return {name: folder / f"{name}.gguf" for name in paths}


def _archive(folder: Path) -> Path:
    archive = folder / f"{PACKAGE.replace('-', '_')}-{VERSION}.tar.gz"
    if not archive.exists():
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-binary", PACKAGE, "--dest", str(folder)]
        done = subprocess.run([*command, f"{PACKAGE}=={VERSION}"], capture_output=True, text=True, timeout=900)
        said = done.stdout + done.stderr
        if done.returncode and _NO_NETWORK.search(said):
            raise NoNetworkError(said[-500:])
        if done.returncode:
            raise subprocess.CalledProcessError(done.returncode, command, done.stdout, done.stderr)
    return archive


if __name__ == "__main__":
    sys.stdout.write(page())
