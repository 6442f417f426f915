/**
 * HTTP: the server-sent feeds, the queries, the probes, the metrics and the page.
 *
 * <p>May import {@code bus}, {@code codec}, {@code config}, {@code feedback}, {@code table}, {@code topic}, {@code view}, {@code
 * pipeline}, {@code model} and the plants of {@code demo}; the only package that knows vertx-web. Start with {@link io.oddity.gateway.GatewayVerticle}; what it serves comes from {@link
 * io.oddity.gateway.TailVerticle} and, to the page, {@link io.oddity.gateway.MemoryVerticle}.
 */
package io.oddity.gateway;
