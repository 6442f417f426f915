package io.oddity.config;

/**
 * Where HTTP is served.
 *
 * @param host the address to listen on; loopback unless told otherwise
 * @param port 0 takes a free one
 */
public record Http(String host, int port) {}
