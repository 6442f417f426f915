package io.oddity.view;

/** What is wrong with a view, or with a filter that was asked for. */
public final class ViewException extends Exception {
    private final String key;

    ViewException(String key, String message) {
        super(message);
        this.key = key;
    }

    ViewException at(String otherKey) {
        return new ViewException(otherKey, getMessage());
    }

    /** Which part of the view: {@code filter}, {@code columns[2]}, {@code computed.fahrenheit}. */
    public String key() {
        return key;
    }
}
