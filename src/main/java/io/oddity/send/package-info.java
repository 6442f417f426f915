/**
 * Files of measurements become Kafka records: {@code oddity send}.
 *
 * <p>{@link io.oddity.send.InputFiles} opens a file as a {@link io.oddity.send.RowSource}, a {@link io.oddity.send.RowFormat} makes
 * each row a key, a value and a timestamp, and {@link io.oddity.send.Sender} hands them to a producer at a
 * {@link io.oddity.send.Pace}. Imports Jackson and kafka-clients, no other package of Oddity; the command line is
 * {@code io.oddity.app.SendCommand}. Start with {@code Sender}.
 */
package io.oddity.send;
