"""Builds the ONNX graph of a sentence-transformers folder (BERT or MPNet, mean pooling).

The linear layers compute in 8-bit integers: weights with one scale an output, activations with one
scale a *word*, found while running. The usual dynamic quantisation has one scale for the whole
activation, so that the one outlier word most sentences have costs all others their precision:
cosine to the original .90 on average, against .995 here at the same speed
(`docs/decisions/0003-encoder.md`).
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.encoder.errors import EncoderError

OPSET = 20
# Weights use 7 of their 8 bits: a sum of two products then fits 16 bits, and processors without VNNI
# instructions, which add in 16 bits, compute the very same integers as those with them.
LARGEST_WEIGHT = 63
Array = npt.NDArray[Any]


@dataclass(frozen=True)
class Architecture:
    """The sizes of a transformer, and what its tensors are called.

    Attributes:
        layers: the numbers of the layers that are computed.
    """

    kind: str
    layers: tuple[int, ...]
    heads: int
    hidden: int
    epsilon: float
    position_offset: int
    buckets: int
    positions: int

    @classmethod
    def from_config(cls, config: dict[str, Any], left_out: Collection[int] = ()) -> Architecture:
        """Reads a Hugging Face `config.json`.

        Args:
            config: its contents.
            left_out: numbers of layers that are not computed.

        Raises:
            EncoderError: the model is neither BERT nor MPNet, or not with plain GELU.
        """
        kind = config.get("model_type", "")
        if kind not in ("bert", "mpnet"):
            raise EncoderError(
                f"model_type is {kind!r}; only 'bert' and 'mpnet' are supported. "
                "Choose a sentence-transformers folder of one of these."
            )
        if config.get("hidden_act") != "gelu":
            raise EncoderError(
                f"hidden_act is {config.get('hidden_act')!r}; only 'gelu' is supported."
            )
        return cls(
            kind=kind,
            layers=tuple(
                number for number in range(config["num_hidden_layers"]) if number not in left_out
            ),
            heads=config["num_attention_heads"],
            hidden=config["hidden_size"],
            epsilon=config["layer_norm_eps"],
            position_offset=config["pad_token_id"] + 1 if kind == "mpnet" else 0,
            buckets=config.get("relative_attention_num_buckets", 32),
            positions=config["max_position_embeddings"],
        )

    def names(self, layer: int) -> dict[str, str]:
        """Tensor names of one layer, by their role."""
        start = f"encoder.layer.{layer}."
        if self.kind == "mpnet":
            attention = {role: f"{start}attention.attn.{role}" for role in "qkvo"}
            norm = f"{start}attention.LayerNorm"
        else:
            long = {"q": "query", "k": "key", "v": "value"}
            attention = {role: f"{start}attention.self.{long[role]}" for role in "qkv"}
            attention["o"] = f"{start}attention.output.dense"
            norm = f"{start}attention.output.LayerNorm"
        return attention | {
            "norm": norm,
            "up": f"{start}intermediate.dense",
            "down": f"{start}output.dense",
            "out_norm": f"{start}output.LayerNorm",
        }


class Safetensors:
    """The tensors of a `model.safetensors` file, read lazily through a memory map."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as file:
            self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        size = int.from_bytes(self._map[:8], "little")
        self._header: dict[str, Any] = json.loads(self._map[8 : 8 + size])
        self._start = 8 + size

    def __getitem__(self, name: str) -> npt.NDArray[np.float32]:
        """The tensor, with any common prefix of the checkpoint left out."""
        entry = next(
            (self._header[k] for k in (name, f"mpnet.{name}", f"bert.{name}") if k in self._header),
            None,
        )
        if entry is None:
            raise EncoderError(f"the weights hold no tensor {name!r}; is the file whole?")
        kinds = {"F32": np.float32, "F16": np.float16}
        if entry["dtype"] not in kinds:
            raise EncoderError(
                f"tensor {name!r} is {entry['dtype']}; only F32 and F16 are supported."
            )
        begin, end = (self._start + offset for offset in entry["data_offsets"])
        flat = np.frombuffer(self._map[begin:end], dtype=kinds[entry["dtype"]])
        return flat.astype(np.float32).reshape(entry["shape"])


def quantise(
    weight: npt.NDArray[np.float32],
) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.float32]]:
    """Stores a linear layer's weight as integers from -63 to 63.

    Args:
        weight: float32, shape (out, in).

    Returns:
        The integers, transposed: shape (in, out); and the scales, shape (out,).
    """
    scale = np.abs(weight).max(axis=1) / LARGEST_WEIGHT
    scale[scale == 0] = 1.0
    integers = np.rint(weight / scale[:, None]).astype(np.int8)
    return integers.T, scale.astype(np.float32)


