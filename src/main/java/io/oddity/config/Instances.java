package io.oddity.config;

/** How many verticles of each kind; more instances, more parallel, nothing else to change. */
public record Instances(int ingest, int scoring, int gateway) {}
