package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.explore.story.Story;
import dev.baton.explore.strategy.Strategy;
import dev.baton.sim.run.Clock;
import dev.baton.sim.run.RunOptions;
import dev.baton.sim.run.ScenarioRun;
import dev.baton.sim.scenario.Scenario;
import dev.baton.sim.scenario.Scenarios;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;

@Timeout(60)
class LiveViewTest {
    private static final String HIDE = "\u001b[?25l\u001b[?7l";
    private static final String SHOW = "\u001b[J\u001b[?7h\u001b[?25h";
    private static final Terminal TERMINAL = new Terminal(60, 20, false);

    private final StringWriter err = new StringWriter();

    @Test
    void linesAreDrawnOverThemselvesAndGoneInTheEnd() throws InterruptedException {
        CountDownLatch third = new CountDownLatch(3);
        try (LiveView view = LiveView.of(new PrintWriter(err), () -> {
            third.countDown();
            return List.of(line("one"), line("two"));
        })) {
            third.await();
        }
        String lines = "one\u001b[K\ntwo\u001b[K\n\u001b[J";
        assertThat(err.toString())
                .startsWith(HIDE + lines + "\u001b[2A\r" + lines)
                .endsWith("\u001b[2A\r" + SHOW);
    }

    private static TerminalLine line(String text) {
        return new TerminalLine(TERMINAL).add(text, TerminalLine.PLAIN);
    }

    @Test
    void aRunThatIsShownIsTheSameRun() throws Exception {
        Scenario scenario = Scenarios.read("render-to-pageflip");
        RunOptions options = new RunOptions(1, Clock.VIRTUAL, 200_000_000, 0, nanos -> {});
        LiveRun.Shown shown = new LiveRun.Shown("it", 5_000_000, TERMINAL, new PrintWriter(err));
        assertThat(LiveRun.run(shown, scenario, options).eventHash())
                .isEqualTo(ScenarioRun.run(scenario, options).eventHash());
        assertThat(err.toString()).matches(all -> all.isEmpty() || all.endsWith(SHOW));
    }

    @Test
    void aSearchTellsItsSizeItsPartItsBoundAndWhatIsTried() {
        LiveSearch search = new LiveSearch(
                Story.named("philosophers").orElseThrow().program(),
                new Strategy[] {Strategy.HOLD, Strategy.PCT},
                new LiveSearch.Budget(100, Long.MAX_VALUE));
        search.at(51);
        assertThat(search.lines(new Terminal(60, 20, true)))
                .extracting(TerminalLine::toString)
                .satisfiesExactly(
                        line -> assertThat(line).contains("philosophers: 5 jobs, "),
                        line -> assertThat(line).contains(" 51 %"),
                        line -> assertThat(line).startsWith("51 schedules, "),
                        line -> assertThat(line).contains("p < 0.059"),
                        line -> assertThat(line).isEqualTo("by hold \u001b[7mpct\u001b[0m"));
    }
}
