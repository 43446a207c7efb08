"""Extraction beside the plain way: the same replies of the same weights through Transformers in float32, in one run.

For developers only: `python -m tests.bench.against_transformers MODEL.gguf`, with `torch` and `transformers` installed beside
Keel, and a Qwen2-shaped model of `keel bench make-model`. Keel speaks first; Transformers is then made to say the same tokens, in
its own generation loop, while forward hooks average its residual stream. It is timed one reply at a time, which is the plain way,
and in batches as large as Keel's.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np
import torch
from transformers import LogitsProcessor, LogitsProcessorList, Qwen2Config, Qwen2ForCausalLM

from engine.activations import TEMPERATURE, TOP_K, TOP_P, chat_messages
from engine.batch_decoding import BatchDecoder, Request, Spoken
from engine.bench.extraction import N_CTX, asked
from engine.model import LoadedModel, load
from engine.protocol import Sampler

BLOCK = {
    "attn_norm": "input_layernorm",
    "attn_q": "self_attn.q_proj",
    "attn_k": "self_attn.k_proj",
    "attn_v": "self_attn.v_proj",
    "attn_output": "self_attn.o_proj",
    "ffn_norm": "post_attention_layernorm",
    "ffn_gate": "mlp.gate_proj",
    "ffn_up": "mlp.up_proj",
    "ffn_down": "mlp.down_proj",
}
"""GGUF's names of a Qwen2 block's parts, and Transformers' names."""


@dataclass
class Spoke:
    """One way's run: seconds, and the mean residual stream of every reply at the middle layer."""

    seconds: float
    means: list[np.ndarray]


def reference(path: Path) -> Qwen2ForCausalLM:
    """Return the model of a GGUF file in Transformers, with the very numbers its quantised tensors hold, in float32."""
    reader = gguf.GGUFReader(path)

    def number(key: str) -> float:
        return reader.fields[f"qwen2.{key}"].contents()

    weights = {tensor.name: torch.tensor(gguf.dequantize(tensor.data, tensor.tensor_type)) for tensor in reader.tensors}
    config = Qwen2Config(
        vocab_size=weights["token_embd.weight"].shape[0],
        hidden_size=int(number("embedding_length")),
        intermediate_size=int(number("feed_forward_length")),
        num_hidden_layers=int(number("block_count")),
        num_attention_heads=int(number("attention.head_count")),
        num_key_value_heads=int(number("attention.head_count_kv")),
        rms_norm_eps=float(number("attention.layer_norm_rms_epsilon")),
        rope_parameters={"rope_type": "default", "rope_theta": float(number("rope.freq_base"))},
        tie_word_embeddings="output.weight" not in weights,
        eos_token_id=None,
        bos_token_id=None,
    )
    state = {"model.embed_tokens.weight": weights["token_embd.weight"], "model.norm.weight": weights["output_norm.weight"]}
    state["lm_head.weight"] = weights.get("output.weight", weights["token_embd.weight"])
    for name, tensor in weights.items():
        if name.startswith("blk."):
            _, layer, part, kind = name.split(".")
            state[f"model.layers.{layer}.{BLOCK[part]}.{kind}"] = tensor
    model = Qwen2ForCausalLM(config).to(torch.float32).eval()
    model.load_state_dict(state, strict=True)
    return model


class Forced(LogitsProcessor):
    """Makes a generation say tokens that are given."""

    def __init__(self, replies: Sequence[Sequence[int]], start: int) -> None:
        self.replies, self.start = replies, start

    def __call__(self, input_ids: torch.LongTensor, scores: torch.FloatTensor) -> torch.FloatTensor:
        at = input_ids.shape[1] - self.start
        for row, reply in enumerate(self.replies):
            scores[row] = -torch.inf
            scores[row, reply[min(at, len(reply) - 1)]] = 0
        return scores


class Means:
    """Adds up the residual stream after every layer but the last over the tokens of the replies."""

    def __init__(self, model: Qwen2ForCausalLM, lengths: Sequence[int]) -> None:
        self.lengths, self.middle = torch.tensor(lengths), len(model.model.layers) // 2
        self.sums = [torch.zeros(len(lengths), model.config.hidden_size) for _ in model.model.layers[:-1]]
        self.steps = [0] * len(self.sums)
        layers = enumerate(model.model.layers[:-1])
        self.handles = [each.register_forward_hook(lambda *seen, at=at: self.take(at, seen[2])) for at, each in layers]

    def take(self, layer: int, output: torch.Tensor | tuple[torch.Tensor, ...]) -> None:
        """Take one step's hidden states in; the first step is the prompt."""
        hidden = output[0] if isinstance(output, tuple) else output
        if self.steps[layer]:
            counts = (self.steps[layer] <= self.lengths).unsqueeze(1)
            self.sums[layer] += torch.where(counts, hidden[:, -1], 0.0)
        self.steps[layer] += 1

    def close(self) -> list[np.ndarray]:
        """Return the means at the middle layer."""
        for handle in self.handles:
            handle.remove()
        return list((self.sums[self.middle] / self.lengths.unsqueeze(1)).numpy())


