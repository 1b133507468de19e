package dev.baton.trace.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.engine.AccessSet;
import dev.baton.engine.Dispatcher;
import dev.baton.engine.Job;
import dev.baton.engine.SyncQueue;
import dev.baton.event.Event;
import dev.baton.event.EventStream;
import dev.baton.sim.run.Clock;
import dev.baton.sim.run.RunOptions;
import dev.baton.sim.run.RunWatcher;
import dev.baton.sim.run.ScenarioRun;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.ScenarioException;
import dev.baton.sim.scenario.Scenarios;
import dev.baton.trace.format.RunTrace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What Baton did is read as it was: right, and with every job. */
class HistoryWriterTest {
    private static final long FOR_NANOS = 500_000_000;

    private final StringWriter text = new StringWriter();

    @Test
    void lineForEachTransition() throws IOException {
        try (HistoryWriter writer = new HistoryWriter(text)) {
            Dispatcher dispatcher = new Dispatcher(new EventStream(() -> 5, writer));
            SyncQueue a = new SyncQueue("a, \"front\"\u001b");
            Job first = dispatcher.submit(AccessSet.exclusive(a), job -> {});
            Job second = dispatcher.submit(AccessSet.shared(a), job -> {});
            first.downgrade(a);
            first.release(a);
            second.release();
            String buffer = "\"a, \"\"front\"\"? #" + a.id() + "\"";
            assertThat(text.toString().lines().map(line -> line.replace(buffer, "A")))
                    .startsWith("event,job,buffer,mode,after,client,nanos")
                    .contains(
                            "request,1,A,exclusive,-,client,5",
                            "grant,1,A,,,,5",
                            "request,2,A,shared,1,client,5",
                            "downgrade,1,A,,,,5",
                            "grant,2,A,,,,5",
                            "release,1,A,,,,5",
                            "release,2,,,,,5");
        }
        assertThat(check().breaches()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"hung-gpu", "killed-client", "compositor", "hardware-order"})
    void runsAreRightToo(String name) throws IOException, ScenarioException {
        Scenario scenario = Scenarios.read(name);
        long submitted;
        try (HistoryWriter writer = new HistoryWriter(text)) {
            RunOptions options = new RunOptions(
                    1, Clock.VIRTUAL, FOR_NANOS, 0, nanos -> {}, null, watcher(writer));
            ScenarioRun.run(scenario, options);
            submitted = text.toString()
                    .lines()
                    .filter(it -> it.startsWith("request,"))
                    .count();
        }
        HistoryReport report = check();
        assertThat(report.breaches()).isEmpty();
        assertThat(report.damages()).isEmpty();
        assertThat(report.jobs()).isPositive().isLessThanOrEqualTo(submitted);
    }

    private static RunWatcher watcher(HistoryWriter writer) {
        return new RunTrace(List.of()) {
            @Override
            public void on(Event event) {
                writer.on(event);
            }
        };
    }

    @Test
    void fullDiskIsToldAtTheEndAndToNobodyElse() {
        HistoryWriter writer = new HistoryWriter(new Writer() {
            @Override
            public void write(char[] characters, int from, int count) throws IOException {
                throw new IOException("no space left");
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        });
        Dispatcher dispatcher = new Dispatcher(new EventStream(() -> 0, writer));
        dispatcher.submit(AccessSet.exclusive(new SyncQueue("a")), Job::release);

        assertThatThrownBy(writer::close).hasMessage("no space left");
    }

    private HistoryReport check() throws IOException {
        return Logs.check(text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
