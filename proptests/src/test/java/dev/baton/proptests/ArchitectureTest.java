package dev.baton.proptests;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static java.util.stream.Collectors.toSet;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

import org.jspecify.annotations.NullMarked;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.module.ModuleDescriptor;
import java.net.URL;
import java.util.Collections;
import java.util.Set;
import java.util.stream.Stream;

/** Who may know whom, and what the public sees. */
@AnalyzeClasses(packages = "dev.baton", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] BUFFERS = {"dev.baton.buffers.."};
    private static final String[] ENGINE = {
        "dev.baton.engine..", "dev.baton.fence..", "dev.baton.event..", "dev.baton.law.."
    };
    private static final String[] DEVICES = {
        "dev.baton.sim..",
        "dev.baton.explore..",
        "dev.baton.trace..",
        "dev.baton.report..",
        "dev.baton.cli.."
    };
    private static final String PROPTESTS = "dev.baton.proptests..";

    @ArchTest
    static final ArchRule everyClassHasItsModule = classes()
            .should()
            .resideInAnyPackage(Stream.of(BUFFERS, ENGINE, DEVICES, new String[] {PROPTESTS})
                    .flatMap(Stream::of)
                    .toArray(String[]::new));

    @ArchTest
    static final ArchRule buffersKnowNothingOfBaton = among(BUFFERS, onlyBaton(BUFFERS));

    @ArchTest
    static final ArchRule theEngineKnowsOnlyBuffers = among(ENGINE, onlyBaton(BUFFERS, ENGINE));

    @ArchTest
    static final ArchRule devicesDoNotKnowTheirTests =
            among(DEVICES, onlyBaton(BUFFERS, ENGINE, DEVICES));

    @ArchTest
    static final ArchRule theCoreOfTheBuffersKnowsNoMachine = noClasses()
            .that()
            .resideInAPackage("dev.baton.buffers")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.baton.buffers.machine..",
                    "dev.baton.buffers.iommu..",
                    "dev.baton.buffers.heap..");

    @ArchTest
    static final ArchRule theCoreOfTheEngineKnowsOnlyTheGraph = noClasses()
            .that()
            .resideInAPackage("dev.baton.engine..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.baton.event..", "dev.baton.law..")
                    .and(not(nameMatching("dev\\.baton\\.law\\.WaitForGraph.*"))));

    @ArchTest
    static final ArchRule fencesKnowOnlyTimersAndRefusalsOfTheEngine = noClasses()
            .that()
            .resideInAPackage("dev.baton.fence..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.baton..")
                    .and(resideOutsideOfPackages("dev.baton.fence.."))
                    .and(not(nameMatching("dev\\.baton\\.engine\\.(Timers.*|RefusedException)"))));

    @ArchTest
    static final ArchRule eventsKnowNoLaws = noClasses()
            .that()
            .resideInAPackage("dev.baton.event..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.baton.law..");

    @ArchTest
    static final ArchRule onlyTheCommandLineKnowsTheCommandLine = noClasses()
            .that()
            .resideOutsideOfPackage("dev.baton.cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.baton.cli..");

    @ArchTest
    static final ArchRule jqwikAndJunitStayInProptests = noClasses()
            .that()
            .resideOutsideOfPackage(PROPTESTS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.jqwik..", "org.junit..");

    @ArchTest
    static final ArchRule whatIsWatchedAndPlannedNeedsNoFramework = noClasses()
            .that(nameMatching(
                    "dev\\.baton\\.proptests\\.(Census|Counts|Pipeline|PlannedJob|Statistics"
                            + "|TestSource|Vacuity|WatchedDispatcher|Wish)(\\$.*)?"))
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.jqwik..", "org.junit..");

    /** A blocked thread waits in real time; who passes a scheduler to Timers.on asked for it. */
    @ArchTest
    static final ArchRule noClockIsReadUnlessARealThreadWaits = noClasses()
            .that()
            .resideInAnyPackage("dev.baton.engine..", "dev.baton.fence..", "dev.baton.buffers..")
            .should()
            .callMethodWhere(readsAClock()
                    .and(isOutsideOf("Acquisition", "<init>"))
                    .and(isOutsideOf("Wait", "park"))
                    .and(isOutsideOf("Acquisition", "await"))
                    .and(isOutsideOf("ExecutorTimers", "<init>"))
                    .and(isOutsideOf("ExecutorTimers", "nowNanos")));

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes().should(beNullMarked());

    @ArchTest
    static final ArchRule thePublicSeesNoThirdParty =
            classes().that(areExported()).and().arePublic().should(showOnlyOwnAndJdkTypes());

    private static ArchRule among(String[] packages, DescribedPredicate<JavaClass> allowed) {
        return classes()
                .that()
                .resideInAnyPackage(packages)
                .should()
                .onlyDependOnClassesThat(allowed);
    }

    private static DescribedPredicate<JavaClass> onlyBaton(String[]... packages) {
        String[] allowed = Stream.of(packages).flatMap(Stream::of).toArray(String[]::new);
        return resideInAnyPackage(allowed).or(resideOutsideOfPackages("dev.baton.."));
    }

    private static DescribedPredicate<JavaMethodCall> readsAClock() {
        return DescribedPredicate.describe(
                "reads a clock",
                call -> call.getTargetOwner().isEquivalentTo(System.class)
                                && Set.of("nanoTime", "currentTimeMillis").contains(call.getName())
                        || call.getTargetOwner().getPackageName().equals("java.time")
                                && Set.of("now", "millis", "instant").contains(call.getName()));
    }

    private static DescribedPredicate<JavaMethodCall> isOutsideOf(String type, String method) {
        return DescribedPredicate.describe(
                "is outside of " + type + "." + method,
                call -> !call.getOriginOwner().getSimpleName().equals(type)
                        || !call.getOrigin().getName().equals(method));
    }

    private static ArchCondition<JavaClass> beNullMarked() {
        return new ArchCondition<>("be in a package marked @NullMarked") {
            @Override
            public void check(JavaClass owner, ConditionEvents events) {
                if (!owner.getPackage().isAnnotatedWith(NullMarked.class)) {
                    String message = owner.getPackageName() + " is not @NullMarked";
                    events.add(SimpleConditionEvent.violated(owner, message));
                }
            }
        };
    }

    private static DescribedPredicate<JavaClass> areExported() {
        Set<String> packages = exportedPackages();
        return DescribedPredicate.describe(
                "are exported", owner -> packages.contains(owner.getPackageName()));
    }

    private static ArchCondition<JavaClass> showOnlyOwnAndJdkTypes() {
        return new ArchCondition<>("show only types of Baton and the JDK") {
            @Override
            public void check(JavaClass owner, ConditionEvents events) {
                Stream<JavaType> parents = Stream.concat(
                        owner.getSuperclass().stream(), owner.getInterfaces().stream());
                Stream<JavaType> members = owner.getMembers().stream()
                        .filter(ArchitectureTest::isVisible)
                        .flatMap(ArchitectureTest::typesOf);
                Stream.concat(parents, members)
                        .flatMap(type -> type.getAllInvolvedRawTypes().stream())
                        .map(JavaClass::getBaseComponentType)
                        .filter(type -> !isOwnOrJdk(type))
                        .distinct()
                        .map(type -> owner.getName() + " shows " + type.getName())
                        .forEach(it -> events.add(SimpleConditionEvent.violated(owner, it)));
            }
        };
    }

    private static boolean isVisible(JavaMember member) {
        Set<JavaModifier> modifiers = member.getModifiers();
        return modifiers.contains(JavaModifier.PUBLIC)
                || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static Stream<JavaType> typesOf(JavaMember member) {
        if (member instanceof JavaField field) {
            return Stream.of(field.getType());
        }
        JavaCodeUnit unit = (JavaCodeUnit) member;
        return Stream.of(
                        Stream.of(unit.getReturnType()),
                        unit.getParameterTypes().stream(),
                        unit.getExceptionTypes().stream())
                .flatMap(types -> types);
    }

    private static boolean isOwnOrJdk(JavaClass type) {
        return type.isPrimitive()
                || resideInAnyPackage("dev.baton..", "java..", "javax..", "jdk..")
                        .test(type);
    }

    /** As the module files say, which the tests' class path would otherwise ignore. */
    private static Set<String> exportedPackages() {
        try {
            return Collections.list(ArchitectureTest.class
                            .getClassLoader()
                            .getResources("module-info.class"))
                    .stream()
                    .map(ArchitectureTest::moduleAt)
                    .filter(module -> module.name().startsWith("dev.baton."))
                    .flatMap(module -> module.exports().stream())
                    .map(ModuleDescriptor.Exports::source)
                    .collect(toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ModuleDescriptor moduleAt(URL moduleInfo) {
        try (InputStream in = moduleInfo.openStream()) {
            return ModuleDescriptor.read(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
