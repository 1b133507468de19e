package dev.baton.sim.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.baton.explore.scenario.ScenarioWorkload;
import dev.baton.sim.capture.CaptureOptions.Memory;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.util.List;

class ScenarioWriterTest {
    static List<String> bundled() {
        return Scenarios.names();
    }

    @ParameterizedTest
    @MethodSource("bundled")
    void whatIsWrittenReadsTheSameAgain(String name) throws Exception {
        Scenario scenario = Scenarios.read(name);

        assertThat(Example.read(ScenarioWriter.write(scenario))).isEqualTo(scenario);
    }

    @Test
    void everyKeyThatTheFormatHasIsWritten() throws Exception {
        Scenario example = Example.read(Example.text());

        assertThat(Example.read(ScenarioWriter.write(example))).isEqualTo(example);
    }

    @Test
    void shortenedScenarioIsWrittenWithItsCounts() throws Exception {
        Scenario shortened = Scenarios.read("compositor").limited(3);

        assertThat(ScenarioWriter.write(shortened)).contains("count: 3");
        assertThat(ScenarioWorkload.of(shortened).source())
                .isEqualTo(ScenarioWriter.write(shortened));
    }

    @Test
    void periodOfNoRateIsRefused() {
        DeviceSpec camera =
                new DeviceSpec.CaptureSpec("camera", 999_999_999_999L, 0, Memory.DMABUF, null);

        assertThatThrownBy(() -> DeviceText.of(camera))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a period of 999999999999 ns is that of no rate in microhertz");
    }
}
