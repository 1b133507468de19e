package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.lmax.disruptor.RingBuffer;

import dev.baton.buffers.SyncObject;
import dev.baton.engine.Dispatcher;
import dev.baton.proptests.Budget;
import dev.baton.proptests.OnOneJdk;
import dev.baton.sim.Scheduler;

import org.jctools.queues.MessagePassingQueue;
import org.jctools.queues.varhandle.MpscLinkedVarHandleQueue;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.engine.JupiterTestEngine;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every seeded fault still has its place in the sources, and turns the test that it names red by an
 * assertion; without it the same test, loaded the same way, is green. The latter, which takes most of
 * the time and mostly repeats what the test's own run says, is judged of all by a deep campaign, and
 * of a few that the seed chooses otherwise.
 */
@OnOneJdk
class FaultsTest {
    static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    /** Only for a fault that nobody foresaw: all are bounded by counting accesses. */
    private static final Duration LAST_RESORT = Duration.ofMinutes(10);

    /** Without the fault, one test in so many is run. */
    private static final int SOUND_ONE_IN = 10;

    private static final Duration DEEP = Duration.ofMinutes(1);

    private static final List<Path> TEST_CLASSES = Stream.of("buffers", "engine", "devices-sim")
            .map(module -> ROOT.resolve(module).resolve("target/test-classes"))
            .toList();

    /** One at a time for each test class: what belongs to the JVM, such as flight recordings, is shared. */
    private static final Map<String, Object> LOCKS = new ConcurrentHashMap<>();

    @Test
    void thereAreFaultsAndTheirNamesSayWhat() throws IOException {
        Map<String, Fault> faults = Fault.readAll(ROOT);
        assertThat(faults).hasSizeGreaterThanOrEqualTo(10);
        assertThat(faults.values())
                .allMatch(fault -> fault.sentence().endsWith("."))
                .allMatch(fault -> !fault.rules().isEmpty())
                .allMatch(fault -> fault.test().matches("dev\\.baton\\.[\\w.]+#\\w+"));
    }

    @TestFactory
    @Execution(ExecutionMode.CONCURRENT)
    Stream<DynamicTest> everyFaultTurnsItsTestRed() throws IOException {
        return Fault.readAll(ROOT).values().stream()
                .map(fault -> DynamicTest.dynamicTest(fault.name(), () -> {
                    String tests = fault.test().split("#")[0];
                    synchronized (LOCKS.computeIfAbsent(tests, name -> new Object())) {
                        assertTimeoutPreemptively(LAST_RESORT, () -> judge(fault));
                    }
                }));
    }

    private static void judge(Fault fault) throws Exception {
        Map<String, byte[]> broken = InMemoryCompiler.compile(fault.apply(ROOT), classPath());

        TestExecutionSummary mutated = run(fault.test(), broken);

        if (isJudgedSound(fault)) {
            TestExecutionSummary sound = run(fault.test(), Map.of());
            assertThat(sound.getFailures()).as("without the fault").isEmpty();
            assertThat(sound.getTestsSucceededCount()).isPositive();
        }
        assertThat(mutated.getFailures())
                .as("with the fault: %s", fault.sentence())
                .isNotEmpty()
                .allSatisfy(failure ->
                        assertThat(failure.getException()).isInstanceOf(AssertionError.class));
    }

    private static boolean isJudgedSound(Fault fault) {
        return Budget.ofOneCampaign().compareTo(DEEP) >= 0
                || new Random(Budget.seed() + fault.name().hashCode()).nextInt(SOUND_ONE_IN) == 0;
    }

    static TestExecutionSummary run(String test, Map<String, byte[]> replaced)
            throws ClassNotFoundException {
        ClassLoader parent = FaultsTest.class.getClassLoader();
        FaultLoader loader = new FaultLoader(parent, replaced, TEST_CLASSES);
        String[] names = test.split("#");
        SummaryGeneratingListener listener = new SummaryGeneratingListener();
        LauncherConfig plain = LauncherConfig.builder()
                .enableTestEngineAutoRegistration(false)
                .enableLauncherSessionListenerAutoRegistration(false)
                .enableLauncherDiscoveryListenerAutoRegistration(false)
                .enableTestExecutionListenerAutoRegistration(false)
                .addTestEngines(new JupiterTestEngine())
                .build();
        LauncherFactory.create(plain)
                .execute(
                        LauncherDiscoveryRequestBuilder.request()
                                .selectors(DiscoverySelectors.selectMethod(
                                        loader.loadClass(names[0]), names[1]))
                                .build(),
                        listener);
        return listener.getSummary();
    }

    /** Where the classes came from that the engine and the devices need. */
    static String classPath() {
        return Stream.of(
                        Dispatcher.class,
                        SyncObject.class,
                        Scheduler.class,
                        RingBuffer.class,
                        MessagePassingQueue.class,
                        MpscLinkedVarHandleQueue.class,
                        NullMarked.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }
}
