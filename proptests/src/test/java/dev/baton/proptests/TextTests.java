package dev.baton.proptests;

import dev.baton.proptests.fault.InMemoryCompiler;

import net.jqwik.engine.JqwikTestEngine;

import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.reporting.ReportEntry;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Test classes given as text, as a user would write them: compiled in memory, and run. */
public final class TextTests implements TestExecutionListener {
    private static final Pattern CLASS =
            Pattern.compile("^(?:public )?class (\\w+)", Pattern.MULTILINE);

    private final List<Throwable> failures = new ArrayList<>();
    private final List<String> reports = new ArrayList<>();
    private int passed;

    private TextTests() {}

    /** Runs all tests of one top-level class. */
    public static TextTests run(String source) {
        return run(source, TextTests.class.getClassLoader());
    }

    public static TextTests run(String source, ClassLoader parent) {
        Matcher name = CLASS.matcher(source);
        if (!name.find()) {
            throw new AssertionError("no class in: " + source);
        }
        String path = System.getProperty("java.class.path");
        try {
            Map<String, byte[]> classes =
                    InMemoryCompiler.compile(Map.of(name.group(1) + ".java", source), path);
            return run(new Loader(parent, classes).loadClass(name.group(1)));
        } catch (IOException | ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    private static TextTests run(Class<?> tests) {
        TextTests ran = new TextTests();
        LauncherConfig plain = LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine(), new JqwikTestEngine())
                .build();
        LauncherFactory.create(plain)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectClass(tests))
                                .configurationParameter("jqwik.reporting.usejunitplatform", "true")
                                .configurationParameter(
                                        "jqwik.failures.after.default", "RANDOM_SEED")
                                .build(),
                        ran);
        return ran;
    }

    @Override
    public void executionFinished(TestIdentifier test, TestExecutionResult result) {
        passed += test.isTest() && result.getStatus() == TestExecutionResult.Status.SUCCESSFUL
                ? 1
                : 0;
        result.getThrowable().ifPresent(failures::add);
    }

    @Override
    public void reportingEntryPublished(TestIdentifier test, ReportEntry entry) {
        reports.addAll(entry.getKeyValuePairs().values());
    }

    public int passed() {
        return passed;
    }

    /** Of all tests, and of containers. */
    public List<Throwable> failures() {
        return failures;
    }

    /** What was published. */
    List<String> reports() {
        return reports;
    }

    /** Of classes compiled in memory. */
    static final class Loader extends ClassLoader {
        private final Map<String, byte[]> classes;

        Loader(ClassLoader parent, Map<String, byte[]> classes) {
            super(parent);
            this.classes = classes;
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classes.get(name);
            if (bytes == null) {
                throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
        }
    }
}
