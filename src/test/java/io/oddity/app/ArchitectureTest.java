package io.oddity.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.callMethod;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.vertx.core.VerticleBase;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;

/** How the packages may lean on each other. */
@AnalyzeClasses(packages = "io.oddity", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] CORE = {
        "io.oddity.model..",
        "io.oddity.feature..",
        "io.oddity.threshold..",
        "io.oddity.detect..",
        "io.oddity.health..",
        "io.oddity.explain..",
        "io.oddity.pipeline.."
    };

    @ArchTest
    static final ArchRule packagesPointOneWay =
            slices().matching("io.oddity.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule theCoreIsPlainJava = classes()
            .that()
            .resideInAnyPackage(CORE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(CORE).or(resideInAnyPackage("java..")));

    @ArchTest
    static final ArchRule theModelKnowsNobody = classes()
            .that()
            .resideInAPackage("io.oddity.model..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.oddity.model..", "java.."));

    @ArchTest
    static final ArchRule theMetricsKnowNobody = classes()
            .that()
            .resideInAPackage("io.oddity.backtest.metrics..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("io.oddity.backtest.metrics..", "java.."));

    @ArchTest
    static final ArchRule aBacktestNeedsNoReport = noClasses()
            .that()
            .resideInAPackage("io.oddity.backtest")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.oddity.backtest.report..");

    @ArchTest
    static final ArchRule aBacktestNeedsNothingThatRunsLive = noClasses()
            .that()
            .resideInAPackage("io.oddity.backtest..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx..",
                    "io.oddity.bus..",
                    "io.oddity.ingest..",
                    "io.oddity.score..",
                    "io.oddity.gateway..",
                    "io.oddity.lineup..");

    @ArchTest
    static final ArchRule theCoreHasNeitherClockNorDice = noClasses()
            .that()
            .resideInAnyPackage(CORE)
            .should(callMethod(System.class, "currentTimeMillis"))
            .orShould(callMethod(System.class, "nanoTime"))
            .orShould(callMethod(Instant.class, "now"))
            .orShould(callMethod(Math.class, "random"))
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(Clock.class)
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");

    @ArchTest
    static final ArchRule onlyTheDemoCarriesABroker = noClasses()
            .that()
            .resideOutsideOfPackage("io.oddity.demo..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "kafka..",
                    "org.apache.kafka.metadata..",
                    "org.apache.kafka.server..",
                    "org.apache.kafka.storage..",
                    "org.apache.kafka.raft..",
                    "org.apache.kafka.controller..");

    @ArchTest
    static final ArchRule randomCutForestIsAPlugIn = noClasses()
            .that()
            .resideOutsideOfPackage("io.oddity.rcf..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("com.amazon.randomcutforest..", "io.oddity.rcf..");

    /** Bytes from a topic must not say which class is to be made of them. */
    @ArchTest
    static final ArchRule nothingIsSerializedByJava = noClasses()
            .should()
            .dependOnClassesThat()
            .areAssignableTo(ObjectInput.class)
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(ObjectOutput.class);

    @ArchTest
    static final ArchRule onlyTheGatewaySpeaksHttp = noClasses()
            .that()
            .resideOutsideOfPackage("io.oddity.gateway..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.vertx.ext.web..");

    /** It may be absent. */
    @ArchTest
    static final ArchRule onlyOnnxKnowsItsRuntime = noClasses()
            .that()
            .resideOutsideOfPackage("io.oddity.onnx..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("ai.onnxruntime..");

    @ArchTest
    static final ArchRule onlyTheAppReadsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("io.oddity.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..");

    @ArchTest
    static final ArchRule nobodyKnowsTheApp = noClasses()
            .that()
            .resideOutsideOfPackage("io.oddity.app..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.oddity.app..");

    @ArchTest
    static final ArchRule verticlesAreCalledSo =
            classes().that().areAssignableTo(VerticleBase.class).should().haveSimpleNameEndingWith("Verticle");

    @ArchTest
    static final ArchRule packagesExplainThemselves = classes()
            .that()
            .arePublic()
            .should(new ArchCondition<>("be in a package with a package-info.java") {
                @Override
                public void check(JavaClass item, ConditionEvents events) {
                    events.add(new SimpleConditionEvent(
                            item, isExplained(item), item.getPackageName() + " has no package-info.java"));
                }
            });

    /** A package-info without annotations leaves no class file behind, so the source is what is looked for. */
    private static boolean isExplained(JavaClass item) {
        return Files.exists(Path.of("src/main/java", item.getPackageName().replace('.', '/'), "package-info.java"));
    }
}
