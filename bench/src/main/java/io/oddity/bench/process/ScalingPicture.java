package io.oddity.bench.process;

import io.oddity.bench.process.Report.Spread;
import java.util.List;
import java.util.Locale;

/** Draws throughput as plain SVG: a panel for each thing that changes, all on one scale from 0 on. */
final class ScalingPicture {
    private static final int PANEL_WIDTH = 230;
    private static final int LEFT = 60;
    private static final int TOP = 50;
    private static final int HEIGHT = 220;
    private static final int FOOT = 60;
    private static final double ROOM = 0.7;

    private final StringBuilder svg = new StringBuilder();
    private final double most;

    /** Readings a second and CPU ns a reading at one value. */
    record Dot(int value, Spread speed, Spread cpuNanos) {}

    /** What changes, and what came of it. */
    record Panel(String name, List<Dot> dots) {}

    private ScalingPicture(double most) {
        this.most = most;
    }

    static String svg(List<Panel> panels) {
        double most = panels.stream()
                .flatMap(panel -> panel.dots().stream())
                .mapToDouble(dot -> dot.speed().max())
                .max()
                .orElseThrow();
        double step = Math.pow(10, Math.floor(Math.log10(most)));
        double round = most / step > 5 ? 2 * step : most / step > 2 ? step : step / 2;
        ScalingPicture picture = new ScalingPicture(Math.ceil(most / round) * round);
        picture.draw(panels, round);
        return picture.svg.toString();
    }

    private void draw(List<Panel> panels, double step) {
        int width = LEFT + PANEL_WIDTH * panels.size();
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" font-family=\"sans-serif\" font-size=\"12\">",
                width, TOP + HEIGHT + FOOT);
        add("<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>");
        text(LEFT, 20, "start", "readings/s, exactly once (thousands); whiskers from the least to the most round; below: CPU us a reading");
        for (double at = 0; at <= most; at += step) {
            add("<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/>", LEFT, y(at), width);
            text(LEFT - 8, y(at) + 4, "end", String.format(Locale.ROOT, "%.0f", at / 1e3));
        }
        for (int i = 0; i < panels.size(); i++) {
            draw(panels.get(i), LEFT + i * PANEL_WIDTH);
        }
        add("</svg>");
    }

    private void draw(Panel panel, int left) {
        text(left + PANEL_WIDTH / 2.0, TOP - 12, "middle", panel.name());
        double slot = (double) PANEL_WIDTH / panel.dots().size();
        for (int i = 0; i < panel.dots().size(); i++) {
            Dot dot = panel.dots().get(i);
            double middle = left + (i + 0.5) * slot;
            double top = y(dot.speed().median());
            double bar = ROOM * Math.min(slot, 60);
            add(
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" fill=\"#4477aa\"/>",
                    middle - bar / 2, top, bar, y(0) - top);
            add(
                    "<path d=\"M%.1f %.1fV%.1f\" stroke=\"#000\"/>",
                    middle, y(dot.speed().min()), y(dot.speed().max()));
            text(middle, y(dot.speed().max()) - 5, "middle", String.format(Locale.ROOT, "%.0f", dot.speed().median() / 1e3));
            text(middle, y(0) + 18, "middle", String.format(Locale.ROOT, "%,d", dot.value()));
            text(middle, y(0) + 36, "middle", String.format(Locale.ROOT, "%.1f us", dot.cpuNanos().median() / 1e3));
        }
    }

    private double y(double speed) {
        return TOP + HEIGHT * (1 - speed / most);
    }

    private void text(double x, double y, String anchor, String words) {
        add("<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", x, y, anchor, words);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }
}
