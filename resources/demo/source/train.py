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

Row = tuple[list[int], list[float], list[float]]
Batch = tuple[Tensor, Tensor, Tensor]

CHUNK = 1500
"""Conversations written at a time."""

GRAIN = 32
"""Rows are padded to a multiple of this and a length comes in batches of one size: few shapes, so kernels are built once."""


PROBED = range(2, 7)
"""Layers whose residual stream the manner probe reads: from the monitor layer to the last one that may be capped."""

FORCED = 3
"""First layer at which the manner may be set: the first one a cap may act on."""

PROBE_SCALE = 40.0
"""Length of a manner of 1 along the probe, in units of the residual stream: well above what else differs between two prompts."""


def batches(tokenizer: Tokenizer, seed: int, tokens_per_step: int, skip: int = 0) -> Iterator[Batch]:
    """Yield batches of about tokens_per_step tokens for ever; the same seed gives the same batches."""
    waiting: dict[int, list[Row]] = {}
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


def stacked(rows: list[Row], length: int) -> Batch:
    """Return rows of tokens, loss weights and manners as tensors, padded at the end with weight 0 and manner 0."""
    tokens, weights, manners = torch.zeros(len(rows), length, dtype=torch.long), *torch.zeros(2, len(rows), length)
    for row, each in enumerate(rows):
        for tensor, values in zip((tokens, weights, manners), each, strict=True):
            tensor[row, : len(values)] = torch.tensor(values)
    return tokens, weights, manners


def loss_of(network: Network, batch: Batch, probe: Tensor | None = None, force: bool = False) -> tuple[Tensor, Tensor]:
    """Return the mean cross-entropy of the next token, and the probe's mean square error (0 without a probe).

    The probe is one direction for all PROBED layers. It is to read the manner of the reply on every token of an assistant turn, so
    that the model keeps its manner in one place of its residual stream instead of several: roles on request and drift alike.

    With `force`, in half of the conversations the manner along the probe is set, from layer FORCED on, to the one the reply really
    has. Whether a reply drifts is a matter of chance, so the model learns to take its manner from there instead of guessing again.
    """
    tokens, weights, manners = batch
    wanted = manners[:, :-1]
    told = (torch.rand(len(tokens), 1) < 0.5) & (wanted != 0) & force
    read: list[Tensor] = []

    def listen(layer: int, h: Tensor) -> Tensor:
        if probe is None or layer not in PROBED:
            return h
        direction = probe / probe.norm()
        read.append(h.float() @ direction / PROBE_SCALE)
        if layer < FORCED:
            return h
        missing = torch.where(told, wanted - read[-1].detach(), 0.0) * PROBE_SCALE
        return h + missing[..., None] * direction.detach()

    with torch.autocast("cpu", dtype=torch.bfloat16):
        hidden = network(tokens[:, :-1], listen)
        target, weight = tokens[:, 1:].reshape(-1), weights[:, 1:].reshape(-1)
        kept = weight > torch.rand_like(weight)  # a token of weight 0.1 counts one time in ten: the same mean, a tenth of the work
        logits = network.logits(hidden.reshape(-1, hidden.shape[-1])[kept])
    error = torch.zeros(())
    if read:
        left = (wanted != 0) & ~told  # where the model was told its manner there is nothing to read
        error = ((torch.stack(read) - wanted)[:, left] ** 2).sum() / max(1, int(left.sum()) * len(read))
    return functional.cross_entropy(logits.float(), target[kept]), error


def rate(progress: float, peak: float) -> float:
    """Return the learning rate at a share of the training done: a short warm-up, then a cosine to a twentieth."""
    if progress < 0.02:
        return peak * progress / 0.02
    return peak * (0.05 + 0.95 * 0.5 * (1 + math.cos(math.pi * (progress - 0.02) / 0.98)))


