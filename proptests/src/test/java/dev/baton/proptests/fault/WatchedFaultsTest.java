package dev.baton.proptests.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.proptests.OnOneJdk;
import dev.baton.proptests.TextTests;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A property that asserts nothing itself is red on a broken engine, and green on the sound one. */
@OnOneJdk
class WatchedFaultsTest {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

    private static final String PROPERTY = """
            import dev.baton.engine.*;
            import dev.baton.proptests.*;
            import net.jqwik.api.*;
            import net.jqwik.api.domains.Domain;

            class WatchedLaws {
                @CheckLaws
                @Domain(BatonDomain.class)
                @Property(tries = 500)
                void anyPipeline(
                        @ForAll Pipeline pipeline, Dispatcher dispatcher, VirtualTimers timers) {
                    pipeline.run(dispatcher, timers);
                }
            }
            """;

    private static final String TEST = """
            import dev.baton.engine.*;
            import dev.baton.proptests.*;
            import org.junit.jupiter.api.Test;

            class WatchedTest {
                @CheckLaws
                @Test
                void readersAmongWriters(Dispatcher dispatcher, WatchedDispatcher watched) {
                    SyncQueue frame = new SyncQueue("frame");
                    Inbox gpu = new Inbox("gpu");
                    for (int i = 0; i < 3; i++) {
                        dispatcher.submit(AccessSet.exclusive(frame), gpu);
                        dispatcher.submit(AccessSet.shared(frame), gpu);
                        dispatcher.submit(AccessSet.shared(frame), gpu);
                    }
                    for (Job job = gpu.poll(); job != null; job = gpu.poll()) {
                        watched.quiescent();
                        job.release();
                    }
                }
            }
            """;

    @ParameterizedTest
    @CsvSource({
        "reader-overtakes-waiting-writer, queue-order",
        "release-wakes-one-reader, reader-concurrency"
    })
    void brokenEngineTurnsATestThatAssertsNothingRed(String name, String law) throws IOException {
        Fault fault = Fault.readAll(ROOT).get(name);
        Map<String, byte[]> broken =
                InMemoryCompiler.compile(fault.apply(ROOT), FaultsTest.classPath());

        for (String tests : List.of(PROPERTY, TEST)) {
            assertThat(run(tests, Map.of()).failures()).isEmpty();
            assertThat(run(tests, broken).failures())
                    .as("%s in %s", fault.sentence(), tests)
                    .singleElement()
                    .isInstanceOf(AssertionError.class)
                    .asString()
                    .contains("law broken: " + law);
        }
    }

    private static TextTests run(String tests, Map<String, byte[]> replaced) {
        ClassLoader parent = WatchedFaultsTest.class.getClassLoader();
        return TextTests.run(tests, new FaultLoader(parent, replaced, List.of()));
    }
}
