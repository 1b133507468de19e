package dev.baton.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.baton.sim.run.Clock;
import dev.baton.sim.run.RunOptions;
import dev.baton.sim.run.RunReport;
import dev.baton.sim.run.ScenarioRun;

import org.junit.jupiter.api.Test;

class ExampleTest {
    @Test
    void itDoesWhatItsStorySaysAndAllItsFaultsStrike() throws Exception {
        Scenario example = Example.read(Example.text());
        RunReport report = ScenarioRun.run(
                example,
                new RunOptions(example.seed(), Clock.VIRTUAL, example.forNanos(), 0, nanos -> {}));
        assertThat(report.missed()).isEmpty();
        assertThat(report.isFine()).isTrue();
        assertThat(report.faults().values()).hasSize(3).allMatch(count -> count > 0);
    }
}
