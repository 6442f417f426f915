package io.oddity.onnx;

/** An ONNX model that cannot be used; the message says what it is or has, and what it must. */
final class WrongModel extends Exception {
    WrongModel(String message) {
        super(message);
    }

    WrongModel(String message, Throwable cause) {
        super(message, cause);
    }
}
