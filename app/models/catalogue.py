"""The models on offer: what Keel knows of them before anything is downloaded, from a file that is shipped with it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from app.paths import SOURCE_ROOT
from app.settings.info import QT_TRANSLATE_NOOP
from axes.os_reasons import reason as reason_of
from engine.memory_need import ModelShape

CATALOGUE: Final = SOURCE_ROOT / "resources" / "catalogue" / "catalogue.json"
VERSION: Final = 1
"""The form of the file; a newer one is refused."""

BITS_PER_WEIGHT: Final = {
    "Q4_0": (4.55, 6.56),
    "Q4_K_M": (4.83, 6.56),
    "Q5_K_M": (5.67, 6.56),
    "Q6_K": (6.56, 6.56),
    "Q8_0": (8.50, 8.50),
    "F16": (16.0, 16.0),
}
"""For each quantisation: bits that a weight of the blocks takes on average, and one of the table that makes logits."""

_NARROW_BITS: Final = {"Q4_K_M": (5.70, 8.50), "Q5_K_M": (6.10, 8.50), "Q6_K": (8.50, 8.50)}
"""The same where the width is no multiple of 256, so that llama.cpp has to take simpler and larger blocks."""

GOOD_AT: Final = {
    "tiny": QT_TRANSLATE_NOOP(
        "Catalogue", "Runs on almost any computer; good for trying things out and for very simple questions."
    ),
    "small_talk": QT_TRANSLATE_NOOP("Catalogue", "Quick on an older laptop; short conversations, rephrasing and summaries."),
    "small_thinker": QT_TRANSLATE_NOOP(
        "Catalogue", "Small, in many languages, and can think before it answers; short questions and simple sums."
    ),
    "notebook": QT_TRANSLATE_NOOP("Catalogue", "A good start on a laptop with 8 GB: everyday questions, drafts and summaries."),
    "open_recipe": QT_TRANSLATE_NOOP(
        "Catalogue", "Small and wholly open, data and recipe included; everyday questions in six languages."
    ),
    "reasoning_small": QT_TRANSLATE_NOOP(
        "Catalogue", "Good with sums, logic and code for its size; knows fewer facts than others."
    ),
    "many_languages": QT_TRANSLATE_NOOP("Catalogue", "Friendly conversation and writing in very many languages."),
    "allround_small": QT_TRANSLATE_NOOP(
        "Catalogue", "The best of the small ones in most things: questions, code, sums, many languages."
    ),
    "allround": QT_TRANSLATE_NOOP(
        "Catalogue", "A sound all-rounder for a computer with 16 GB: writing, code, longer conversations."
    ),
    "classic": QT_TRANSLATE_NOOP(
        "Catalogue", "Widely used and well understood: conversation, writing and summaries, best in English."
    ),
    "strong": QT_TRANSLATE_NOOP("Catalogue", "Noticeably better at hard questions, code and long texts; needs a strong computer."),
    "writer": QT_TRANSLATE_NOOP("Catalogue", "Fine writing and translation in many languages; needs a strong computer."),
    "concise": QT_TRANSLATE_NOOP("Catalogue", "Answers briefly and follows instructions closely; needs a strong computer."),
    "fast_large": QT_TRANSLATE_NOOP(
        "Catalogue", "Knows as much as a large model and is as quick as a small one, where there is memory enough."
    ),
    "research": QT_TRANSLATE_NOOP(
        "Catalogue", "One of the models the Assistant axis was first published for; the published axis can be imported."
    ),
}
"""What a model is good at, by the word that stands for it in the file; written here so that it can be translated."""


class CatalogueError(ValueError):
    """A catalogue that cannot be used; the text says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class File:
    """One file on offer.

    repository: "owner/name" on the hub; size: bytes as the hub shows them, which is rounded to three figures, None where it is not
    known. It is for showing and for judging what fits: the exact size is asked of the hub when the download begins.
    """

    repository: str
    file: str
    quantization: str
    size: int | None


