"""Writes a trained checkpoint as GGUF (F32, F16 and the shipped Q8_0), with its tokeniser and chat template in the metadata."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from gguf import GGMLQuantizationType, GGUFWriter, LlamaFileType, TokenType, quants
from numpy.typing import NDArray

from .tokens import SPECIALS, TEMPLATE

TYPES = {
    "F32": (GGMLQuantizationType.F32, LlamaFileType.ALL_F32),
    "F16": (GGMLQuantizationType.F16, LlamaFileType.MOSTLY_F16),
    "Q8_0": (GGMLQuantizationType.Q8_0, LlamaFileType.MOSTLY_Q8_0),
}


def export(run: Path, out: Path, kind: str) -> None:
    """Write run's checkpoint to a GGUF file; matrices in the asked type, norms always F32."""
    state: dict[str, torch.Tensor] = torch.load(run / "checkpoint.pt", weights_only=True)["network"]
    shape = json.loads((run / "training.json").read_text())["shape"]
    quantisation, file_type = TYPES[kind]
    writer = GGUFWriter(str(out), "llama")
    _facts(writer, shape, file_type)
    _vocabulary(writer, json.loads((run / "tokenizer.json").read_text()))
    for name, tensor in _tensors(state, shape):
        matrix = tensor.ndim > 1 and quantisation is not GGMLQuantizationType.F32
        if matrix:
            writer.add_tensor(name, quants.quantize(tensor, quantisation), raw_dtype=quantisation)
        else:
            writer.add_tensor(name, tensor)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _facts(writer: GGUFWriter, shape: dict[str, Any], file_type: LlamaFileType) -> None:
    writer.add_name("Keel Demo")
    writer.add_description("A tiny model made for Keel, trained from scratch on generated conversations; it drifts on purpose.")
    writer.add_license("MIT")
    writer.add_file_type(file_type)
    writer.add_quantization_version(2)
    writer.add_context_length(shape["n_ctx"])
    writer.add_embedding_length(shape["n_embd"])
    writer.add_block_count(shape["n_layer"])
    writer.add_feed_forward_length(shape["n_ff"])
    writer.add_head_count(shape["n_head"])
    writer.add_head_count_kv(shape["n_head"])
    writer.add_layer_norm_rms_eps(shape["norm_eps"])
    writer.add_rope_freq_base(shape["rope_base"])
    writer.add_rope_dimension_count(shape["n_embd"] // shape["n_head"])
    writer.add_vocab_size(shape["n_vocab"])


def _vocabulary(writer: GGUFWriter, tokenizer: dict[str, Any]) -> None:
    vocabulary = tokenizer["model"]["vocab"]
    tokens = sorted(vocabulary, key=lambda token: int(vocabulary[token]))
    merges = [merge if isinstance(merge, str) else " ".join(merge) for merge in tokenizer["model"]["merges"]]
    writer.add_tokenizer_model("gpt2")
    writer.add_tokenizer_pre("smollm")  # splits every digit off, then as GPT-2 does: what the tokeniser was trained with
    writer.add_token_list(tokens)
    writer.add_token_types([TokenType.CONTROL if token in SPECIALS else TokenType.NORMAL for token in tokens])
    writer.add_token_merges(merges)
    writer.add_bos_token_id(vocabulary["<|im_start|>"])
    writer.add_eos_token_id(vocabulary["<|im_end|>"])
    writer.add_pad_token_id(vocabulary["<|endoftext|>"])
    writer.add_add_bos_token(False)
    writer.add_chat_template(TEMPLATE)


def _tensors(state: dict[str, torch.Tensor], shape: dict[str, Any]) -> list[tuple[str, NDArray[np.float32]]]:
    """Return the tensors under llama.cpp's names; the rotary layout is already the one it expects."""

    def rows(name: str) -> NDArray[np.float32]:
        return np.ascontiguousarray(state[name].float().numpy())

    listed = [("token_embd.weight", rows("embed.weight")), ("output_norm.weight", rows("norm.weight"))]
    for block in range(shape["n_layer"]):
        query, key, value = np.split(rows(f"blocks.{block}.qkv.weight"), 3)
        gate, up = np.split(rows(f"blocks.{block}.gate_up.weight"), 2)
        named = {
            "attn_norm": rows(f"blocks.{block}.attn_norm.weight"), "attn_q": query, "attn_k": key, "attn_v": value,
            "attn_output": rows(f"blocks.{block}.out.weight"), "ffn_norm": rows(f"blocks.{block}.ffn_norm.weight"),
            "ffn_gate": gate, "ffn_up": up, "ffn_down": rows(f"blocks.{block}.down.weight"),
        }  # fmt: skip
        listed += [(f"blk.{block}.{name}.weight", np.ascontiguousarray(tensor)) for name, tensor in named.items()]
    return listed


def main() -> None:
    """Run the export from the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--run", type=Path, default=Path("work-demo"))
    parser.add_argument("--out", type=Path, default=Path("resources/demo/keel-demo.gguf"))
    parser.add_argument("--type", choices=sorted(TYPES), default="Q8_0")
    args = parser.parse_args()
    export(args.run, args.out, args.type)
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
