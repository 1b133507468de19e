package dev.baton.proptests.goal;

import dev.baton.proptests.PageProgram;
import dev.baton.proptests.TextTests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** G12: the property over a pipeline with locks that the guide shows, as its reader would run it. */
final class OwnPipelineGoal implements Goal {
    private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
    private static final Path PAGE = ROOT.resolve("docs/guide/test-your-pipeline.md");
    private static final int LINES_MAX = 15;
    private static final double SECONDS_MAX = 5;

    @Override
    public String name() {
        return "G12";
    }

    @Override
    public String aim() {
        return "a deadlock property over one's own pipeline: at most 15 lines; found, shrunk and"
                + " reported within 5 s";
    }

    @Override
    public Measured measure(Duration budget) {
        PageProgram.Block property = first();
        double begin = Cpu.seconds();
        TextTests ran = TextTests.run(property.code());
        double seconds = Cpu.seconds() - begin;
        boolean found = ran.failures().size() == 1
                && String.valueOf(ran.failures().get(0).getMessage()).contains("DEADLOCK");
        long lines = property.lines();
        return Measured.of(
                found && lines <= LINES_MAX && seconds <= SECONDS_MAX,
                String.format(
                        Locale.ROOT,
                        "%d lines and the imports; %s in %.2f s of CPU, compiled in that time too",
                        lines,
                        found ? "found, shrunk and reported" : "nothing was found",
                        seconds));
    }

    private static PageProgram.Block first() {
        try {
            return new PageProgram(PAGE).blocks().get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
