/**
 * What people say of anomalies: kept in a topic where every word stays, and worked out to what it changes about sensors' thresholds.
 *
 * <p>May import {@code bus}, {@code config}, {@code model}, {@code pipeline}, {@code threshold} and {@code topic}. Start with {@link io.oddity.feedback.Judgement}
 * and {@link io.oddity.feedback.FeedbackVerticle}; why it is as it is stands in {@code docs/decisions/0015-feedback-and-rules.md}.
 */
package io.oddity.feedback;
