package io.oddity.modelfile;

/** JSON that is not what it should be; the message begins with the place. */
final class WrongJson extends Exception {
    WrongJson(String message) {
        super(message);
    }
}
