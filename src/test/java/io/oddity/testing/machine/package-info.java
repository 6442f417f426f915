/** Oddity and a broker as processes of their own, for tests of the whole. */
package io.oddity.testing.machine;
