package io.oddity.bus;

/** A topic of verdicts that clients can follow. */
public enum Feed {
    /** Every verdict; read only while somebody follows it. */
    SCORED("verdict"),
    /** The anomalies among them. */
    ANOMALIES("anomaly");

    private final String eventName;

    Feed(String eventName) {
        this.eventName = eventName;
    }

    /** What server-sent events of this feed are called. */
    public String eventName() {
        return eventName;
    }
}
