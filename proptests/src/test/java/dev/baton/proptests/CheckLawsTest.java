package dev.baton.proptests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Inbox;
import dev.baton.engine.SyncQueue;
import dev.baton.proptests.fault.FaultLoader;

import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What {@link CheckLaws} finds in tests that find nothing themselves, in JUnit and in jqwik. */
class CheckLawsTest {
    private static final String WAIVE =
            "; if that is meant, say @CheckLaws(waitingPercent = 0), or a share that it reaches";

    /** A Jupiter test and a property of 20 tries with the same body; both must agree. */
    private static void assertBoth(String parameters, String body, String... message)
            throws Exception {
        for (String kind : new String[] {"@Test", "@Property(tries = 20)"}) {
            TextTests ran = run("@CheckLaws", kind, parameters, body);
            if (message.length == 0) {
                assertThat(ran.failures()).as(kind).isEmpty();
                assertThat(ran.passed()).as(kind).isEqualTo(1);
            } else {
                assertThat(ran.failures()).as(kind).hasSize(1);
                assertThat(ran.failures().get(0))
                        .as(kind)
                        .isInstanceOf(AssertionError.class)
                        .hasMessageContainingAll(Arrays.copyOf(message, message.length));
            }
        }
    }

    private static TextTests run(String annotation, String kind, String parameters, String body)
            throws Exception {
        return TextTests.run("""
                import dev.baton.buffers.heap.*;
                import dev.baton.engine.*;
                import dev.baton.proptests.*;
                import net.jqwik.api.*;
                import org.junit.jupiter.api.Test;
                import java.time.Duration;

                %s
                class UsersTest {
                    static int tries;
                    %s
                    void it(%s) throws Exception {
                        SyncQueue frame = new SyncQueue("frame");
                        %s
                    }
                }
                """.formatted(annotation, kind, parameters, body));
    }

    private static final String HANDED_ON = """
            Inbox gpu = new Inbox("gpu");
            dispatcher.submit(AccessSet.exclusive(frame), gpu);
            dispatcher.submit(AccessSet.exclusive(frame), Job::release);
            gpu.poll().release();
            """;

    @Test
    void whatKeepsTheLawsPasses() throws Exception {
        assertBoth("Dispatcher dispatcher", HANDED_ON);
    }

    @Test
    void reportTellsWhatRan() throws Exception {
        String one = "a job waited in 100 % of them, readers shared in 0 %; ";

        assertThat(run("@CheckLaws", "@Test", "Dispatcher dispatcher", HANDED_ON)
                        .reports())
                .containsExactly("1 try: " + one + "2 jobs: 1 granted at once, 1 after waiting;"
                        + " ended 2 COMPLETED; 0 late releases");
        assertThat(run("@CheckLaws", "@Property(tries = 20)", "Dispatcher dispatcher", HANDED_ON)
                        .reports())
                .contains("20 tries: " + one + "40 jobs: 20 granted at once, 20 after waiting;"
                        + " ended 40 COMPLETED; 0 late releases; faults generated: none");
    }

    private static final String EXPLORED = """
            dev.baton.explore.Exploration.of(dev.baton.explore.step.StepProgram.named("two")
                            .job("one", job -> job.lock("%s"))
                            .job("two", job -> job.lock("b"))
                            .build())
                    .schedules(10)
                    .check();
            """;

    @Test
    void explorationsAreCountedAndVacuousOnesRefused() throws Exception {
        assertBoth("", EXPLORED.formatted("b"));
        assertBoth("", EXPLORED.formatted("a"), "vacuous: only 0 of ", "not 20 %");
        assertThat(run("@CheckLaws", "@Test", "", EXPLORED.formatted("b")).reports())
                .containsExactly("1 exploration, 10 schedules; exhaustive: 0, found something: 0");
        assertThat(run("@CheckLaws", "@Property(tries = 20)", "", EXPLORED.formatted("b"))
                        .reports())
                .contains("20 explorations, 200 schedules; exhaustive: 0, found something: 0");
    }

    @Test
    void jobThatIsLeftIsExplained() throws Exception {
        assertBoth(
                "Dispatcher dispatcher",
                """
                Inbox gpu = new Inbox("gpu");
                dispatcher.submit(AccessSet.exclusive(frame), gpu);
                dispatcher.submit(AccessSet.shared(frame), new Inbox("display"));
                """,
                "law broken: nothing-left: job 1 (gpu) never ended: it was granted and not released",
                "left: job 1 (gpu) is granted.",
                "job 2 (display) waits for queue frame (shared) behind job 1 (gpu), since 0.000 ms");
    }

    @Test
    void jobThatIsLeftAndForgottenIsExplained() {
        WatchedDispatcher watched = new WatchedDispatcher();
        watched.dispatcher().submit(AccessSet.exclusive(new SyncQueue("frame")), new Inbox("gpu"));
        System.gc();

        assertThatThrownBy(watched::check)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("left: job 1 (gpu) is granted.");
    }