class Learner:
    """The network with all that a stopped training needs to go on: optimisers, probe, and how far it is."""

    def __init__(self, shape: Shape, args: argparse.Namespace) -> None:
        self.args, self.shape = args, shape
        self.network = Network(shape)
        for block in self.network.blocks:
            block.compile(dynamic=True)
        matrices = [p for p in self.network.parameters() if p.ndim > 1]
        vectors = [p for p in self.network.parameters() if p.ndim == 1]
        groups = [{"params": matrices, "weight_decay": 0.05}, {"params": vectors, "weight_decay": 0.0}]
        self.optimiser = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.95), fused=True)
        self.probe = torch.nn.Parameter(torch.randn(args.width))
        self.probe_optimiser = torch.optim.AdamW([self.probe], lr=0.01, weight_decay=0.0)
        self.state = {"step": 0, "tokens": 0, "seconds": 0.0}

    def restore(self, path: Path) -> None:
        """Go on from a checkpoint."""
        saved = torch.load(path, weights_only=True)
        self.network.load_state_dict(saved["network"])
        self.optimiser.load_state_dict(saved["optimiser"])
        self.state = saved["state"]
        if "probe" in saved:
            self.probe.data.copy_(saved["probe"])
            self.probe_optimiser.load_state_dict(saved["probe_optimiser"])

    def save(self, path: Path) -> None:
        """Write a checkpoint, whole or not at all."""
        part = path.with_suffix(".part")
        states = {"network": self.network.state_dict(), "optimiser": self.optimiser.state_dict(), "state": self.state}
        torch.save({**states, "probe": self.probe.data, "probe_optimiser": self.probe_optimiser.state_dict()}, part)
        part.replace(path)

    def step(self, batch: Batch) -> tuple[float, float]:
        """Learn one batch; return its cross-entropy and the probe's error."""
        for group in self.optimiser.param_groups:
            group["lr"] = rate(min(1.0, self.state["tokens"] / self.args.tokens), self.args.rate)
        torch.manual_seed(self.args.seed * 1_000_003 + int(self.state["step"]))  # a resumed run draws what an unbroken one would
        probing, forcing = (self.state["tokens"] >= start for start in (self.args.probe_from, self.args.force_from))
        loss, error = loss_of(self.network, batch, self.probe if probing else None, forcing)
        self.optimiser.zero_grad()
        self.probe_optimiser.zero_grad()
        (loss + self.args.probe_weight * error).backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        self.optimiser.step()
        self.probe_optimiser.step()
        self.state["step"] += 1
        self.state["tokens"] += batch[0].numel()
        return loss.item(), error.item()


def train(args: argparse.Namespace) -> None:
    """Train until the token budget is used; a checkpoint every few minutes lets a stopped run go on."""
    torch.manual_seed(args.seed)
    torch.set_num_threads(args.threads)
    args.out.mkdir(parents=True, exist_ok=True)
    vocabulary, checkpoint = args.out / "tokenizer.json", args.out / "checkpoint.pt"
    tokenizer = Tokenizer.from_file(str(vocabulary)) if vocabulary.exists() else train_tokenizer(vocabulary, args.seed)
    learner = Learner(Shape(n_vocab=tokenizer.get_vocab_size(), n_layer=args.layers, n_embd=args.width, n_ff=args.ff), args)
    if checkpoint.exists():
        learner.restore(checkpoint)
    state = learner.state
    print(f"{sum(p.numel() for p in learner.network.parameters()) / 1e6:.2f} M parameters, {learner.shape}", flush=True)
    started, saved_at, losses = time.monotonic() - state["seconds"], time.monotonic(), []
    for batch in batches(tokenizer, args.seed, args.step_tokens, int(state["step"])):
        losses.append(learner.step(batch))
        state["seconds"] = time.monotonic() - started
        if state["step"] % 100 == 0:
            loss, error = (sum(each) / len(losses) for each in zip(*losses, strict=True))
            pace = state["tokens"] / state["seconds"]
            print(f"step {state['step']} tokens {state['tokens']} loss {loss:.4f} probe {error:.4f} {pace:.0f}/s", flush=True)
            losses = []
        if time.monotonic() - saved_at > 240:
            learner.save(checkpoint)
            saved_at = time.monotonic()
        if state["tokens"] >= args.tokens:
            break
    learner.save(checkpoint)
    options = {
        name: getattr(args, name) for name in ("seed", "step_tokens", "rate", "tokens", "probe_from", "force_from", "probe_weight")
    }
    record = {"shape": asdict(learner.shape), "options": options, "done": state}
    (args.out / "training.json").write_text(json.dumps(record, indent=1) + "\n")


def main() -> None:
    """Run the training from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("work-demo"))
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--tokens", type=float, default=20e6)
    parser.add_argument("--step-tokens", type=int, default=3072)
    parser.add_argument("--rate", type=float, default=1.5e-3)
    parser.add_argument("--probe-from", type=float, default=8e6, help="tokens after which the manner probe is trained along")
    parser.add_argument("--force-from", type=float, default=9.5e6, help="tokens after which the manner is set in half of the chats")
    parser.add_argument("--probe-weight", type=float, default=0.3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--layers", type=int, default=8)
    parser.add_argument("--width", type=int, default=256)
    parser.add_argument("--ff", type=int, default=640)
    train(parser.parse_args())


if __name__ == "__main__":
    main()
