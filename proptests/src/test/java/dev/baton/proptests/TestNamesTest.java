package dev.baton.proptests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ClassFileImporter;

import net.jqwik.api.Group;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.commons.annotation.Testable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Surefire passes over, without a word, what its patterns do not match: this test finds it. */
class TestNamesTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Pattern INCLUDE =
            Pattern.compile("<include>\\*\\*/\\*(\\w+)\\.java</include>");

    private static final JavaClasses TESTS = testsOfAllModules();

    @Test
    void everyTestIsInAClassThatIsRun() throws IOException {
        List<String> suffixes = INCLUDE.matcher(Files.readString(ROOT.resolve("pom.xml")))
                .results()
                .map(include -> include.group(1))
                .toList();
        assertThat(suffixes).contains("Test", "Laws", "Schedules", "Scenario", "Stress");

        assertThat(classesWithTests())
                .contains(getClass().getName())
                .allSatisfy(name -> assertThat(suffixes).anyMatch(outermost(name)::endsWith));
    }

    @Test
    void everyNestedClassWithTestsSaysSo() {
        assertThat(TESTS)
                .filteredOn(TestNamesTest::hasTests)
                .filteredOn(JavaClass::isNestedClass)
                .allMatch(
                        it -> it.isAnnotatedWith(Nested.class) || it.isAnnotatedWith(Group.class));
    }

    @Test
    void noTestSleeps() {
        noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", long.class, int.class)
                .orShould()
                .callMethod(TimeUnit.class, "sleep", long.class)
                .check(TESTS);
    }

    private Stream<String> classesWithTests() {
        return TESTS.stream().filter(TestNamesTest::hasTests).map(JavaClass::getName);
    }

    private static boolean hasTests(JavaClass type) {
        return type.getMembers().stream().anyMatch(TestNamesTest::isTest);
    }

    /** What every engine of the JUnit Platform marks its tests with. */
    private static boolean isTest(JavaMember member) {
        return member.isMetaAnnotatedWith(Testable.class);
    }

    private static String outermost(String name) {
        int dollar = name.indexOf('$');
        return dollar < 0 ? name : name.substring(0, dollar);
    }

    private static JavaClasses testsOfAllModules() {
        List<Path> directories = Stream.of("buffers", "engine", "devices-sim", "proptests")
                .map(module -> ROOT.resolve(module).resolve("target/test-classes"))
                .filter(Files::isDirectory)
                .toList();
        return new ClassFileImporter().importPaths(directories);
    }
}
