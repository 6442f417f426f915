package io.oddity.model;

/**
 * What is to be said of the decision about a reading, where there is something.
 *
 * @param isApart whether it is odd however often such readings come
 * @param correctedBy the place in the feedback topic up to which feedback counted; -1 where there was none on its sensor
 * @param ignored the rule for which it is no anomaly; null where none was
 */
public record Remark(boolean isApart, long correctedBy, String ignored) {}