def relative_buckets(architecture: Architecture) -> npt.NDArray[np.int64]:
    """MPNet's bucket for each distance key - query, from -(positions - 1) to positions - 1.

    The formula is T5's, bidirectional, with a largest distance of 128 (Raffel et al. 2020, 2.1).
    """
    half = architecture.buckets // 2
    exact = half // 2
    distance = np.arange(-(architecture.positions - 1), architecture.positions)
    size = np.abs(distance)
    far = exact + (
        np.log(np.maximum(size, 1).astype(np.float32) / exact)
        / np.log(128 / exact)
        * (half - exact)
    ).astype(np.int64)
    bucket = np.where(size < exact, size, np.minimum(far, half - 1))
    buckets: npt.NDArray[np.int64] = (bucket + np.where(distance > 0, half, 0)).astype(np.int64)
    return buckets


class GraphBuilder:
    """Writes one encoder's graph, node by node."""

    def __init__(self, architecture: Architecture, weights: Safetensors) -> None:
        self.architecture = architecture
        self.weights = weights
        self.nodes: list[onnx.NodeProto] = []
        self.initializers: list[onnx.TensorProto] = []
        for name, value in (
            ("1.0", np.float32(1)),
            ("127.0", np.float32(127)),
            ("128", np.uint8(128)),
            ("zero", np.int64(0)),
            ("one", np.int64(1)),
            ("axis0", np.array([0])),
            ("axis1", np.array([1])),
            ("axis2", np.array([2])),
            ("axes12", np.array([1, 2])),
            ("last_axis", np.array([-1])),
        ):
            self.constant(name, value)

    def constant(self, name: str, value: npt.ArrayLike) -> str:
        """Adds an initializer and returns its name."""
        self.initializers.append(numpy_helper.from_array(np.asarray(value, order="C"), name))
        return name

    def node(self, kind: str, inputs: list[str], domain: str = "", **attributes: Any) -> str:
        """Adds a node with one output and returns that output's name."""
        output = f"{kind.lower()}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def linear(self, x: str, name: str, weight: Array, bias: Array) -> str:
        """A linear layer in integers; `weight` has shape (out, in)."""
        integers, scales = quantise(weight)
        largest = self.node("ReduceMax", [self.node("Abs", [x]), "last_axis"], keepdims=1)
        step = self.node("Div", [largest, "127.0"])
        words = self.node("QuantizeLinear", [self.node("Div", [x, step]), "1.0", "128"])
        weights = [
            self.constant(f"{name}.q", integers),
            "1.0",
            self.constant(f"{name}.scale", scales),
        ]
        y = self.node("MatMulIntegerToFloat", [words, *weights, "128"], domain="com.microsoft")
        return self.node("Add", [self.node("Mul", [y, step]), self.constant(f"{name}.bias", bias)])

    def norm(self, x: str, name: str) -> str:
        """Layer normalisation over the last axis."""
        scale = self.constant(f"{name}.weight", self.weights[f"{name}.weight"])
        bias = self.constant(f"{name}.bias", self.weights[f"{name}.bias"])
        return self.node(
            "LayerNormalization", [x, scale, bias], axis=-1, epsilon=self.architecture.epsilon
        )

    def embeddings(self) -> str:
        """Word and position embeddings (half precision in the file), normalised."""
        words = self.weights["embeddings.word_embeddings.weight"].astype(np.float16)
        looked_up = self.node("Gather", [self.constant("words", words), "input_ids"])
        x = self.node("Cast", [looked_up], to=TensorProto.FLOAT)
        positions = self.weights["embeddings.position_embeddings.weight"][
            self.architecture.position_offset :
        ]
        if self.architecture.kind == "bert":
            positions = positions + self.weights["embeddings.token_type_embeddings.weight"][0]
        length = self.node("Gather", [self.node("Shape", ["input_ids"]), "one"])
        self.places = self.node("Range", ["zero", length, "one"])
        at = self.node("Gather", [self.constant("positions", positions), self.places])
        return self.norm(self.node("Add", [x, at]), "embeddings.LayerNorm")

    def attention_bias(self) -> str:
        """What is added to the attention scores: the padding mask and MPNet's distance bias."""
        mask = self.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        inverse = self.node("Sub", ["1.0", mask])
        penalty = self.node("Mul", [inverse, self.constant("masked", np.float32(-1e9))])
        bias = self.node("Unsqueeze", [penalty, "axes12"])
        if self.architecture.kind != "mpnet":
            return bias
        table = self.weights["encoder.relative_attention_bias.weight"][
            relative_buckets(self.architecture)
        ]
        keys = self.node("Unsqueeze", [self.places, "axis0"])
        queries = self.node("Unsqueeze", [self.places, "axis1"])
        offset = self.constant("offset", np.array(self.architecture.positions - 1))
        index = self.node("Add", [self.node("Sub", [keys, queries]), offset])
        distances = self.node("Gather", [self.constant("distances", table), index])
        heads_first = self.node("Transpose", [distances], perm=[2, 0, 1])
        return self.node("Add", [self.node("Unsqueeze", [heads_first, "axis0"]), bias])

    def layer(self, x: str, number: int, bias: str) -> str:
        """One transformer layer: attention and feed-forward, each with its residual and norm."""
        names, a = self.architecture.names(number), self.architecture
        size = a.hidden // a.heads
        q, k, v = (self.weights[f"{names[role]}.weight"] for role in "qkv")
        qb, kb, vb = (self.weights[f"{names[role]}.bias"] for role in "qkv")
        scale = np.float32(1 / np.sqrt(size))
        joined = self.linear(
            x,
            f"{number}.qkv",
            np.concatenate([q * scale, k, v]),
            np.concatenate([qb * scale, kb, vb]),
        )
        split = f"split_{number}"
        parts = [f"{split}_{role}" for role in "qkv"]
        self.nodes.append(helper.make_node("Split", [joined], parts, axis=-1, num_outputs=3))
        shape = self.constant(f"{number}.heads", np.array([0, 0, a.heads, size]))
        query, key, value = (
            self.node("Transpose", [self.node("Reshape", [part, shape])], perm=perm)
            for part, perm in zip(parts, ([0, 2, 1, 3], [0, 2, 3, 1], [0, 2, 1, 3]), strict=True)
        )
        scores = self.node("Add", [self.node("MatMul", [query, key]), bias])
        context = self.node("MatMul", [self.node("Softmax", [scores], axis=-1), value])
        flat = self.node(
            "Reshape",
            [
                self.node("Transpose", [context], perm=[0, 2, 1, 3]),
                self.constant(f"{number}.flat", np.array([0, 0, a.hidden])),
            ],
        )
        attended = self.linear(
            flat,
            f"{number}.o",
            self.weights[f"{names['o']}.weight"],
            self.weights[f"{names['o']}.bias"],
        )
        x = self.norm(self.node("Add", [attended, x]), names["norm"])
        up = self.linear(
            x,
            f"{number}.up",
            self.weights[f"{names['up']}.weight"],
            self.weights[f"{names['up']}.bias"],
        )
        down = self.linear(
            self.node("Gelu", [up]),
            f"{number}.down",
            self.weights[f"{names['down']}.weight"],
            self.weights[f"{names['down']}.bias"],
        )
        return self.norm(self.node("Add", [down, x]), names["out_norm"])

    def pool(self, x: str) -> str:
        """The mean over the words that are no padding, scaled to length one."""
        mask = self.node("Cast", ["attention_mask"], to=TensorProto.FLOAT)
        wide = self.node("Unsqueeze", [mask, "axis2"])
        total = self.node("ReduceSum", [self.node("Mul", [x, wide]), "axis1"], keepdims=0)
        mean = self.node("Div", [total, self.node("ReduceSum", [mask, "axis1"], keepdims=1)])
        return self.node("LpNormalization", [mean], axis=-1, p=2)

    def build(self, progress: Callable[[int, int], None]) -> onnx.ModelProto:
        """The whole graph: `input_ids` and `attention_mask`, int64 (batch, words), to `embedding`."""
        x = self.embeddings()
        bias = self.attention_bias()
        for done, number in enumerate(self.architecture.layers, start=1):
            x = self.layer(x, number, bias)
            progress(done, len(self.architecture.layers))
        self.nodes.append(helper.make_node("Identity", [self.pool(x)], ["embedding"]))
        graph = helper.make_graph(
            self.nodes,
            "sentence_encoder",
            [
                helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "words"])
                for name in ("input_ids", "attention_mask")
            ],
            [
                helper.make_tensor_value_info(
                    "embedding", TensorProto.FLOAT, ["batch", self.architecture.hidden]
                )
            ],
            self.initializers,
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("com.microsoft", 1)]
        return helper.make_model(
            graph, opset_imports=opsets, ir_version=10, producer_name="between-sessions"
        )


def build_graph(
    folder: Path,
    progress: Callable[[int, int], None] = lambda done, total: None,
    left_out: Collection[int] = (),
) -> onnx.ModelProto:
    """Builds the graph of a sentence-transformers folder.

    Args:
        folder: holds `config.json` and `model.safetensors`.
        progress: called after each layer with (layers done, layers in all).
        left_out: numbers of layers that are not computed.

    Raises:
        EncoderError: a file is missing, or the model is of another kind.
    """
    for name in ("config.json", "model.safetensors"):
        if not (folder / name).is_file():
            raise EncoderError(
                f"{folder / name} is missing; it is part of a sentence-transformers folder."
            )
    config = json.loads((folder / "config.json").read_text())
    return GraphBuilder(
        Architecture.from_config(config, left_out), Safetensors(folder / "model.safetensors")
    ).build(progress)
