package io.oddity.view;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelVariableResolver;

/** A compiled expression. */
record Expression(CelRuntime.Program program, Column.Type type) {
    /** Null when the row lacks what it takes, or it cannot be computed. */
    Object evaluate(CelVariableResolver variables) {
        try {
            Object value = program.eval(variables);
            return type.has(value) ? value : null;
        } catch (CelEvaluationException e) {
            return null;
        }
    }
}
