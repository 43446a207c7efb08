"""Records the training side's tokens and greedy texts of the shipped file, for the test that holds llama.cpp equal to them."""

from __future__ import annotations

import argparse
import itertools
import json
import random
from pathlib import Path

import torch
from gguf import GGUFReader, quants
from tokenizers import Tokenizer

from .corpus.conversations import DRIFT_KINDS, conversation, drifting, work
from .network import Network, Shape
from .tokens import SPECIALS


def load(model: Path, shape: Shape) -> Network:
    """Return the network with the weights as they are in the GGUF file, dequantised."""
    tensors = {each.name: quants.dequantize(each.data, each.tensor_type) for each in GGUFReader(model).tensors}
    blocks = {}
    for block in range(shape.n_layer):
        part = {name.split(".")[2]: torch.tensor(value) for name, value in tensors.items() if name.startswith(f"blk.{block}.")}
        blocks[f"blocks.{block}.attn_norm.weight"], blocks[f"blocks.{block}.ffn_norm.weight"] = part["attn_norm"], part["ffn_norm"]
        blocks[f"blocks.{block}.qkv.weight"] = torch.cat([part["attn_q"], part["attn_k"], part["attn_v"]])
        blocks[f"blocks.{block}.gate_up.weight"] = torch.cat([part["ffn_gate"], part["ffn_up"]])
        blocks[f"blocks.{block}.out.weight"], blocks[f"blocks.{block}.down.weight"] = part["attn_output"], part["ffn_down"]
    network = Network(shape)
    embed, norm = torch.tensor(tensors["token_embd.weight"]), torch.tensor(tensors["output_norm.weight"])
    network.load_state_dict({"embed.weight": embed, "norm.weight": norm, **blocks})
    return network.eval()


@torch.no_grad()
def greedy(network: Network, tokens: list[int], stop: int, limit: int = 64) -> tuple[list[int], float]:
    """Return the greedy continuation and the smallest margin between the best and the second logit on the way."""
    made: list[int] = []
    margin = float("inf")
    while len(made) < limit:
        logits = network.logits(network(torch.tensor([tokens + made]))[0, -1])
        best = logits.topk(2)
        margin = min(margin, float(best.values[0] - best.values[1]))
        if int(best.indices[0]) == stop:
            break
        made.append(int(best.indices[0]))
    return made, margin


def main() -> None:
    """Write the record; prompts whose choice hangs on a margin below 0.5 are left out, since Q8_0 arithmetic may tip them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("work-demo"))
    parser.add_argument("--model", type=Path, default=Path("resources/demo/keel-demo.gguf"))
    parser.add_argument("--out", type=Path, default=Path("tests/demo/recorded.json"))
    args = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(args.run / "tokenizer.json"))
    network = load(args.model, Shape(**json.loads((args.run / "training.json").read_text())["shape"]))
    rng = random.Random(77)
    texts = [turn.reply for _ in range(40) for turn in conversation(rng, "test").turns] + [
        "naïve café — 12345 €\n\t x",
        "",
        "  two  spaces ",
    ]
    replies = []
    while len(replies) < 24:
        each = (work(rng, "test") if len(replies) < 14 else drifting(rng, "test", DRIFT_KINDS[len(replies) % 3])).turns[:3]
        chat = [{"role": "user", "content": each[0].user}]
        for before, after in itertools.pairwise(each):
            chat += [{"role": "assistant", "content": before.reply}, {"role": "user", "content": after.user}]
        prompt = "".join(f"<|im_start|>{m['role']}\n{m['content']}<|im_end|>\n" for m in chat) + "<|im_start|>assistant\n"
        made, margin = greedy(network, tokenizer.encode(prompt).ids, tokenizer.token_to_id("<|im_end|>"))
        if margin >= 0.5:
            replies.append({"messages": chat, "tokens": tokenizer.encode(prompt).ids, "reply": tokenizer.decode(made)})
    record = {
        "specials": list(SPECIALS),
        "texts": [{"text": text, "tokens": tokenizer.encode(text).ids} for text in texts],
        "replies": replies,
    }
    args.out.parent.mkdir(parents=True, exist_ok=True)
    args.out.write_text(json.dumps(record, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
