package io.oddity.backtest.report;

import org.apache.commons.text.StringEscapeUtils;

/** Text in a page. */
final class Html {
    private Html() {}

    /** Text, or a quoted attribute's value; what XML cannot hold is left out. */
    static String escape(String text) {
        return StringEscapeUtils.escapeXml10(text);
    }
}
