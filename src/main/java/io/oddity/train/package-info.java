/**
 * Training: rows from files, a topic's past or a simulator become a model's file: {@code oddity train}.
 *
 * <p>{@link io.oddity.train.TrainingSource} yields rows, {@link io.oddity.train.TrainingRows} keeps those that can be trained on. Imports
 * {@code send} for files, {@code config}, {@code codec} and {@code feature} for topics, and kafka-clients; the command line is {@code io.oddity.app.TrainCommand}.
 */
package io.oddity.train;
