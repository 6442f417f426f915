package io.oddity.app;

import io.oddity.detect.DetectorFactory;
import io.oddity.detect.Detectors;
import io.oddity.detect.Parameter;
import io.oddity.lineup.ModelKind;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code oddity detectors}: what can stand below {@code detector} in a pipeline. */
@Command(
        name = "detectors",
        mixinStandardHelpOptions = true,
        description = "Lists the detectors and their parameters, with defaults.")
final class DetectorsCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        for (DetectorFactory factory : Detectors.all()) {
            out.println(factory.type());
            out.println("  " + factory.summary());
            for (Parameter parameter : factory.parameters()) {
                out.printf(
                        "  %-12s %-10s %s%n",
                        parameter.name(), number(parameter, parameter.fallback()), parameter.meaning());
                out.printf(
                        "  %-12s %-10s from %s to %s%n",
                        "", "", number(parameter, parameter.min()), number(parameter, parameter.max()));
            }
        }
        for (ModelKind kind : ModelKind.values()) {
            out.println(kind.type());
            out.println("  " + kind.summary() + "; needs model: FOLDER, and " + kind.advice());
            kind.obstacle().ifPresent(obstacle -> out.println("  cannot be used yet: " + obstacle));
        }
        out.flush();
        return Exit.OK;
    }

    private static String number(Parameter parameter, double value) {
        return parameter.whole() ? Long.toString((long) value) : Double.toString(value);
    }
}
