/** The jar as it is shipped, with a real broker; run by {@code mvn verify}. */
package io.oddity.it;
