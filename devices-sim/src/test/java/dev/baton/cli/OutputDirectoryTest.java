package dev.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;

class OutputDirectoryTest {
    @TempDir
    private Path temporary;

    @Test
    void isNamedAfterTheCommandUnlessChosen() {
        Juggle juggle = new Juggle();
        new CommandLine(juggle).execute();
        assertThat(juggle.output.path()).isEqualTo(Path.of("baton-out", "juggle"));
        new CommandLine(juggle).execute("--out", "elsewhere");
        assertThat(juggle.output.path()).isEqualTo(Path.of("elsewhere"));
    }

    @Test
    void isMadeWithItsFirstFile() throws IOException {
        OutputDirectory output = OutputDirectory.at(temporary.resolve("a/b"));
        output.writeSummary(Map.of("command", "juggle"));
        assertThat(Files.readString(temporary.resolve("a/b/summary.json")))
                .isEqualTo("{\n  \"command\" : \"juggle\"\n}\n");
        assertThat(output.file("frames/1.png").getParent()).isDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "./", "target/.."})
    void mayBeTheCallersOwnDirectory(String chosen) {
        assertThat(OutputDirectory.at(Path.of(chosen)).file("summary.json"))
                .isEqualTo(Path.of("summary.json").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {"../x", "/x", "a/../../x", "", "."})
    void nothingIsWrittenOutside(String name) {
        OutputDirectory output = OutputDirectory.at(temporary.resolve("out"));
        assertThatThrownBy(() -> output.file(name)).isInstanceOf(IllegalArgumentException.class);
        assertThat(temporary).isEmptyDirectory();
    }

    @Test
    void whereAFileIsInTheWayTheInputIsBad() throws IOException {
        Path inTheWay = Files.createFile(temporary.resolve("out"));
        OutputDirectory output = OutputDirectory.at(inTheWay);
        assertThatThrownBy(() -> output.file("summary.json"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--out")
                .hasMessageContaining(inTheWay.toString());
    }

    @Command(name = "juggle")
    private static final class Juggle implements Callable<Integer> {
        @Mixin
        private OutputDirectory output;

        @Override
        public Integer call() {
            return ExitCode.FINE;
        }
    }
}
