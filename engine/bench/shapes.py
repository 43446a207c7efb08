"""The shapes of common small chat models: how deep and wide they are, and how their files name it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

CHATML: Final = (
    "{% for message in messages %}{{ '<|im_start|>' + message['role'] + '\\n' + message['content'] + '<|im_end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\\n' }}{% endif %}"
)
LLAMA3: Final = (
    "{{ bos_token }}{% for message in messages %}"
    "{{ '<|start_header_id|>' + message['role'] + '<|end_header_id|>\\n\\n' + message['content'] + '<|eot_id|>' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|start_header_id|>assistant<|end_header_id|>\\n\\n' }}{% endif %}"
)
GEMMA: Final = (
    "{{ bos_token }}{% for message in messages %}{% if message['role'] == 'system' %}{{ raise_exception('no system role') }}"
    "{% endif %}{{ '<start_of_turn>' + ('model' if message['role'] == 'assistant' else 'user') + '\\n' + message['content']"
    " + '<end_of_turn>\\n' }}{% endfor %}{% if add_generation_prompt %}{{ '<start_of_turn>model\\n' }}{% endif %}"
)
PHI3: Final = (
    "{% for message in messages %}{{ '<|' + message['role'] + '|>\\n' + message['content'] + '<|end|>\\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\\n' }}{% endif %}"
)


@dataclass(frozen=True, slots=True)
class Family:
    """How one family of models writes a chat. end: the control token that ends a turn; bos: the one that begins a text, if any."""

    template: str
    control: tuple[str, ...]
    end: str
    bos: str | None = None


FAMILIES: Final = {
    "chatml": Family(CHATML, ("<|endoftext|>", "<|im_start|>", "<|im_end|>"), "<|im_end|>"),
    "llama3": Family(
        LLAMA3, ("<|begin_of_text|>", "<|start_header_id|>", "<|end_header_id|>", "<|eot_id|>"), "<|eot_id|>", "<|begin_of_text|>"
    ),
    "gemma": Family(GEMMA, ("<bos>", "<eos>", "<start_of_turn>", "<end_of_turn>"), "<end_of_turn>", "<bos>"),
    "phi3": Family(
        PHI3, ("<unk>", "<s>", "</s>", "<|endoftext|>", "<|system|>", "<|user|>", "<|assistant|>", "<|end|>"), "<|end|>"
    ),
}


@dataclass(frozen=True, slots=True)
class Shape:
    """One model's shape, in the words of its GGUF file. head: width of an attention head; tied: no output matrix of its own."""

    architecture: str
    family: str
    n_layer: int
    n_embd: int
    n_ff: int
    n_head: int
    n_head_kv: int
    head: int
    n_vocab: int
    n_ctx: int
    rope_base: float
    eps: float
    tied: bool = True
    window: int | None = None

    def tensors(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        """Yield every tensor's name and shape, (rows, columns) or (length,); one dimension means F32."""
        yield "token_embd.weight", (self.n_vocab, self.n_embd)
        if not self.tied:
            yield "output.weight", (self.n_vocab, self.n_embd)
        yield "output_norm.weight", (self.n_embd,)
        for layer in range(self.n_layer):
            for name, shape in self._block():
                yield f"blk.{layer}.{name}", shape

    def _block(self) -> Iterator[tuple[str, tuple[int, ...]]]:
        queries, keys = self.n_head * self.head, self.n_head_kv * self.head
        yield "attn_norm.weight", (self.n_embd,)
        if self.architecture == "phi3":
            yield "attn_qkv.weight", (queries + 2 * keys, self.n_embd)
        else:
            for name, rows in (("attn_q", queries), ("attn_k", keys), ("attn_v", keys)):
                yield f"{name}.weight", (rows, self.n_embd)
                if self.architecture == "qwen2":
                    yield f"{name}.bias", (rows,)
        if self.architecture in ("qwen3", "gemma3"):
            yield "attn_q_norm.weight", (self.head,)
            yield "attn_k_norm.weight", (self.head,)
        yield "attn_output.weight", (self.n_embd, queries)
        if self.architecture == "gemma3":
            yield "post_attention_norm.weight", (self.n_embd,)
            yield "post_ffw_norm.weight", (self.n_embd,)
        yield "ffn_norm.weight", (self.n_embd,)
        if self.architecture == "phi3":
            yield "ffn_up.weight", (2 * self.n_ff, self.n_embd)
        else:
            yield "ffn_gate.weight", (self.n_ff, self.n_embd)
            yield "ffn_up.weight", (self.n_ff, self.n_embd)
        yield "ffn_down.weight", (self.n_embd, self.n_ff)


SHAPES: Final = {
    "qwen2.5-0.5b": Shape("qwen2", "chatml", 24, 896, 4864, 14, 2, 64, 151_936, 32_768, 1e6, 1e-6),
    "qwen3-0.6b": Shape("qwen3", "chatml", 28, 1024, 3072, 16, 8, 128, 151_936, 40_960, 1e6, 1e-6),
    "qwen3-4b": Shape("qwen3", "chatml", 36, 2560, 9728, 32, 8, 128, 151_936, 40_960, 1e6, 1e-6),
    "llama-3.2-1b": Shape("llama", "llama3", 16, 2048, 8192, 32, 8, 64, 128_256, 131_072, 5e5, 1e-5),
    "gemma-3-1b": Shape("gemma3", "gemma", 26, 1152, 6912, 4, 1, 256, 262_144, 32_768, 1e6, 1e-6, window=512),
    "smollm2-360m": Shape("llama", "chatml", 32, 960, 2560, 15, 5, 64, 49_152, 8_192, 1e5, 1e-5),
    "phi-3-mini": Shape("phi3", "phi3", 32, 3072, 8192, 32, 32, 96, 32_064, 4_096, 1e4, 1e-5, tied=False),
}
"""What `keel bench make-model` can make."""
