/**
 * ONNX models: read without trust, run by the ONNX runtime, one row at a time so that a row gives the same numbers whatever came with it.
 *
 * <p>The runtime is an optional part: nobody else imports {@code ai.onnxruntime}, and {@link io.oddity.onnx.OnnxReader}, where to start,
 * says what to do where it is absent. May import {@code config}, {@code detect}, {@code model} and {@code modelfile}.
 */
package io.oddity.onnx;