def through_transformers(
    model: Qwen2ForCausalLM, prompts: Sequence[Sequence[int]], replies: Sequence[Sequence[int]], size: int
) -> Spoke:
    """Say the replies in batches of `size`, prompts padded on the left."""
    means: list[np.ndarray] = []
    begun = time.perf_counter()
    for batch in _batches(list(zip(prompts, replies, strict=True)), size):
        longest = max(len(prompt) for prompt, _ in batch)
        ids = torch.tensor([[0] * (longest - len(prompt)) + list(prompt) for prompt, _ in batch])
        mask = torch.tensor([[0] * (longest - len(prompt)) + [1] * len(prompt) for prompt, _ in batch])
        seen = Means(model, [len(reply) for _, reply in batch])
        steps = max(len(reply) for _, reply in batch) + 1  # one more, so that the last token of the reply is evaluated too
        with torch.inference_mode():
            model.generate(
                ids,
                attention_mask=mask,
                max_new_tokens=steps,
                do_sample=True,
                temperature=TEMPERATURE,
                top_k=TOP_K,
                top_p=TOP_P,
                pad_token_id=0,
                logits_processor=LogitsProcessorList([Forced([reply for _, reply in batch], longest)]),
            )
        means += seen.close()
    return Spoke(time.perf_counter() - begun, means)


def _batches(pairs: list, size: int) -> list:
    return [pairs[at : at + size] for at in range(0, len(pairs), size)]


def through_keel(loaded: LoadedModel, requests: Sequence[Request], tokens: int) -> tuple[Spoke, list[Spoken]]:
    """Speak all replies together."""
    begun = time.perf_counter()
    with BatchDecoder(loaded) as decoder:
        found = dict(decoder.speak(requests, tokens, None, lambda: False))
    spoken = [each for _, each in sorted(found.items()) if each is not None]
    assert len(spoken) == len(requests)
    middle = loaded.facts.n_layer // 2
    return Spoke(time.perf_counter() - begun, [each.mean[middle] for each in spoken]), spoken


def apart(one: Spoke, other: Spoke) -> float:
    """Return the median relative distance of two runs' means."""
    pairs = zip(one.means, other.means, strict=True)
    return statistics.median(float(np.linalg.norm(a - b) / np.linalg.norm(b)) for a, b in pairs)


def main() -> None:
    """Measure, and print the medians and ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("model", type=Path)
    parser.add_argument("--replies", type=int, default=16)
    parser.add_argument("--tokens", type=int, default=40)
    parser.add_argument("--pairs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args()
    torch.set_num_threads(chosen.threads)
    torch.manual_seed(0)
    model = reference(chosen.model)
    rounds: list[dict[str, float]] = []
    with load(chosen.model, n_ctx=N_CTX, n_threads=chosen.threads, find=False) as loaded:
        prompts = [loaded.template.prompt(chat_messages(prompt)) for prompt in asked(loaded, chosen.replies)]
        samplers = [Sampler(temperature=TEMPERATURE, top_k=TOP_K, top_p=TOP_P, seed=seed) for seed in range(len(prompts))]
        requests = [Request(prompt, sampler) for prompt, sampler in zip(prompts, samplers, strict=True)]
        through_keel(loaded, requests[:2], 4)
        for number in range(chosen.pairs):
            keel, spoken = through_keel(loaded, requests, chosen.tokens)
            ids, replies = [prompt.tokens for prompt in prompts], [each.tokens for each in spoken]
            assert all(replies)
            alone = through_transformers(model, ids, replies, 1)
            batched = through_transformers(model, ids, replies, len(replies))
            said = sum(map(len, replies))
            found = {"keel": keel.seconds, "one_at_a_time": alone.seconds, "batched": batched.seconds, "tokens": said}
            found |= {"apart": apart(keel, alone), "apart_batched": apart(batched, alone)}
            rounds.append(found)
            sys.stderr.write(f"round {number + 1}: {found}\n")
    figures = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
    figures["ratio"] = statistics.median(each["one_at_a_time"] / each["keel"] for each in rounds)
    figures["ratio_batched"] = statistics.median(each["batched"] / each["keel"] for each in rounds)
    facts = {"model": chosen.model.name, "threads": chosen.threads, "replies": chosen.replies, "pairs": chosen.pairs}
    sys.stdout.write(f"{json.dumps(facts | figures, indent=2)}\n")


if __name__ == "__main__":
    main()