    @Test
    void circleIsTold() throws Exception {
        assertBoth(
                "Dispatcher dispatcher, VirtualTimers timers",
                """
                dev.baton.fence.FenceSource camera = new dev.baton.fence.FenceSource("camera");
                JobOptions late = JobOptions.DEFAULT.withOutFence()
                        .gate(Gate.beforePlacing(camera.fence()));
                Job draw = dispatcher.submit(
                        AccessSet.exclusive(frame), new Inbox("gpu"), null, late);
                JobOptions behind = JobOptions.DEFAULT.gate(
                        Gate.holdingPlace(draw.outFence(), Duration.ofSeconds(1)));
                dispatcher.submit(AccessSet.exclusive(frame), new Inbox("display"), null, behind);
                camera.signal();
                """,
                "circle: job 1 (gpu) waits for queue frame (exclusive) behind job 2 (display), which"
                        + " holds its place for fence job 1, which signals with job 1 (gpu)");
    }

    @Test
    void lostBufferIsNamed() throws Exception {
        assertBoth(
                "Dispatcher dispatcher, SystemHeap heap",
                "var frames = heap.allocate(\"frames\", 4096);\n" + HANDED_ON,
                "left open: heap \"system\": 1 buffers open, 0 lost",
                "frames");
    }

    @Test
    void failureOfTheTestItselfComesFirst() throws Exception {
        for (String kind : new String[] {"@Test", "@Property(tries = 20)"}) {
            TextTests ran = run("@CheckLaws", kind, "Dispatcher dispatcher", """
                    dispatcher.submit(AccessSet.exclusive(frame), new Inbox("gpu"));
                    throw new AssertionError("the test's own");
                    """);

            assertThat(ran.failures()).hasSize(1);
            assertThat(ran.failures().get(0)).hasMessage("the test's own");
            assertThat(ran.failures().get(0).getSuppressed()[0])
                    .hasMessageContaining("job 1 (gpu) is granted.");
        }
    }

    @Test
    void nothingSubmittedIsVacuous() throws Exception {
        assertBoth(
                "Dispatcher dispatcher",
                "",
                "vacuous: no job was submitted to the dispatcher that was asked for" + WAIVE);
    }

    @Test
    void propertyInWhichNobodyWaitsIsVacuous() throws Exception {
        String alone = "dispatcher.submit(AccessSet.exclusive(frame), Job::release);";
        String parameters = "Dispatcher dispatcher";

        assertThat(run("@CheckLaws", "@Property(tries = 20)", parameters, alone)
                        .failures()
                        .get(0))
                .hasMessageStartingWith("vacuous: a job waited for another one in only 0 % of the"
                        + " tries, not in 20 %" + WAIVE);
        assertThat(run("@CheckLaws", "@Test", parameters, alone).failures()).isEmpty();
        assertThat(run("@CheckLaws", "@Example", parameters, alone).failures()).isEmpty();
        assertThat(run("@CheckLaws(waitingPercent = 0)", "@Property(tries = 20)", parameters, alone)
                        .failures())
                .isEmpty();
    }

    @Test
    void shareOfTriesThatWaitIsCounted() throws Exception {
        String seldom = "if (tries++ % 5 > 0) { frame.toString(); } else {" + HANDED_ON + "}";

        assertThat(run("@CheckLaws", "@Property(tries = 20)", "Dispatcher dispatcher", seldom)
                        .failures())
                .isEmpty();
        assertThat(run(
                                "@CheckLaws(waitingPercent = 21)",
                                "@Property(tries = 20)",
                                "Dispatcher dispatcher",
                                seldom)
                        .failures()
                        .get(0))
                .hasMessageContaining("in only 20 % of the tries, not in 21 %");
    }

    @Test
    void propertyThatDiscardsEverythingFails() throws Exception {
        TextTests ran = run(
                "@CheckLaws",
                "@Property(tries = 20)",
                "Dispatcher dispatcher",
                "Assume.that(false);");

        assertThat(ran.failures()).hasSize(1);
    }

    @Test
    void testsThatTakeNoDispatcherAreNotJudged() throws Exception {
        assertBoth("", "frame.toString();");
    }

    @Test
    void eitherOfJupiterAndJqwikMayBeMissing() {
        String body = "(Dispatcher dispatcher) {\n" + HANDED_ON + "}\n}\n";
        String start =
                "import dev.baton.engine.*;\n@dev.baton.proptests.CheckLaws\nclass UsersTest {\n";
        String queue = "SyncQueue frame = new SyncQueue(\"frame\");\n";
        body = body.replace("{\n" + HANDED_ON, "{\n" + queue + HANDED_ON);

        assertPassesWithout("net.jqwik.", start + "@org.junit.jupiter.api.Test void it" + body);
        assertPassesWithout("org.junit.jupiter.", start + "@net.jqwik.api.Example void it" + body);
    }

    private static void assertPassesWithout(String missing, String source) {
        ClassLoader without = new ClassLoader(CheckLawsTest.class.getClassLoader()) {
            @Override
            protected Class<?> loadClass(String name, boolean resolve)
                    throws ClassNotFoundException {
                if (name.startsWith(missing)) {
                    throw new ClassNotFoundException(name);
                }
                return super.loadClass(name, resolve);
            }
        };
        TextTests ran = TextTests.run(source, new FaultLoader(without, Map.of(), List.of()));

        assertThat(ran.failures()).as("without " + missing).isEmpty();
        assertThat(ran.passed()).as("without " + missing).isEqualTo(1);
        assertThat(ran.reports()).as("without " + missing).anyMatch(it -> it.contains("2 jobs"));
    }
}
