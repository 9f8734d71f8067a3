"""Networks in ONNX on one processor core each: they run beside other threads, and give the same figures every time."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onnxruntime import InferenceSession


def session_of(model: bytes) -> "InferenceSession":
    """The network, loaded. Raises whatever onnxruntime raises for bytes that are none."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
