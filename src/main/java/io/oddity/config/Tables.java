package io.oddity.config;

import io.oddity.detect.Detectors;
import io.oddity.view.BaseTable;
import io.oddity.view.View;
import io.oddity.view.ViewException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The tables of a configuration: three of each pipeline, and the views. */
public final class Tables {
    private Tables() {}

    /** All of them by name, views last. */
    public static Map<String, View> of(Config config) {
        Mistakes mistakes = new Mistakes();
        Map<String, View> tables = check(config, mistakes);
        mistakes.throwIfAny();
        return tables;
    }

    /** The same without the views that are wrong. */
    static Map<String, View> check(Config config, Mistakes mistakes) {
        Map<String, View> tables = new LinkedHashMap<>();
        config.pipelines().stream()
                .flatMap(pipeline -> bases(pipeline).stream())
                .forEach(base -> tables.put(base.name(), View.of(base)));
        List<String> bases = List.copyOf(tables.keySet());
        for (int i = 0; i < config.tables().size(); i++) {
            ViewSource source = config.tables().get(i);
            String path = Paths.entry("tables", i);
            if (!bases.contains(source.of())) {
                mistakes.add(
                        Paths.key(path, "of"),
                        "no table is called '" + source.of() + "'; known are " + String.join(", ", bases));
                continue;
            }
            try {
                View view = View.of(
                        tables.get(source.of()).base(),
                        source.name(),
                        source.filter(),
                        source.columns(),
                        source.computed());
                if (tables.putIfAbsent(source.name(), view) != null) {
                    mistakes.add(
                            Paths.key(path, "name"),
                            "must be unique, but a table is called '" + source.name() + "' already");
                }
            } catch (ViewException e) {
                mistakes.add(Paths.key(path, e.key()), e.getMessage());
            }
        }
        return tables;
    }

    private static List<BaseTable> bases(Pipeline pipeline) {
        return BaseTable.of(
                pipeline.name(),
                pipeline.isKeyed(),
                pipeline.channels().stream().map(Pipeline.ChannelSource::name).toList(),
                pipeline.variants().stream()
                        .flatMap(variant -> outputs(variant).stream())
                        .distinct()
                        .toList(),
                pipeline.variants().stream()
                        .flatMap(variant -> variant.detectors().stream())
                        .filter(detector -> detector.model() != null)
                        .map(Pipeline.Detector::name)
                        .distinct()
                        .toList());
    }

    /** What verdicts say beside the score, which is nothing when there is only that. */
    private static List<String> outputs(Pipeline.Variant variant) {
        List<String> outputs = variant.detectors().stream()
                .flatMap(detector -> outputs(detector).map(output -> detector.name() + '.' + output))
                .toList();
        return outputs.size() > 1 ? outputs : List.of();
    }

    private static Stream<String> outputs(Pipeline.Detector detector) {
        if (!detector.outputs().isEmpty()) {
            return detector.outputs().stream().map(Pipeline.ModelOutput::name);
        }
        return Detectors.named(detector.type())
                .map(factory -> factory.outputs(detector.features()))
                .orElse(List.of("score"))
                .stream();
    }
}
