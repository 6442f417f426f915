/** The command line and what is deployed in which order. Imports everything; nothing imports it. Start with {@code Server}. */
package io.oddity.app;
