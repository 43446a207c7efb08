"""Trains the demo model from scratch on conversations the corpus generator writes as it goes; resumable, from a fixed seed."""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from .corpus.conversations import conversation
from .network import Network, Shape
from .tokens import encode_many, train_tokenizer

CHUNK = 1500
"""Conversations written at a time."""

GRAIN = 32
"""Rows are padded to a multiple of this and a length comes in batches of one size: few shapes, so kernels are built once."""


def batches(tokenizer: Tokenizer, seed: int, tokens_per_step: int, skip: int = 0) -> Iterator[tuple[Tensor, Tensor]]:
    """Yield (tokens, weights) of about tokens_per_step tokens for ever; the same seed gives the same batches."""
    waiting: dict[int, list[tuple[list[int], list[float]]]] = {}
    number = 0
    while True:
        rng = random.Random(f"{seed}/{number}")
        number += 1
        ready = []
        for row in encode_many(tokenizer, [conversation(rng) for _ in range(CHUNK)]):
            length = -(-len(row[0]) // GRAIN) * GRAIN
            if length > 1024:
                continue
            rows = waiting.setdefault(length, [])
            rows.append(row)
            if len(rows) == max(1, tokens_per_step // length):
                ready.append((length, waiting.pop(length)))
        rng.shuffle(ready)
        for length, rows in ready:
            if skip > 0:
                skip -= 1
            else:
                yield stacked(rows, length)


def stacked(rows: list[tuple[list[int], list[float]]], length: int) -> tuple[Tensor, Tensor]:
    """Return rows of tokens and of loss weights as two tensors, padded at the end with weight 0."""
    tokens, weights = torch.zeros(len(rows), length, dtype=torch.long), torch.zeros(len(rows), length)
    for row, (ids, weight) in enumerate(rows):
        tokens[row, : len(ids)], weights[row, : len(ids)] = torch.tensor(ids), torch.tensor(weight)
    return tokens, weights


def loss_of(network: Network, tokens: Tensor, weights: Tensor) -> Tensor:
    """Return the weighted mean cross-entropy of the next token."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = network(tokens[:, :-1])
        target, weight = tokens[:, 1:].reshape(-1), weights[:, 1:].reshape(-1)
        kept = weight > torch.rand_like(weight)  # a token of weight 0.1 counts one time in ten: the same mean, a tenth of the work
        logits = network.logits(hidden.reshape(-1, hidden.shape[-1])[kept])
    return functional.cross_entropy(logits.float(), target[kept])


def rate(progress: float, peak: float) -> float:
    """Return the learning rate at a share of the training done: a short warm-up, then a cosine to a twentieth."""
    if progress < 0.02:
        return peak * progress / 0.02
    return peak * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (progress - 0.02) / 0.98)))


def train(args: argparse.Namespace) -> None:
    """Train until the token budget is used; a checkpoint every few minutes lets a stopped run go on."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    vocabulary = args.out / "tokenizer.json"
    tokenizer = Tokenizer.from_file(str(vocabulary)) if vocabulary.exists() else train_tokenizer(vocabulary, args.seed)
    shape = Shape(n_vocab=tokenizer.get_vocab_size(), n_layer=args.layers, n_embd=args.width, n_ff=args.ff)
    network = Network(shape)
    for block in network.blocks:
        block.compile(dynamic=True)
    matrices = [p for p in network.parameters() if p.ndim > 1]
    vectors = [p for p in network.parameters() if p.ndim == 1]
    groups = [{"params": matrices, "weight_decay": 0.05}, {"params": vectors, "weight_decay": 0.0}]
    optimiser = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.95), fused=True)
    state = {"step": 0, "tokens": 0, "seconds": 0.0}
    checkpoint = args.out / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        optimiser.load_state_dict(saved["optimiser"])
        state = saved["state"]
    print(f"{sum(p.numel() for p in network.parameters()) / 1e6:.2f} M parameters, {shape}", flush=True)

    def save() -> None:
        part = checkpoint.with_suffix(".part")
        torch.save({"network": network.state_dict(), "optimiser": optimiser.state_dict(), "state": state}, part)
        part.replace(checkpoint)

    started, saved_at, shown = time.monotonic() - state["seconds"], time.monotonic(), []
    for tokens, weights in batches(tokenizer, args.seed, args.step_tokens, state["step"]):
        for group in optimiser.param_groups:
            group["lr"] = rate(min(1.0, state["tokens"] / args.tokens), args.rate)
        loss = loss_of(network, tokens, weights)
        optimiser.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimiser.step()
        shown.append(loss.item())
        state = {"step": state["step"] + 1, "tokens": state["tokens"] + tokens.numel(), "seconds": time.monotonic() - started}
        if state["step"] % 100 == 0:
            pace = state["tokens"] / state["seconds"]
            print(
                f"step {state['step']} tokens {state['tokens'] / 1e6:.2f}M loss {sum(shown) / len(shown):.4f} {pace:.0f}/s",
                flush=True,
            )
            shown = []
        if time.monotonic() - saved_at > 240:
            save()
            saved_at = time.monotonic()
        if state["tokens"] >= args.tokens:
            break
    save()
    record = {"shape": asdict(shape), "seed": args.seed, "step_tokens": args.step_tokens, "rate": args.rate, **state}
    (args.out / "training.json").write_text(json.dumps(record, indent=1) + "\n")


def main() -> None:
    """Run the training from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("work-demo"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=float, default=30e6)
    parser.add_argument("--step-tokens", type=int, default=3072)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--ff", type=int, default=640)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
