package io.oddity.view;

import dev.cel.bundle.Cel;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelSourceLocation;
import dev.cel.common.CelValidationException;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.navigation.CelNavigableAst;
import dev.cel.common.navigation.CelNavigableExpr;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.validator.CelAstValidator;
import dev.cel.validator.CelValidator;
import dev.cel.validator.CelValidatorFactory;
import dev.cel.validator.validators.RegexLiteralValidator;
import java.util.Collection;
import java.util.List;

/**
 * Compiles expressions about the rows of a table, in CEL with {@code has} as the only macro: nothing loops, so an expression costs what
 * its length costs. Regular expressions are RE2's, whose time is linear. Numbers of different types may be compared.
 */
final class Expressions {
    static final int MAX_LENGTH = 1_000;

    private static final int MAX_DEPTH = 40;

    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .evaluateCanonicalTypesToNativeValues(true)
            .enableComprehension(false)
            .maxExpressionCodePointSize(MAX_LENGTH)
            .maxParseRecursionDepth(MAX_DEPTH)
            .maxRegexProgramSize(1_000)
            .build();

    private static final CelRuntime RUNTIME =
            CelRuntimeFactory.standardCelRuntimeBuilder().setOptions(OPTIONS).build();

    private final BaseTable table;
    private final Collection<Column> computed;

    /** Made when it is needed, which of most tables it never is. */
    private CelCompiler compiler;

    /** @param computed further variables */
    Expressions(BaseTable table, Collection<Column> computed) {
        this.table = table;
        this.computed = computed;
    }

    private CelValidator validator() {
        return CelValidatorFactory.standardCelValidatorBuilder(compiler(), RUNTIME)
                .addAstValidators(RegexLiteralValidator.INSTANCE, this::checkKeys)
                .build();
    }

    private synchronized CelCompiler compiler() {
        if (compiler == null) {
            CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.HAS);
            table.variables().forEach(builder::addVar);
            computed.forEach(column -> builder.addVar(column.name(), column.type().cel));
            compiler = builder.build();
        }
        return compiler;
    }

    /** An expression that is true or false. */
    Expression condition(String text) throws ViewException {
        Expression expression = compile(text);
        if (expression.type() != Column.Type.FLAG) {
            throw new ViewException(
                    "", "must be true or false, not " + expression.type().cel.name());
        }
        return expression;
    }

    Expression compile(String text) throws ViewException {
        if (text.length() > MAX_LENGTH) {
            throw new ViewException("", "must have at most " + MAX_LENGTH + " characters, has " + text.length());
        }
        try {
            CelAbstractSyntaxTree tree =
                    validator().validate(compiler().compile(text).getAst()).getAst();
            Column.Type type = Column.Type.of(tree.getResultType())
                    .orElseThrow(() -> new ViewException(
                            "",
                            "must be a number, text, true or false, or a time, not "
                                    + tree.getResultType().name()));
            return new Expression(RUNTIME.createProgram(tree), type);
        } catch (CelValidationException e) {
            CelIssue first = e.getErrors().get(0);
            CelSourceLocation at = first.getSourceLocation();
            throw new ViewException(
                    "",
                    first.getMessage().replace(" (in container '')", "") + " (line " + at.getLine() + ", column "
                            + (at.getColumn() + 1) + ")");
        } catch (CelEvaluationException e) {
            throw new ViewException("", e.getMessage());
        }
    }

    /** To CEL a map may have any entry; here a channel that there is not is a typing error. */
    private void checkKeys(CelNavigableAst tree, Cel cel, CelAstValidator.IssuesFactory issues) {
        tree.getRoot().allNodes().map(CelNavigableExpr::expr).forEach(expr -> {
            if (expr.getKind() == CelExpr.ExprKind.Kind.SELECT) {
                checkKey(expr.select().operand(), expr.select().field(), issues);
            } else if (expr.getKind() == CelExpr.ExprKind.Kind.CALL
                    && expr.call().function().equals("_[_]")
                    && expr.call().args().get(1).constantOrDefault().getKind() == CelConstant.Kind.STRING_VALUE) {
                List<CelExpr> args = expr.call().args();
                checkKey(args.get(0), args.get(1).constant().stringValue(), issues);
            }
        });
    }

    private void checkKey(CelExpr map, String key, CelAstValidator.IssuesFactory issues) {
        String field = map.identOrDefault().name();
        List<String> known = table.keys(field);
        if (!known.isEmpty() && !known.contains(key)) {
            issues.addError(map.id(), field + " has no '" + key + "'; known are " + String.join(", ", known));
        }
    }
}