@dataclass(frozen=True)
class Entry:
    """One model on offer.

    parameters: how many there are; licence: its short name; good_at: one English sentence, marked for translation in the context
    "Catalogue"; shape: what memory_need has to know, without the bytes of the weights; experts: how many feed-forward parts a
    block has (1 where it is not a mixture), and experts_used how many of them one token passes; tied: whether one table serves
    for input and output; thinks: whether it can think before it answers; published_axis: the folder of a published axis for it,
    "" where there is none.
    """

    key: str
    name: str
    family: str
    parameters: int
    licence: str
    good_at: str
    shape: dict[str, Any]
    experts: int
    experts_used: int
    tied: bool
    thinks: bool
    files: tuple[File, ...]
    published_axis: str

    @property
    def table(self) -> int:
        """The parameters of one table of tokens."""
        return int(self.shape["n_vocab"] * self.shape["n_embd"])

    @property
    def counted_parameters(self) -> int:
        """The parameters that follow from the shape, norm weights left out."""
        return self._parameters(self.experts) + (0 if self.tied else self.table)

    @property
    def active_share(self) -> float:
        """The share of the weights that one token passes: 1 but for mixtures of experts."""
        return self._parameters(self.experts_used) / self._parameters(self.experts)

    def _parameters(self, experts: int) -> int:
        """Return the parameters of the blocks with so many experts, and of one table."""
        s = self.shape
        width, keys, values = s["n_embd"], s["head_dim_k"], s["head_dim_v"]
        attention = sum(width * (s["n_head"] + kv) * (keys + values) for kv in s["n_head_kv"])
        width_of_one = s["n_ff"] if self.experts == 1 else s["expert_n_ff"]
        return int(attention + s["n_layer"] * 3 * width * width_of_one * experts + self.table)

    def weight_bytes(self, file: File) -> int:
        """Return the bytes of a file's weights: as stated, else reckoned from the shape and the quantisation."""
        return file.size if file.size is not None else self.reckoned_bytes(file.quantization)

    def reckoned_bytes(self, quantization: str) -> int:
        """Return about how many bytes the weights take; raises KeyError for a quantisation without figures."""
        wide = self.shape["n_embd"] % 256 == 0
        body, table = BITS_PER_WEIGHT[quantization] if wide else _NARROW_BITS.get(quantization, BITS_PER_WEIGHT[quantization])
        return round((table * self.table + body * (self.counted_parameters - self.table)) / 8)

    def model_shape(self, file: File) -> ModelShape:
        """Return what memory_need asks for, for one of the files."""
        known = {name: value for name, value in self.shape.items() if name != "expert_n_ff"}
        return ModelShape(weight_bytes=self.weight_bytes(file), **known)

    @property
    def usual_file(self) -> File:
        """The file that is offered first."""
        return self.files[0]


@dataclass(frozen=True)
class Catalogue:
    """All models on offer, the smallest first. version: the date of the data, "YYYY-MM-DD"."""

    version: str
    entries: tuple[Entry, ...]

    def entry(self, key: str) -> Entry | None:
        """Return the entry with a key, None where there is none."""
        return next((entry for entry in self.entries if entry.key == key), None)


def load_catalogue(path: Path = CATALOGUE) -> Catalogue:
    """Read the shipped catalogue; raises CatalogueError for one that is damaged or newer than this program."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        if data["form"] > VERSION:
            raise CatalogueError(f"The catalogue {path} was made for a newer Keel, so it is not used.")
        return Catalogue(data["version"], tuple(_entry(each) for each in data["entries"]))
    except CatalogueError:
        raise
    except OSError as error:
        raise CatalogueError(f"The catalogue {path} cannot be read ({reason_of(error)}), so no models are offered.") from error
    except (ValueError, KeyError, TypeError) as error:
        raise CatalogueError(f"The catalogue {path} is damaged ({error}), so no models are offered.") from error


def _entry(data: dict[str, Any]) -> Entry:
    shape = dict(data["shape"])
    kv = shape["n_head_kv"]
    shape["n_head_kv"] = [kv] * shape["n_layer"] if isinstance(kv, int) else list(kv)
    files = tuple(File(data["repository"], each["file"], each["quantization"], each["size"]) for each in data["files"])
    if not files:
        raise CatalogueError(f"The catalogue is damaged: {data['key']} has no file.")
    return Entry(
        key=data["key"],
        name=data["name"],
        family=data["family"],
        parameters=data["parameters"],
        licence=data["licence"],
        good_at=GOOD_AT[data["good_at"]],
        shape=shape,
        experts=data.get("experts", 1),
        experts_used=data.get("experts_used", 1),
        tied=data["tied"],
        thinks=data.get("thinks", False),
        files=files,
        published_axis=data.get("published_axis", ""),
    )
